/** "Check-up": what this installation leaves open, how bad each is, and what to do. */
import { LitElement, css, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import { checkUp, fix, type Finding, type Overview } from "../api";
import type { Hass } from "../hass";
import { say, sayError } from "../localize";
import { longDay } from "../moments";
import { follow } from "../navigate";
import { base } from "../styles";

const SEVERITIES = ["serious", "moderate", "minor"] as const;
const PLACES = [
  "originals",
  "www",
  "forwarding",
  "lowering",
  "assistants",
  "logins",
  "trusted_networks",
  "go2rtc",
  "logging",
  "backups",
  "log",
];

export class CheckUpPage extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        max-width: 800px;
        margin: 0 auto;
      }
      .top {
        display: flex;
        flex-wrap: wrap;
        gap: 12px;
        align-items: center;
        justify-content: space-between;
        margin-bottom: 16px;
      }
      h2 {
        margin: 24px 0 8px;
      }
      h2:focus {
        outline: none;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      .found li {
        padding: 16px;
        border-left: 4px solid var(--divider-color, #e0e0e0);
      }
      .found li + li {
        border-top: 1px solid var(--divider-color, #e0e0e0);
      }
      .serious li {
        border-left-color: var(--error-color, #db4437);
      }
      .moderate li {
        border-left-color: var(--warning-color, #ffa600);
      }
      .open {
        font-weight: var(--ha-font-weight-medium, 500);
      }
      li p {
        overflow-wrap: anywhere;
      }
      li p + p {
        margin-top: 4px;
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin-top: 12px;
        align-items: center;
      }
      a.button {
        display: inline-flex;
        align-items: center;
        min-height: 40px;
        padding: 0 16px;
        border-radius: 20px;
        border: 1px solid var(--divider-color, #e0e0e0);
        color: inherit;
        text-decoration: none;
      }
      .none {
        padding: 24px 16px;
      }
      .none li {
        list-style: disc;
        margin-left: 20px;
      }
      .none p + p {
        margin-top: 12px;
      }
      [role="alert"] {
        border-left: 4px solid var(--error-color, #db4437);
        padding-left: 12px;
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) overview!: Overview;
  @state() private findings: Finding[] | undefined;
  @state() private looking = false;
  @state() private error = "";
  @state() private fixing: string | undefined; // the id of a finding
  @state() private failed: { id: string; words: string } | undefined;
  @state() private fixed = false;
  @query(".status") private status!: HTMLElement;

  override willUpdate(): void {
    if (!this.hasUpdated) void this.look();
  }

  private look = async (): Promise<void> => {
    this.looking = true;
    this.fixed = false;
    this.failed = undefined;
    try {
      this.findings = await checkUp(this.hass);
      this.error = "";
    } catch (error) {
      this.error = await sayError(this.hass, error);
    } finally {
      this.looking = false;
    }
  };

  private async fix({ id }: Finding): Promise<void> {
    this.fixing = id;
    this.fixed = false;
    this.failed = undefined;
    try {
      this.findings = await fix(this.hass, id);
      this.fixed = true;
      // The button is gone with what it has mended: who goes by keyboard is not sent back to the beginning of the page.
      this.status.focus();
    } catch (error) {
      this.failed = { id, words: await sayError(this.hass, error) };
    } finally {
      this.fixing = undefined;
    }
  }

  override render() {
    const { hass, findings } = this;
    const status = this.looking ? say(hass, "check_up.looking") : this.fixed ? say(hass, "check_up.fixed") : "";
    return html`
      <div class="top">
        <p class="second">${say(hass, "check_up.intro")}</p>
        <button ?disabled=${this.looking || this.fixing !== undefined} @click=${this.look}>
          ${say(hass, "check_up.again")}
        </button>
      </div>
      <p class="status" role="status" tabindex="-1">${status}</p>
      ${this.error ? html`<p role="alert">${this.error}</p>` : nothing}
      ${findings?.length ? SEVERITIES.map((severity) => this.group(severity, findings)) : nothing}
      ${findings && !findings.length ? this.nothing() : nothing}
    `;
  }

  private nothing() {
    const { hass } = this;
    return html`<section class="card none">
      <p class="open">${say(hass, "check_up.none")}</p>
      <p>${say(hass, "check_up.looked")}</p>
      <ul>
        ${PLACES.map((place) => html`<li>${say(hass, `check_up.places.${place}`)}</li>`)}
      </ul>
    </section>`;
  }

  private group(severity: Finding["severity"], findings: Finding[]) {
    const rest = (finding: Finding) => severity === "minor" && !SEVERITIES.includes(finding.severity);
    const these = findings.filter((finding) => finding.severity === severity || rest(finding));
    if (!these.length) return nothing;
    return html`<section>
      <h2>${say(this.hass, `check_up.severity.${severity}`)}</h2>
      <ul class="card found ${severity}">
        ${these.map((finding) => this.finding(finding))}
      </ul>
    </section>`;
  }

  private finding(finding: Finding) {
    const { hass } = this;
    const { used, more } = finding.values;
    const failed = this.failed?.id === finding.id ? this.failed.words : "";
    return html`<li>
      <p class="open">${this.words(finding, "open")}</p>
      ${
        used === undefined
          ? nothing
          : html`<p class="second">
              ${used ? say(hass, "check_up.used", { day: longDay(hass, used) }) : say(hass, "check_up.used_never")}
            </p>`
      }
      ${Number(more) ? html`<p class="second">${say(hass, "check_up.more", { count: Number(more) })}</p>` : nothing}
      <p class="second">${this.words(finding, "do")}</p>
      ${this.actions(finding)} ${failed ? html`<p role="alert">${failed}</p>` : nothing}
    </li>`;
  }

  private words({ kind: told, values, severity }: Finding, what: "open" | "do"): string {
    const { hass } = this;
    // Of programs on its own machine go2rtc asks no password, whatever is set.
    const kind = severity === "moderate" ? told.replace(/^(go2rtc_\w+)_open$/, "$1_local") : told;
    const said: Record<string, string> = { ...values, kind };
    if (values.assistant) said.assistant = this.named("assistants", values.assistant);
    if (values.what) said.place = this.named("places", values.what);
    const key = `check_up.kinds.${kind}.${what}`;
    const words = say(hass, key, said);
    return words === key ? say(hass, `check_up.kinds.unknown.${what}`, said) : words;
  }

  /** The words for one of a list, or what it is called where there are none. */
  private named(list: string, value: string): string {
    const key = `check_up.${list}.${value.replace(".", "_")}`; // a dot would part a key
    const words = say(this.hass, key);
    return words === key ? value : words;
  }

  private actions(finding: Finding) {
    const { hass } = this;
    const { id, fix: what, may_fix: may, path } = finding;
    if (!may) {
      return html`<p class="second">${say(hass, `check_up.${hass.user?.is_admin ? "ask_owner" : "ask_admin"}`)}</p>`;
    }
    if (!what && !path) return nothing;
    const named = what ? this.named("fixes", what) : null;
    const label = named === what ? say(hass, "check_up.fixes.other") : named;
    return html`<div class="actions">
      ${
        what
          ? html`<button
              class="main"
              ?disabled=${this.fixing !== undefined || this.looking}
              @click=${() => this.fix(finding)}
            >
              ${this.fixing === id ? say(hass, "check_up.fixing") : label}
            </button>`
          : nothing
      }
      ${
        path && /^\/(?!\/)/.test(path)
          ? html`<a class="button" href=${path} @click=${follow}>${say(hass, "check_up.show")}</a>`
          : nothing
      }
    </div>`;
  }
}
