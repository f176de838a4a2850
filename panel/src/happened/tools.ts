/** What an owner can do with a whole log: keep it for so many days, take it out as a file, check every entry. */
import { LitElement, css, html, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { keepLog, logState, verifyLog, type LogState, type Verified } from "../api";
import type { Hass } from "../hass";
import { say, sayError } from "../localize";
import { dayName } from "../moments";
import { base } from "../styles";

const LEAST = 7;
const MOST = 3650;

export class LogTools extends LitElement {
  static override styles = [
    base,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        gap: 0 12px;
      }
      label {
        flex-basis: 100%;
      }
      input {
        width: 120px;
      }
      .line {
        margin-top: 16px;
      }
      [role="alert"],
      .wrong {
        border-left: 4px solid var(--error-color, #db4437);
        padding-left: 12px;
      }
      dl {
        margin: 8px 0 0;
      }
      dt {
        font-weight: var(--ha-font-weight-medium, 500);
      }
      dd {
        margin: 0 0 8px;
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property() account = "";
  @state() private log: LogState | undefined;
  @state() private typed: number | undefined; // days, as long as they are not saved
  @state() private kept = false;
  @state() private verified: Verified | "busy" | undefined;
  @state() private errors: { log?: string; keep?: string; export?: string; verify?: string } = {};
  @query("input") private input!: HTMLInputElement;

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("account")) return;
    this.log = this.typed = this.verified = undefined;
    this.kept = false;
    this.errors = {};
    void this.read();
  }

  /** Asks for the state of the log again. */
  async read(): Promise<void> {
    const { account } = this;
    await this.try("log", async () => {
      const log = await logState(this.hass, account);
      if (account === this.account) this.log = log;
    });
  }

  private async try(what: keyof LogTools["errors"], work: () => Promise<void>): Promise<void> {
    const { account } = this;
    try {
      await work();
      this.errors = { ...this.errors, [what]: undefined };
    } catch (error) {
      const words = await sayError(this.hass, error);
      if (account === this.account) this.errors = { ...this.errors, [what]: words };
    }
  }

  override render() {
    const { hass, log } = this;
    const days = this.typed ?? log?.days;
    return html`
      ${log?.logged === false ? html`<p role="alert">${say(hass, "happened.not_logged")}</p>` : nothing}
      ${log ? html`<p class="second">${this.size(log)}</p>` : nothing} ${this.error("log")}
      <form class="line" @submit=${this.keep}>
        <label for="days">${say(hass, "happened.tools.days", { least: LEAST, most: MOST })}</label>
        <input
          id="days"
          type="number"
          required
          min=${LEAST}
          max=${MOST}
          step="1"
          .value=${days === undefined ? "" : String(days)}
          ?disabled=${!log}
          @input=${this.type}
        />
        <button ?disabled=${!log || this.typed === undefined}>${say(hass, "happened.tools.keep")}</button>
      </form>
      ${
        log && this.typed !== undefined && this.typed >= LEAST && this.typed < log.days
          ? html`<p class="second">${say(hass, "happened.tools.shorter", { count: this.typed })}</p>`
          : nothing
      }
      <p role="status" class="second">${this.kept ? say(hass, "happened.tools.kept") : ""}</p>
      ${this.error("keep")}
      <div class="line">
        <button @click=${this.export}>${say(hass, "happened.tools.export")}</button>
        <p class="second">${say(hass, "happened.tools.export_explained")}</p>
        ${this.error("export")}
      </div>
      <div class="line">
        <button ?disabled=${this.verified === "busy"} @click=${this.verify}>
          ${say(hass, "happened.tools.verify")}
        </button>
        <div role="status">${this.result()}</div>
        ${this.error("verify")}
      </div>
    `;
  }

  private error(what: keyof LogTools["errors"]) {
    return this.errors[what] ? html`<p role="alert">${this.errors[what]}</p>` : nothing;
  }

  private size(log: LogState): string {
    if (log.since === null) return say(this.hass, "happened.tools.size_none");
    return say(this.hass, "happened.tools.size", { count: log.rows, since: dayName(this.hass, log.since) });
  }

  private result() {
    const { hass, verified } = this;
    if (verified === undefined) return nothing;
    if (verified === "busy") return html`<p class="second">${say(hass, "happened.tools.verifying")}</p>`;
    if (!verified.parts.length) return html`<p>${say(hass, "happened.verified.empty")}</p>`;
    return html`<dl>
      ${verified.parts.map(({ part, first, last, wrong }) => {
        const key = wrong ? wrong.fault : last < first ? "empty" : "whole";
        const words = say(hass, `happened.verified.${key}`, { row: wrong?.row ?? 0, first, last });
        return html`<dt>${say(hass, `happened.parts.${part}`)}</dt>
          <dd class=${wrong ? "wrong" : ""}>${words}</dd>`;
      })}
    </dl>`;
  }

  private type(): void {
    const days = this.input.valueAsNumber;
    this.kept = false;
    this.typed = Number.isInteger(days) ? days : 0;
  }

  private async keep(event: Event): Promise<void> {
    event.preventDefault();
    const days = this.typed;
    if (days === undefined || !this.input.reportValidity()) return;
    await this.try("keep", async () => {
      await keepLog(this.hass, this.account, days);
      if (this.log) this.log = { ...this.log, days };
      if (this.typed === days) this.typed = undefined;
      this.kept = true;
    });
  }

  /** Takes the whole log out as a file. */
  async export(): Promise<void> {
    await this.try("export", async () => {
      const path = `/api/dropcam_privacy/log/${encodeURIComponent(this.account)}`;
      const signed = await this.hass.callWS<{ path: string }>({ type: "auth/sign_path", path });
      const link = document.createElement("a");
      link.href = this.hass.hassUrl(signed.path);
      link.download = "dropcam-privacy-log.jsonl";
      document.body.append(link); // some browsers only follow what is in the page
      link.click();
      link.remove();
    });
  }

  /** Checks every entry. */
  async verify(): Promise<void> {
    const { account } = this;
    this.verified = "busy";
    await this.try("verify", async () => {
      const verified = await verifyLog(this.hass, account);
      if (account === this.account) this.verified = verified;
    });
    if (this.verified === "busy") this.verified = undefined;
  }
}
