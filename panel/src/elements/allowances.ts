import { LitElement, css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import { setAllow, type Account, type Allowance, type OwnCamera } from "../api";
import { Changing } from "../changing";
import type { Hass } from "../hass";
import { say } from "../localize";
import { sharing } from "../sharing-styles";
import { base } from "../styles";
import { toggleRow, toggleStyles } from "./toggle";

const ALLOWANCES: Allowance[] = ["automations", "automations_lower", "assistants", "integrations", "ai"];

/** What programs may do with a camera: a switch for each, and a sentence about what it can do then. */
export class Allowances extends LitElement {
  static override styles = [
    base,
    sharing,
    toggleStyles,
    css`
      .row + .row {
        border-top: 1px solid var(--divider-color, #e0e0e0);
      }
      .note {
        margin-bottom: 12px;
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) camera!: OwnCamera;
  @property({ attribute: false }) account!: Account;
  private changing = new Changing<Allowance[]>(this, {
    hass: () => this.hass,
    heard: () => ({ value: this.camera.allow, of: this.camera }),
    send: (allow) => setAllow(this.hass, this.camera.id, allow),
    said: (allow) => [...allow].sort(),
  });

  override render() {
    return html`${ALLOWANCES.map((what) => this.row(what))}`;
  }

  private row(what: Allowance) {
    const { hass, changing } = this;
    const on = changing.value.includes(what);
    return html`<div class="row">
      ${toggleRow({
        id: what,
        label: say(hass, `who.allow.${what}`),
        hint: say(hass, `who.allow.${what}_hint`),
        on,
        pending: changing.pending(what) ? say(hass, on ? "who.pending" : "who.taken") : undefined,
        wrong: changing.why(what),
        changed: (wanted) =>
          void changing.change(what, (allow) => [...allow.filter((each) => each !== what), ...(wanted ? [what] : [])]),
      })}
      ${
        what === "assistants" && on && !this.account.assistants
          ? html`<p class="note">${say(hass, "who.assistants_blocked")}</p>`
          : nothing
      }
      ${
        what === "automations_lower" && this.camera.allow.includes(what)
          ? html`<dropcam-privacy-lowerers .hass=${hass} .camera=${this.camera}></dropcam-privacy-lowerers>`
          : nothing
      }
    </div>`;
  }
}
