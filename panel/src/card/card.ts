/** The dashboard's card: a camera's picture, or why there is none; for its owners the switch, and who is watching. */
import { LitElement, html, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { setOn, setPrivate, type Account, type Camera, type OwnCamera } from "../api";
import type { Hass } from "../hass";
import { icon } from "../icons";
import { say, sayError } from "../localize";
import { moment } from "../moments";
import { follow } from "../navigate";
import { moreWords, nowWords } from "../now-words";
import { OverviewController } from "../overview";
import { base } from "../styles";
import { OURS, read, stub, type CardConfig } from "./config";
import { form } from "./editor";
import { look } from "./styles";
import { watching } from "./words";

export class PrivacyCard extends LitElement {
  static override styles = [base, look];
  static getConfigForm = form;
  static getStubConfig = stub;
  @property({ attribute: false }) hass!: Hass;
  /** Set by the picker and the editor: somebody is making a dashboard. */
  @property({ type: Boolean }) preview = false;
  /** Set by the view that the card is in. */
  @property({ reflect: true }) layout: string | undefined;
  @state() private config: CardConfig | undefined;
  @state() private busy = false;
  @state() private wrong = "";
  private heard = new OverviewController(this);

  /** Takes the configuration. Throws what is wrong with it. */
  setConfig(config: Partial<CardConfig>): void {
    this.config = read(config);
    this.wrong = "";
  }

  /** How tall it is in a masonry view, in units of 50 px. */
  getCardSize(): number {
    return 5;
  }

  getGridOptions() {
    return { columns: 12, rows: "auto", min_columns: 4, min_rows: 3 };
  }

  override shouldUpdate(_: PropertyValues<this>): boolean {
    return Boolean(this.hass && this.config);
  }

  private get camera(): Camera | undefined {
    return this.heard.overview?.cameras.find((camera) => camera.entity_id === this.config?.entity);
  }

  private get name(): string {
    const entity = this.config?.entity ?? "";
    const friendly = this.hass.states[entity]?.attributes.friendly_name;
    return this.config?.name || this.camera?.name || (typeof friendly === "string" && friendly) || entity;
  }

  override render() {
    const { camera } = this;
    const owned = camera?.role === "owner" && this.config?.controls !== false ? (camera as OwnCamera) : undefined;
    return html`<section class="card" aria-label=${this.name}>
      <div class="sight">${camera ? this.picture(camera) : this.stranger()}</div>
      ${owned ? this.controls(owned) : this.plain(camera)}
    </section>`;
  }

  private picture(camera: Camera) {
    const live = this.config?.live !== false && !this.preview;
    return html`<dropcam-privacy-picture
      fill
      .hass=${this.hass}
      .camera=${camera}
      .live=${live}
    ></dropcam-privacy-picture>`;
  }

  /** What somebody sees to whom the camera is not told; it is a moment before that is known. */
  private stranger() {
    const known = this.heard.overview || this.heard.error;
    return html`<div class="calm">${icon("shield")}<p>${known ? this.why : ""}</p></div>`;
  }

  /** Whoever makes a dashboard also reads what may be wrong with it. */
  private get why(): string {
    const entity = this.config?.entity ?? "";
    const { entities, states } = this.hass;
    const ours = entities ? entities[entity]?.platform === OURS : entity in states;
    if (ours || !this.preview) return say(this.hass, "card.private");
    return say(this.hass, entity in states ? "card.not_guarded" : "card.unknown", { entity });
  }

  private plain(camera: Camera | undefined) {
    const { hass } = this;
    const looks = camera?.role === "viewer" && camera.may_look === "granted";
    return html`<div class="row">
      <div class="words">
        <h3>${this.name}</h3>
        ${looks && camera.until !== null
          ? html`<p class="second">${say(hass, "mine.seen.until", { time: moment(hass, camera.until) })}</p>`
          : nothing}
        ${looks ? html`<p class="second">${say(hass, "mine.seen.logged")}</p>` : nothing}
      </div>
    </div>`;
  }

  private controls(camera: OwnCamera) {
    const { hass } = this;
    const account = this.heard.overview?.accounts.find((each) => each.id === camera.account);
    const others = watching(hass, camera.watchers);
    const words = [nowWords(hass, camera, account), ...moreWords(hass, camera)];
    return html`
      <div class="row">
        <div class="words">
          <h3>${this.name}</h3>
          ${words.map((each) => html`<p class="second">${each}</p>`)}
        </div>
        ${camera.on ? this.privacy(camera) : this.turnOn(camera)}
      </div>
      <p class="line wrong" role="alert" ?hidden=${!this.wrong}>${this.wrong}</p>
      <p class="line" role="status" ?hidden=${!others}>${icon("eye")}<span>${others}</span></p>
      ${account?.waiting ? this.waiting(account) : nothing}
    `;
  }

  private privacy(camera: OwnCamera) {
    const { hass } = this;
    const wish = (event: CustomEvent<{ on: boolean }>) =>
      this.change(() => setPrivate(hass, camera.id, event.detail.on));
    return html`<div class="switch">
      <span aria-hidden="true">${say(hass, "mine.privacy")}</span>
      <dropcam-privacy-switch
        .on=${camera.private}
        .busy=${this.busy}
        .label=${say(hass, "mine.privacy_of", { camera: this.name })}
        @wish=${wish}
      ></dropcam-privacy-switch>
    </div>`;
  }

  private turnOn(camera: OwnCamera) {
    return html`<button ?disabled=${this.busy} @click=${() => this.change(() => setOn(this.hass, camera.id, true))}>
      ${say(this.hass, "card.turn_on")}
    </button>`;
  }

  /** The switch goes on showing what is so: the overview says when it is otherwise. */
  private async change(send: () => Promise<null>): Promise<void> {
    this.busy = true;
    this.wrong = "";
    try {
      await send();
    } catch (error) {
      this.wrong = await sayError(this.hass, error);
    }
    this.busy = false;
  }

  private waiting(account: Account) {
    return html`<p class="line">
      <a href="/dropcam-privacy/waiting" @click=${follow}
        >${say(this.hass, "card.waiting", { count: account.waiting })}</a
      >
    </p>`;
  }
}
