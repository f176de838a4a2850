/** Somebody else's camera that one may look at: its picture or why there is none, until when, and that it is logged. */
import { LitElement, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import type { CameraSeen } from "../api";
import type { Hass } from "../hass";
import { say } from "../localize";
import { moment } from "../moments";
import { base } from "../styles";
import { cameraStyles } from "./camera-styles";

export class SeenCameraCard extends LitElement {
  static override styles = [base, cameraStyles];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) camera!: CameraSeen;

  override render() {
    const { hass, camera } = this;
    const may = camera.may_look === "granted";
    return html`<article class="card" aria-labelledby="name">
      <dropcam-privacy-picture .hass=${hass} .camera=${camera} live></dropcam-privacy-picture>
      <div class="head"><h3 id="name">${camera.name}</h3></div>
      <div class="body">
        ${may && camera.until !== null
          ? html`<p>${say(hass, "mine.seen.until", { time: moment(hass, camera.until) })}</p>`
          : nothing}
        ${may ? html`<p class="second">${say(hass, "mine.seen.logged")}</p>` : nothing}
      </div>
    </article>`;
  }
}
