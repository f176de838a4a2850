/**
 * Changes that somebody makes to one thing, sent one after another, and what it looks like meanwhile.
 *
 * What is taken is shown as gone at once, what is given as under way until the integration has answered, which is when
 * it is durable. A change that failed is shown as not made, with the reason beside it.
 */
import type { Hass } from "./hass";
import { sayError } from "./localize";

interface Change<T> {
  id: string;
  apply: (value: T) => T;
}

interface Options<T> {
  hass: () => Hass;
  /** What the overview says, a new object whenever it was heard anew. */
  heard: () => { value: T; of: unknown };
  send: (value: T) => Promise<unknown>;
  /** What of a value is sent, to tell whether the overview says it already. */
  said: (value: T) => unknown;
}

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

export class Changing<T> {
  private queue: Change<T>[] = [];
  private reasons = new Map<string, string>();
  private settled: { value: T; of: unknown } | undefined;
  private working: Promise<void> | undefined;

  constructor(
    private host: { requestUpdate(): void },
    private options: Options<T>,
  ) {}

  /** What was answered last, until the overview says it. */
  private get base(): T {
    const heard = this.options.heard();
    if (heard.of !== this.settled?.of) this.settled = undefined;
    return (this.settled ?? heard).value;
  }

  /** What it will be when all is answered. */
  get value(): T {
    return this.queue.reduce((value, change) => change.apply(value), this.base);
  }

  /** Whether a change of this part is under way. */
  pending(id: string): boolean {
    return this.queue.some((change) => change.id === id);
  }

  /** Why the last change of this part was not made. */
  why(id: string): string | undefined {
    return this.reasons.get(id);
  }

  /** Makes a change of a part; resolves to whether it was made. */
  async change(id: string, apply: (value: T) => T): Promise<boolean> {
    const change = { id, apply };
    this.queue.push(change);
    this.reasons.delete(id);
    this.host.requestUpdate();
    const before = this.working;
    const sent = (async () => {
      await before;
      return this.send(change);
    })();
    this.working = sent.then(() => undefined);
    return sent;
  }

  private async send(change: Change<T>): Promise<boolean> {
    const value = change.apply(this.base);
    try {
      await this.options.send(value);
      const { heard, said } = this.options;
      this.settled = same(said(value), said(heard().value)) ? undefined : { value, of: heard().of };
      return true;
    } catch (error) {
      this.settled = undefined;
      this.reasons.set(change.id, await sayError(this.options.hass(), error));
      return false;
    } finally {
      this.queue.splice(this.queue.indexOf(change), 1);
      this.host.requestUpdate();
    }
  }
}
