/** The overview, heard once for all elements of a window, for as long as one of them is on the page. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { subscribeOverview, type Overview } from "./api";
import type { Connection, Hass } from "./hass";

interface Heard {
  overview: Overview | undefined;
  /** Why there is none; it is asked for again by itself. */
  error: unknown;
  /** Whether Home Assistant can be reached: while it cannot, what was heard may be old. */
  connected: boolean;
}
type Listener = (heard: Heard) => void;

const FIRST_WAIT = 1000;
const MOST_WAIT = 30_000;

class Shared {
  private listeners = new Set<Listener>();
  private heard: Heard = { overview: undefined, error: undefined, connected: true };
  private run = 0; // of which subscription an answer is
  private end: (() => Promise<void>) | undefined;
  private again: number | undefined;
  private wait = FIRST_WAIT;

  constructor(private hass: Hass) {}

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    listener(this.heard);
    if (this.listeners.size === 1) this.begin();
    return () => {
      if (this.listeners.delete(listener) && !this.listeners.size) this.stop();
    };
  }

  /** Asks again now, instead of later. */
  retry(): void {
    if (this.again === undefined) return;
    this.wait = FIRST_WAIT;
    this.subscribe();
  }

  private begin(): void {
    const { connection } = this.hass;
    connection.addEventListener("disconnected", this.lost);
    connection.addEventListener("ready", this.back);
    this.subscribe();
  }

  private stop(): void {
    const { connection } = this.hass;
    connection.removeEventListener("disconnected", this.lost);
    connection.removeEventListener("ready", this.back);
    clearTimeout(this.again);
    this.again = undefined;
    this.run += 1;
    this.close(this.end);
    this.end = undefined;
    this.heard = { overview: undefined, error: undefined, connected: true };
    this.wait = FIRST_WAIT;
  }

  private subscribe(): void {
    clearTimeout(this.again);
    this.again = undefined;
    const run = (this.run += 1);
    subscribeOverview(this.hass, (overview) => {
      if (run !== this.run) return;
      this.wait = FIRST_WAIT;
      this.tell({ overview, error: undefined });
    }).then(
      (end) => (run === this.run ? (this.end = end) : this.close(end)),
      (error: unknown) => {
        if (run !== this.run) return;
        this.tell({ overview: undefined, error });
        this.again = window.setTimeout(() => this.subscribe(), this.wait);
        this.wait = Math.min(2 * this.wait, MOST_WAIT);
      },
    );
  }

  /** Ends a subscription; without a connection it has ended with that. */
  private close(end: (() => Promise<void>) | undefined): void {
    end?.().catch((error: unknown) => console.debug("dropcam-privacy: a subscription had ended already", error));
  }

  private lost = () => this.tell({ connected: false });
  private back = () => this.tell({ connected: true });

  private tell(news: Partial<Heard>): void {
    this.heard = { ...this.heard, ...news };
    this.listeners.forEach((each) => each(this.heard));
  }
}

const shared = new WeakMap<Connection, Shared>();

/** Keeps `overview` of its host what it is now; undefined until it was heard. */
export class OverviewController implements ReactiveController {
  overview: Overview | undefined;
  error: unknown;
  connected = true;
  private end: (() => void) | undefined;
  private connection: Connection | undefined;

  constructor(private host: ReactiveControllerHost & { hass?: Hass }) {
    host.addController(this);
  }

  hostUpdate(): void {
    this.follow();
  }

  hostConnected(): void {
    this.follow();
  }

  hostDisconnected(): void {
    this.end?.();
    this.end = this.connection = undefined;
  }

  /** Asks again now, after an error. */
  retry(): void {
    if (this.connection) shared.get(this.connection)?.retry();
  }

  private follow(): void {
    const hass = this.host.hass;
    if (!hass || hass.connection === this.connection) return;
    this.end?.();
    this.connection = hass.connection;
    if (!shared.has(hass.connection)) shared.set(hass.connection, new Shared(hass));
    this.end = shared.get(hass.connection)?.listen((heard) => {
      Object.assign(this, heard);
      this.host.requestUpdate();
    });
  }
}
