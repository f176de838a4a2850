import { LitElement, css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { setAssistants, type Account, type OwnCamera, type Person } from "../api";
import { Changing } from "../changing";
import type { Hass } from "../hass";
import { say } from "../localize";
import { sharing } from "../sharing-styles";
import { base } from "../styles";
import { toggleRow, toggleStyles } from "./toggle";

/** An account: whose it is, whether assistants may use its cameras at all, and its cameras. */
export class AccountSharing extends LitElement {
  static override styles = [
    base,
    sharing,
    toggleStyles,
    css`
      :host {
        display: grid;
        gap: 12px;
      }
      .card {
        padding: 8px 16px;
      }
      .owners {
        display: flex;
        flex-wrap: wrap;
        gap: 0 24px;
      }
      .owners .person {
        flex-wrap: nowrap;
      }
      .owners .words {
        flex-basis: auto;
      }
      .toggle {
        margin-top: 8px;
        border-top: 1px solid var(--divider-color, #e0e0e0);
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) account!: Account;
  @property({ attribute: false }) cameras: OwnCamera[] = [];
  @property({ attribute: false }) people: Person[] | undefined;
  private changing = new Changing<boolean>(this, {
    hass: () => this.hass,
    heard: () => ({ value: this.account.assistants, of: this.account }),
    send: (on) => setAssistants(this.hass, this.account.id, on),
    said: (on) => on,
  });

  override render() {
    const { hass, account, changing } = this;
    const on = changing.value;
    return html`
      ${account.loaded ? nothing : html`<p class="warning">${say(hass, "who.not_loaded")}</p>`}
      <div class="card">
        <ul class="owners" aria-label=${say(hass, "who.owners")}>
          ${account.owners.map((owner) => this.owner(owner))}
        </ul>
        <p class="second">${say(hass, "who.owners_hint", { count: account.owners.length })}</p>
        ${toggleRow({
          id: "assistants",
          label: say(hass, "who.assistants"),
          hint: say(hass, "who.assistants_hint"),
          on,
          pending: changing.pending("assistants") ? say(hass, on ? "who.pending" : "who.taken") : undefined,
          wrong: changing.why("assistants"),
          changed: (wanted) => void changing.change("assistants", () => wanted),
        })}
      </div>
      ${repeat(
        this.cameras,
        ({ id }) => id,
        (camera) =>
          html`<dropcam-privacy-sharing
            .hass=${hass}
            .camera=${camera}
            .account=${account}
            .people=${this.people}
            ?open=${this.cameras.length === 1}
          ></dropcam-privacy-sharing>`,
      )}
      <dropcam-privacy-same-viewers .hass=${hass} .cameras=${this.cameras}></dropcam-privacy-same-viewers>
    `;
  }

  private owner({ id, name }: Person) {
    const { hass } = this;
    return html`<li class="person">
      <dropcam-privacy-person .hass=${hass} .user=${id} .name=${name}></dropcam-privacy-person>
      <div class="words">
        <div>${name}</div>
        <div class="second">${say(hass, id === hass.user?.id ? "who.owner_you" : "who.owner")}</div>
      </div>
    </li>`;
  }
}
