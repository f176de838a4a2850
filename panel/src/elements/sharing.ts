import { LitElement, css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import type { Account, OwnCamera, Person } from "../api";
import type { Hass } from "../hass";
import { list, say } from "../localize";
import { sharing } from "../sharing-styles";
import { base } from "../styles";

/** Says in one sentence whom owners let look at a camera, while privacy is off. */
export const sayShared = (hass: Hass, camera: OwnCamera, owners: number): string => {
  const names = camera.viewers.map(({ name }) => name);
  const programs = camera.allow.length ? "_programs" : "";
  if (!names.length) return say(hass, programs ? "who.sum.programs" : owners > 1 ? "who.sum.owners" : "who.sum.you");
  if (names.length > 3) return say(hass, `who.sum.many${programs}`, { count: names.length });
  return say(hass, `who.sum.people${programs}`, { names: list(hass, names) });
};

/** All that a camera's owner decides about who may see it; closed, it is one sentence. */
export class Sharing extends LitElement {
  static override styles = [
    base,
    sharing,
    css`
      :host {
        display: block;
      }
      h3 {
        margin: 0;
      }
      .head {
        display: flex;
        align-items: center;
        gap: 16px;
        width: 100%;
        min-height: 72px;
        padding: 12px 16px;
        border: none;
        border-radius: var(--ha-card-border-radius, 12px);
        text-align: start;
        font-weight: var(--ha-font-weight-normal, 400);
      }
      .head:focus-visible {
        outline-offset: -2px;
      }
      .head > span {
        flex: 1;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .head .name {
        display: block;
        font-size: var(--ha-font-size-l, 16px);
        font-weight: var(--ha-font-weight-medium, 500);
      }
      .head .second {
        display: block;
        font-size: var(--ha-font-size-m, 14px);
      }
      svg {
        flex: none;
        width: 24px;
        height: 24px;
        fill: currentColor;
        transition: transform 0.15s;
      }
      [aria-expanded="true"] svg {
        transform: rotate(180deg);
      }
      .head > .private {
        flex: none;
        padding: 2px 12px;
        border-radius: 12px;
        font-size: var(--ha-font-size-m, 14px);
        background: color-mix(in srgb, var(--primary-color, #009ac7) 16%, transparent);
      }
      .body {
        padding: 0 16px 16px;
      }
      section {
        padding-top: 16px;
      }
      section + section {
        margin-top: 16px;
        border-top: 1px solid var(--divider-color, #e0e0e0);
      }
      h4 {
        margin: 0 0 4px;
        font-size: var(--ha-font-size-l, 16px);
        font-weight: var(--ha-font-weight-medium, 500);
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) camera!: OwnCamera;
  @property({ attribute: false }) account!: Account;
  @property({ attribute: false }) people: Person[] | undefined;
  @property({ type: Boolean }) open = false;

  override render() {
    const { hass, camera, open } = this;
    return html`
      <div class="card">
        <h3>
          <button
            class="head"
            aria-expanded=${open ? "true" : "false"}
            aria-controls="body"
            @click=${() => (this.open = !open)}
          >
            <span>
              <span class="name">${camera.name}</span>
              <span class="second">${sayShared(hass, camera, this.account.owners.length)}</span>
            </span>
            ${camera.private ? html`<span class="private">${say(hass, "who.private")}</span>` : nothing}
            <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M7.4 8.6 12 13.2l4.6-4.6L18 10l-6 6-6-6z" /></svg>
          </button>
        </h3>
        <div class="body" id="body" ?hidden=${!open}>${open ? this.body() : nothing}</div>
      </div>
    `;
  }

  private body() {
    const { hass, camera, account } = this;
    return html`
      ${camera.private ? html`<p class="note">${say(hass, "who.private_now")}</p>` : nothing}
      <section>
        <h4>${say(hass, "who.people")}</h4>
        <p class="second">${say(hass, "who.people_hint")}</p>
        <dropcam-privacy-viewers
          .hass=${hass}
          .camera=${camera}
          .owners=${account.owners}
          .people=${this.people}
        ></dropcam-privacy-viewers>
      </section>
      <section>
        <h4>${say(hass, "who.programs")}</h4>
        <p class="second">${say(hass, "who.programs_hint")}</p>
        <dropcam-privacy-allowances .hass=${hass} .camera=${camera} .account=${account}></dropcam-privacy-allowances>
      </section>
      ${
        camera.original
          ? html`<section>
              <h4>${say(hass, "who.original.title")}</h4>
              <dropcam-privacy-original .hass=${hass} .camera=${camera}></dropcam-privacy-original>
            </section>`
          : nothing
      }
    `;
  }
}
