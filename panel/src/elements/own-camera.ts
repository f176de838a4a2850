/** One's own camera: its picture, its privacy and what that means now, who is watching, and what happened last. */
import { LitElement, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { setOn, setPrivate, setUpScene, stopScene, type OwnCamera, type Overview } from "../api";
import type { Hass } from "../hass";
import { say, sayError } from "../localize";
import { moreWords, nowWords } from "../now-words";
import { base } from "../styles";
import { cameraStyles } from "./camera-styles";
import type { Item } from "./menu";

const HOUR = 3600;
type Doing = "raising" | "lowering" | "turning" | "looking";

export class OwnCameraCard extends LitElement {
  static override styles = [base, cameraStyles];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) camera!: OwnCamera;
  @property({ attribute: false }) overview!: Overview;
  @state() private doing: Doing | undefined;
  @state() private wrong: string | undefined;

  private async change(doing: Doing, made: Promise<unknown>): Promise<void> {
    this.doing = doing;
    this.wrong = undefined;
    try {
      await made;
    } catch (error) {
      this.wrong = await sayError(this.hass, error);
    }
    this.doing = undefined;
  }

  private private_(on: boolean, seconds?: number): void {
    void this.change(on ? "raising" : "lowering", setPrivate(this.hass, this.camera.id, on, seconds));
  }

  private on(on: boolean): void {
    void this.change("turning", setOn(this.hass, this.camera.id, on));
  }

  private get items(): Item[] {
    const { hass, camera } = this;
    const item = (key: string, chosen: () => void): Item => ({ words: say(hass, `mine.menu.${key}`), chosen });
    const ends = [
      item("hour", () => this.private_(false, HOUR)),
      item("until", () => this.private_(false)),
    ];
    const open = camera.private_again === null ? ends.slice(0, 1) : ends;
    const privacy = camera.private ? ends : open;
    return [
      ...(camera.on ? privacy : []),
      camera.on ? item("turn_off", () => this.on(false)) : item("turn_on", () => this.on(true)),
      ...this.checking(item),
    ];
  }

  /** To have it checked, or not, that the picture is this camera's: what is rarely wanted. */
  private checking(item: (key: string, chosen: () => void) => Item): Item[] {
    const { hass, camera } = this;
    const doing = (made: () => Promise<unknown>) => () => void this.change("looking", made());
    switch (camera.scene.state) {
      case "off":
        return camera.on ? [item("check", doing(() => setUpScene(hass, camera.id)))] : [];
      case "known":
      case "begins":
      case "blank":
        return [item("uncheck", doing(() => stopScene(hass, camera.id)))];
      default:
        return [];
    }
  }

  override render() {
    const { hass, camera, doing } = this;
    const account = this.overview.accounts.find((each) => each.id === camera.account);
    return html`<article class="card" aria-labelledby="name">
      <dropcam-privacy-picture .hass=${hass} .camera=${camera} live></dropcam-privacy-picture>
      <div class="head">
        <h3 id="name">${camera.name}</h3>
        <dropcam-privacy-menu
          .label=${say(hass, "mine.menu.title", { camera: camera.name })}
          .items=${doing ? [] : this.items}
        ></dropcam-privacy-menu>
      </div>
      <div class="body">
        <div class="row">
          <span aria-hidden="true">${say(hass, "mine.privacy")}</span>
          <dropcam-privacy-switch
            .on=${camera.private}
            .busy=${doing !== undefined}
            .label=${say(hass, "mine.privacy_of", { camera: camera.name })}
            @wish=${(event: CustomEvent<{ on: boolean }>) => this.private_(event.detail.on)}
          ></dropcam-privacy-switch>
        </div>
        <p role="status">${doing ? say(hass, `mine.doing.${doing}`) : ""}</p>
        ${this.wrong ? html`<p role="alert">${this.wrong}</p>` : nothing}
        <div class="means">
          <p>${nowWords(hass, camera, account)}</p>
          ${moreWords(hass, camera).map((words) => html`<p class="second">${words}</p>`)}
        </div>
        <dropcam-privacy-scene .hass=${hass} .camera=${camera}></dropcam-privacy-scene>
        ${camera.on
          ? nothing
          : html`<div><button @click=${() => this.on(true)}>${say(hass, "mine.menu.turn_on")}</button></div>`}
        <dropcam-privacy-watchers
          class=${camera.watchers.length ? "more" : ""}
          .hass=${hass}
          .camera=${camera}
        ></dropcam-privacy-watchers>
        <dropcam-privacy-last
          class="more"
          .hass=${hass}
          .camera=${camera}
          .overview=${this.overview}
        ></dropcam-privacy-last>
      </div>
    </article>`;
  }
}
