/**
 * A camera's picture: a still that is fetched anew every ten seconds, or a live one, while it is on the screen.
 *
 * Whatever is shown is let go of when it leaves the screen, when its tab is hidden, and when it may no longer be looked
 * at. A picture that is missing is said to be missing: an old one does not stand in for it.
 */
import { LitElement, html, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Camera } from "../api";
import type { Hass } from "../hass";
import { icon, type Icon } from "../icons";
import { say } from "../localize";
import { base } from "../styles";
import { pause, places } from "./live";
import { pictureStyles } from "./picture-styles";
import { play } from "./players";
import { still } from "./still";

const ANEW = 10_000;
const FIRST_WAIT = 2000;
const MOST_WAIT = 60_000;
const AWAKE = 120_000; // for how long a camera that sleeps is kept awake by a tap
const ICONS: Record<string, Icon> = {
  privacy_on: "shield",
  camera_off: "off",
  not_now: "clock",
  refused: "shield",
  held: "eye",
};

export class Picture extends LitElement {
  static override styles = [base, pictureStyles];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) camera!: Camera;
  @property({ type: Boolean }) live = false;
  @state() private onScreen = false;
  @state() private tapped = false;
  @state() private shown: "nothing" | "still" | "video" | "image" = "nothing";
  @state() private failed = false;
  @query("img.still") private stillImage!: HTMLImageElement;
  @query("img.stream") private streamImage!: HTMLImageElement;
  @query("video") private video!: HTMLVideoElement;
  private run: AbortController | undefined;
  private running = ""; // what it shows, and how
  private observer: IntersectionObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.follow);
    this.observer = new IntersectionObserver(([entry]) => (this.onScreen = entry?.isIntersecting ?? false));
    this.observer.observe(this);
    this.follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.follow);
    this.observer?.disconnect();
    this.onScreen = false;
    this.end();
  }

  /** Why there can be no picture now. */
  private get why(): string | undefined {
    const { may_look: reason, entity_id: entity, available } = this.camera;
    if (reason !== "granted") return reason;
    return entity && available ? undefined : "unavailable";
  }

  private get sleeps(): boolean {
    return this.camera.picture === "on_tap" && !this.tapped;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("camera") as Camera | undefined;
    if ((before && before.id !== this.camera.id) || this.why || !this.onScreen) this.tapped = false;
  }

  protected override updated(): void {
    this.follow();
  }

  /** Begins or ends what should be running now. */
  private follow = (): void => {
    if (!this.hasUpdated) return;
    const seen = this.isConnected && this.onScreen && !document.hidden;
    const wanted = seen && !this.why && !this.sleeps;
    const live = this.live && this.camera.picture !== "still";
    const what = wanted ? `${this.camera.entity_id} ${live ? "live" : "still"}` : "";
    if (what === this.running) return;
    this.end();
    this.running = what;
    if (!what) return;
    this.run = new AbortController();
    const { signal } = this.run;
    void this.stills(this.camera.entity_id, signal);
    if (live) void this.lives(this.camera.entity_id, signal);
    if (this.camera.picture === "on_tap") void pause(AWAKE, signal).then(() => signal.aborted || (this.tapped = false));
  };

  private end(): void {
    this.run?.abort();
    this.run = undefined;
    this.running = "";
    this.failed = false;
    this.clear();
  }

  private clear(): void {
    this.shown = "nothing";
    this.holdStill(undefined);
  }

  private holdStill(blob: Blob | undefined): void {
    const image = this.stillImage as HTMLImageElement | null;
    if (!image) return;
    if (image.src) URL.revokeObjectURL(image.src);
    if (blob) image.src = URL.createObjectURL(blob);
    else image.removeAttribute("src");
  }

  private async stills(entity: string, signal: AbortSignal): Promise<void> {
    for (let wait = FIRST_WAIT; !signal.aborted; ) {
      const live = () => this.shown === "video" || this.shown === "image";
      try {
        if (!live()) {
          const width = Math.min(1280, Math.max(320, Math.ceil(this.clientWidth * devicePixelRatio)));
          const blob = await still(this.hass, entity, width, signal);
          if (!live()) {
            this.holdStill(blob);
            this.shown = "still";
          }
        }
        this.failed = false;
        wait = FIRST_WAIT;
        await pause(ANEW, signal);
      } catch {
        if (signal.aborted) return;
        if (!live()) {
          this.clear();
          this.failed = true;
        }
        await pause(wait, signal);
        wait = Math.min(2 * wait, MOST_WAIT);
      }
    }
  }

  private async lives(entity: string, signal: AbortSignal): Promise<void> {
    for (let wait = FIRST_WAIT; !signal.aborted; wait = Math.min(2 * wait, MOST_WAIT)) {
      const giveBack = await places.take(signal);
      if (!giveBack) return;
      const { video, streamImage: image } = this;
      const shows = (on: "video" | "image") => {
        this.shown = on;
        this.failed = false;
        this.holdStill(undefined);
        wait = FIRST_WAIT;
      };
      try {
        await play(this.hass, entity, { video, image, shows }, signal);
      } catch (error) {
        if (signal.aborted) return;
        console.debug("dropcam-privacy: the live picture has ended", error);
        if (this.shown !== "still") this.clear();
      } finally {
        giveBack();
      }
      await pause(wait, signal);
    }
  }

  override render() {
    const { hass, camera, shown, why } = this;
    const nothingYet = shown === "nothing" && !why && !this.sleeps;
    return html`
      <div class="frame" aria-busy=${nothingYet && !this.failed ? "true" : "false"}>
        <img class="still" alt=${say(hass, "mine.picture_of", { camera: camera.name })} ?hidden=${shown !== "still"} />
        <img class="stream" alt=${say(hass, "mine.live_of", { camera: camera.name })} ?hidden=${shown !== "image"} />
        <video
          muted
          autoplay
          playsinline
          disablepictureinpicture
          .muted=${true}
          aria-label=${say(hass, "mine.live_of", { camera: camera.name })}
          ?hidden=${shown !== "video"}
        ></video>
        ${shown === "video" || shown === "image"
          ? html`<span class="live"><span class="dot"></span>${say(hass, "mine.live")}</span>`
          : nothing}
        ${why ? this.words(ICONS[why] ?? "lost", why) : nothing}
        ${!why && this.sleeps ? this.asleep() : nothing}
        ${nothingYet && this.failed ? this.words("lost", "no_picture") : nothing}
        ${nothingYet && !this.failed ? html`<span class="coming"></span>` : nothing}
      </div>
    `;
  }

  private words(name: Icon, why: string) {
    const more = say(this.hass, `mine.why.${why}_more`);
    return html`<div class="words">
      ${icon(name)}
      <p class="title">${say(this.hass, `mine.why.${why}`)}</p>
      ${more.startsWith("mine.") ? nothing : html`<p>${more}</p>`}
    </div>`;
  }

  private asleep() {
    return html`<div class="words">
      ${icon("sleep")}
      <p>${say(this.hass, "mine.sleeps")}</p>
      <button @click=${() => (this.tapped = true)}>${say(this.hass, "mine.wake")}</button>
    </div>`;
  }
}
