import { LitElement, css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import type { Overview } from "../api";
import { define } from "../define";
import { Confirm } from "../elements/confirm";
import { WaitingItems } from "../elements/waiting-list";
import type { Hass } from "../hass";
import { say } from "../localize";
import { base } from "../styles";

define("dropcam-privacy-confirm", Confirm);
define("dropcam-privacy-waiting-items", WaitingItems);

/** What somebody else entered, and waits until an owner answers. */
export class WaitingPage extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: 24px;
        max-width: 840px;
        margin: 0 auto;
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) overview!: Overview;

  override render() {
    const { hass } = this;
    return html`
      <p class="second">${say(hass, "waiting.hint")}</p>
      ${this.overview.accounts.length ? nothing : html`<p>${say(hass, "waiting.nothing")}</p>`}
      ${repeat(
        this.overview.accounts,
        ({ id }) => id,
        (account) =>
          html`<dropcam-privacy-waiting-items .hass=${hass} .account=${account}></dropcam-privacy-waiting-items>`,
      )}
    `;
  }
}
