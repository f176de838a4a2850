/** What this browser remembers of a log, and whether that is still in it. */
import { LitElement, css, html, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import type { Hass } from "../hass";
import { checkLog, rememberLog, type Found } from "../log-memory";
import { say, sayError } from "../localize";
import { moment } from "../moments";
import { base } from "../styles";

export class LogMemoryNote extends LitElement {
  static override styles = [
    base,
    css`
      .warning {
        padding: 16px;
        border-color: var(--error-color, #db4437);
        border-width: 2px;
      }
      .warning.unproved {
        border-color: var(--warning-color, #ffa600);
      }
      .warning p {
        margin: 8px 0 12px;
      }
      .warning h2 {
        font-weight: var(--ha-font-weight-medium, 500);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property() account = "";
  @state() private found: Found | undefined;
  @state() private error = "";
  private busy = false;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("account")) return;
    this.found = undefined;
    this.error = "";
    void this.check();
  }

  /** Looks again; what was found at the beginning of this visit is what is told, unless it has become worse. */
  async check(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const { account } = this;
    try {
      const found = await checkLog(this.hass, account);
      if (account !== this.account) return;
      if (!this.found || found.kind === "differs" || found.kind === "unproved") this.found = found;
      this.error = "";
    } catch (error) {
      if (account === this.account) this.error = await sayError(this.hass, error);
    } finally {
      this.busy = false;
      if (account !== this.account) void this.check();
    }
  }

  override render() {
    const { hass, found } = this;
    if (this.error) return html`<p role="alert">${this.error}</p>`;
    if (!found) return nothing;
    if (found.kind === "first" || found.kind === "nowhere") {
      return html`<p class="second">${say(hass, `happened.memory.${found.kind}`)}</p>`;
    }
    const { kind, since } = found as Extract<Found, { since: number }>;
    const words = say(hass, `happened.memory.${kind}`, { when: moment(hass, since) });
    if (kind === "same") return html`<p class="second">${words}</p>`;
    return html`
      <section class="card warning ${kind}" role="alert">
        <h2>${say(hass, `happened.memory.${kind}_title`)}</h2>
        <p>${words}</p>
        <div class="actions">
          <button @click=${() => this.want("export")}>${say(hass, "happened.tools.export")}</button>
          <button @click=${() => this.want("verify")}>${say(hass, "happened.tools.verify")}</button>
          <button @click=${this.known}>${say(hass, "happened.memory.known")}</button>
        </div>
      </section>
    `;
  }

  /** Asks the page for what helps to find out more: `export` or `verify`. */
  private want(what: "export" | "verify"): void {
    this.dispatchEvent(new CustomEvent("log-wanted", { detail: what }));
  }

  private async known(): Promise<void> {
    try {
      await rememberLog(this.hass, this.account);
      this.found = { kind: "first" };
    } catch (error) {
      this.error = await sayError(this.hass, error);
    }
  }
}
