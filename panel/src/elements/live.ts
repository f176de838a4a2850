/** Who may show a live picture now: at most four at a time, the others wait in the order in which they came. */

const MOST = 4;

export class Places {
  private taken = 0;
  private waiting: (() => void)[] = [];

  constructor(private most = MOST) {}

  /** Resolves to what gives the place back, or to undefined if `signal` ends the waiting. */
  async take(signal: AbortSignal): Promise<(() => void) | undefined> {
    if (signal.aborted) return undefined;
    let mine = this.taken < this.most;
    if (mine) this.taken += 1;
    else {
      await new Promise<void>((resolve) => {
        const turn = () => {
          mine = true; // the place is handed over with the turn
          resolve();
        };
        this.waiting.push(turn);
        signal.addEventListener("abort", () => {
          this.waiting = this.waiting.filter((each) => each !== turn);
          resolve();
        });
      });
    }
    const giveBack = () => {
      if (!mine) return;
      mine = false;
      const next = this.waiting.shift();
      if (next) next();
      else this.taken -= 1;
    };
    if (!signal.aborted) return giveBack;
    giveBack();
    return undefined;
  }
}

/** Those of this window. */
export const places = new Places();

/** Resolves after a time, or when `signal` ends it. */
export const pause = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
  });
