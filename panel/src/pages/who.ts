import { LitElement, css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { people, type Account, type OwnCamera, type Overview, type Person } from "../api";
import { define } from "../define";
import { AccountSharing } from "../elements/account-sharing";
import { Allowances } from "../elements/allowances";
import { Confirm } from "../elements/confirm";
import { Lowerers } from "../elements/lowerers";
import { OriginalState } from "../elements/original";
import { PersonChip } from "../elements/person-chip";
import { SameViewers } from "../elements/same-viewers";
import { Sharing } from "../elements/sharing";
import { TimesEditor } from "../elements/times-editor";
import { Viewers } from "../elements/viewers";
import type { Hass } from "../hass";
import { say, sayError } from "../localize";
import { sharing } from "../sharing-styles";
import { base } from "../styles";

define("dropcam-privacy-account-sharing", AccountSharing);
define("dropcam-privacy-allowances", Allowances);
define("dropcam-privacy-confirm", Confirm);
define("dropcam-privacy-lowerers", Lowerers);
define("dropcam-privacy-original", OriginalState);
define("dropcam-privacy-person", PersonChip);
define("dropcam-privacy-same-viewers", SameViewers);
define("dropcam-privacy-sharing", Sharing);
define("dropcam-privacy-times", TimesEditor);
define("dropcam-privacy-viewers", Viewers);

/** Who may see one's own cameras: people and when, programs, and the originals. */
export class WhoPage extends LitElement {
  static override styles = [
    base,
    sharing,
    css`
      :host {
        display: grid;
        gap: 16px;
        max-width: 840px;
        margin: 0 auto;
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) overview!: Overview;
  @state() private people: Person[] | undefined;
  @state() private wrong = "";

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    this.wrong = "";
    try {
      this.people = await people(this.hass);
    } catch (error) {
      this.wrong = await sayError(this.hass, error);
    }
  }

  override render() {
    const { hass, overview } = this;
    const own = overview.cameras.filter((camera): camera is OwnCamera => camera.role === "owner");
    const accounts = overview.accounts.filter(({ id }) => own.some(({ account }) => account === id));
    return html`
      ${
        this.wrong
          ? html`<div class="wrong" role="alert">
              <p>${say(hass, "who.no_people", { why: this.wrong })}</p>
              <button class="plain again" @click=${this.load}>${say(hass, "who.again")}</button>
            </div>`
          : nothing
      }
      ${accounts.length ? nothing : html`<p class="second">${say(hass, "who.no_cameras")}</p>`}
      ${repeat(
        accounts,
        ({ id }) => id,
        (account) => this.account(account, own),
      )}
    `;
  }

  private account(account: Account, own: OwnCamera[]) {
    return html`
      <h2>${account.name}</h2>
      <dropcam-privacy-account-sharing
        .hass=${this.hass}
        .account=${account}
        .cameras=${own.filter((camera) => camera.account === account.id)}
        .people=${this.people}
      ></dropcam-privacy-account-sharing>
    `;
  }
}
