/** The overview, heard once for all elements of a window, for as long as one of them is on the page. */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { subscribeOverview, type Overview } from "./api";
import type { Connection, Hass } from "./hass";

type Listener = (overview: Overview | undefined) => void;

class Shared {
  private listeners = new Set<Listener>();
  private ending: Promise<(() => Promise<void>) | undefined> | undefined;
  private last: Overview | undefined;

  constructor(private hass: Hass) {}

  listen(listener: Listener): () => void {
    this.listeners.add(listener);
    if (this.last) listener(this.last);
    this.ending ??= subscribeOverview(this.hass, (overview) => {
      this.last = overview;
      this.listeners.forEach((each) => each(overview));
    }).catch((error: unknown) => {
      console.error("dropcam-privacy: no overview", error);
      this.ending = undefined;
      return undefined;
    });
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size) return;
      void this.ending?.then((end) => end?.());
      this.ending = this.last = undefined;
    };
  }
}

const shared = new WeakMap<Connection, Shared>();

/** Keeps `overview` of its host what it is now; undefined until it was heard. */
export class OverviewController implements ReactiveController {
  overview: Overview | undefined;
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

  private follow(): void {
    const hass = this.host.hass;
    if (!hass || hass.connection === this.connection) return;
    this.end?.();
    this.connection = hass.connection;
    if (!shared.has(hass.connection)) shared.set(hass.connection, new Shared(hass));
    this.end = shared.get(hass.connection)?.listen((overview) => {
      this.overview = overview;
      this.host.requestUpdate();
    });
  }
}
