/** The page: its heading, its tabs, and the one that is open. Where that is stands in the address. */
import { LitElement, css, html, nothing, type PropertyValues } from "lit";
import { property } from "lit/decorators.js";
import type { Overview } from "./api";
import type { Hass, Route } from "./hass";
import { say } from "./localize";
import { OverviewController } from "./overview";
import { base } from "./styles";

const TABS = ["mine", "who", "waiting", "happened", "check_up"] as const;
type Tab = (typeof TABS)[number];

export class Panel extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        min-height: 100%;
        background: var(--primary-background-color, #fafafa);
      }
      header {
        display: flex;
        align-items: center;
        min-height: var(--header-height, 56px);
        padding: 0 12px;
        background: var(--app-header-background-color, var(--primary-color));
        color: var(--app-header-text-color, #fff);
      }
      header h1 {
        font-size: var(--ha-font-size-xl, 20px);
        padding-left: 12px;
      }
      nav {
        display: flex;
        overflow-x: auto;
        border-bottom: 1px solid var(--divider-color, #e0e0e0);
        background: var(--card-background-color, #fff);
      }
      nav button {
        border: none;
        border-radius: 0;
        min-height: 48px;
        white-space: nowrap;
        border-bottom: 2px solid transparent;
      }
      nav button[aria-current] {
        border-bottom-color: var(--primary-color);
        color: var(--primary-color);
      }
      .badge {
        background: var(--error-color, #db4437);
        color: #fff;
        border-radius: 10px;
        padding: 0 6px;
        margin-left: 6px;
        font-size: 12px;
      }
      main {
        max-width: 1200px;
        margin: 0 auto;
        padding: 16px;
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ type: Boolean }) narrow = false;
  @property({ attribute: false }) route: Route = { prefix: "/dropcam-privacy", path: "" };
  private heard = new OverviewController(this);

  private get tab(): Tab {
    const word = this.route.path.split("/")[1]?.replaceAll("-", "_");
    return TABS.find((tab) => tab === word) ?? "mine";
  }

  private open(tab: Tab): void {
    history.pushState(null, "", `${this.route.prefix}/${tab.replaceAll("_", "-")}`);
    window.dispatchEvent(new CustomEvent("location-changed", { detail: { replace: false } }));
  }

  override shouldUpdate(changed: PropertyValues<this>): boolean {
    return Boolean(this.hass) || changed.has("hass");
  }

  override render() {
    const { overview } = this.heard;
    return html`
      <header>
        ${this.narrow
          ? html`<button class="plain" aria-label=${say(this.hass, "common.menu")} @click=${this.menu}>☰</button>`
          : nothing}
        <h1>${say(this.hass, "common.title")}</h1>
      </header>
      ${overview ? this.body(overview) : nothing}
    `;
  }

  private menu(): void {
    this.dispatchEvent(new CustomEvent("hass-toggle-menu", { bubbles: true, composed: true }));
  }

  private body(overview: Overview) {
    const tabs = overview.accounts.length ? TABS : [];
    const waiting = overview.accounts.reduce((sum, account) => sum + account.waiting, 0);
    return html`
      ${tabs.length
        ? html`<nav>
            ${tabs.map(
              (tab) => html`<button aria-current=${this.tab === tab ? "page" : nothing} @click=${() => this.open(tab)}>
                ${say(this.hass, `common.${tab}`)}${tab === "waiting" && waiting
                  ? html`<span class="badge">${waiting}</span>`
                  : nothing}
              </button>`,
            )}
          </nav>`
        : nothing}
      <main>${this.page(tabs.length ? this.tab : "mine", overview)}</main>
    `;
  }

  private page(tab: Tab, overview: Overview) {
    const { hass } = this;
    if (overview.may_set_up && !overview.any) {
      return html`<dropcam-privacy-welcome .hass=${hass} .overview=${overview}></dropcam-privacy-welcome>`;
    }
    switch (tab) {
      case "mine":
        return html`<dropcam-privacy-mine .hass=${hass} .overview=${overview}></dropcam-privacy-mine>`;
      case "who":
        return html`<dropcam-privacy-who .hass=${hass} .overview=${overview}></dropcam-privacy-who>`;
      case "waiting":
        return html`<dropcam-privacy-waiting .hass=${hass} .overview=${overview}></dropcam-privacy-waiting>`;
      case "happened":
        return html`<dropcam-privacy-happened .hass=${hass} .overview=${overview}></dropcam-privacy-happened>`;
      case "check_up":
        return html`<dropcam-privacy-check-up .hass=${hass} .overview=${overview}></dropcam-privacy-check-up>`;
    }
  }
}
