/** The rows of one log that are shown: the newest page, kept fresh while somebody looks, and older ones asked for. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { listLog, type LogRow, type LogWanted } from "../api";
import type { Hass } from "../hass";
import { sayError } from "../localize";

export const PAGE = 50;
const FRESH_MS = 30_000;
// The integration hands rows over twice a second, and writes them then.
const SOON_MS = 1_500;

const name = (row: LogRow): string => `${row.at} ${row.event} ${row.number}`;

export class LogFeed implements ReactiveController {
  rows: LogRow[] | undefined; // undefined: not read yet
  before: number[] | null = null; // where the next older page begins; null: there is none
  busy = false;
  error = ""; // in words
  private wanted: LogWanted | undefined;
  private asking = 0; // which question is the newest
  private timer: ReturnType<typeof setInterval> | undefined;
  private soon: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private host: ReactiveControllerHost & { hass: Hass },
    private refreshed: () => void,
  ) {
    host.addController(this);
  }

  hostConnected(): void {
    this.timer = setInterval(() => this.refresh(), FRESH_MS);
    document.addEventListener("visibilitychange", this.refresh);
  }

  hostDisconnected(): void {
    clearInterval(this.timer);
    clearTimeout(this.soon);
    this.soon = undefined;
    document.removeEventListener("visibilitychange", this.refresh);
    this.asking += 1; // what is still under way comes too late
    this.busy = false;
  }

  /** Shows other rows, from the newest on. */
  show(wanted: LogWanted): void {
    this.wanted = { ...wanted, most: PAGE };
    this.rows = undefined;
    this.before = null;
    this.error = "";
    void this.read();
  }

  /** Reads the newest page again, if anybody can see it. */
  refresh = (): void => {
    if (document.visibilityState === "hidden" || !this.wanted || this.busy) return;
    void this.read();
    this.refreshed();
  };

  /** Something has changed, of which there will be a row in a moment. */
  refreshSoon(): void {
    this.soon ??= setTimeout(() => {
      this.soon = undefined;
      this.refresh();
    }, SOON_MS);
  }

  again = (): void => void this.read();

  older = (): void => {
    if (this.before && !this.busy) void this.read(this.before);
  };

  private async read(before?: number[]): Promise<void> {
    const wanted = this.wanted;
    if (!wanted) return;
    const asking = (this.asking += 1);
    this.busy = true;
    this.host.requestUpdate();
    try {
      const page = await listLog(this.host.hass, before ? { ...wanted, before } : wanted);
      if (asking !== this.asking) return;
      this.error = "";
      if (before) {
        this.rows = [...(this.rows ?? []), ...page.rows];
        this.before = page.before;
      } else {
        this.takeNewest(page.rows, page.before);
      }
    } catch (error) {
      const words = await sayError(this.host.hass, error);
      if (asking === this.asking) this.error = words;
    } finally {
      if (asking === this.asking) this.busy = false;
      this.host.requestUpdate();
    }
  }

  /** Puts the newest rows before those that are shown, or in their place where there may be a gap between them. */
  private takeNewest(newest: LogRow[], before: number[] | null): void {
    const known = new Set(newest.map(name));
    const rest = (this.rows ?? []).filter((row) => !known.has(name(row)));
    const joins = this.rows !== undefined && rest.length < this.rows.length;
    if (joins && before) {
      this.rows = [...newest, ...rest];
    } else {
      this.rows = newest;
      this.before = before;
    }
  }
}
