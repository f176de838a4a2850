/** The page: its heading, its tabs, and the one that is open. Where that is stands in the address. */
import { LitElement, html, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { Overview } from "./api";
import type { Hass, Route } from "./hass";
import { icon } from "./icons";
import { say, sayError } from "./localize";
import { follow } from "./navigate";
import { OverviewController } from "./overview";
import { panelStyles } from "./panel-styles";
import { base } from "./styles";

const TABS = ["mine", "who", "waiting", "happened", "check_up"] as const;
type Tab = (typeof TABS)[number];

export class Panel extends LitElement {
  static override styles = [base, panelStyles];
  @property({ attribute: false }) hass!: Hass;
  @property({ type: Boolean, reflect: true }) narrow = false;
  @property({ attribute: false }) route: Route = { prefix: "/dropcam-privacy", path: "" };
  @query("main") private main!: HTMLElement | null;
  @query("a[aria-current]") private current!: HTMLElement | null;
  @state() private why = "";
  private heard = new OverviewController(this);
  private shown: Tab | undefined;
  private titled = document.title;
  private asked: unknown; // of which error the words are

  override connectedCallback(): void {
    super.connectedCallback();
    this.titled = document.title;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.title = this.titled;
  }

  private get tab(): Tab {
    const word = this.route.path.split("/")[1]?.replaceAll("-", "_");
    return TABS.find((tab) => tab === word) ?? "mine";
  }

  private get waiting(): number {
    return this.heard.overview?.accounts.reduce((sum, account) => sum + account.waiting, 0) ?? 0;
  }

  override shouldUpdate(): boolean {
    return Boolean(this.hass);
  }

  protected override updated(_: PropertyValues<this>): void {
    if (this.isConnected) this.setTitle();
    const { error } = this.heard;
    if (error && error !== this.asked) {
      this.asked = error;
      void sayError(this.hass, error).then((why) => (this.why = why));
    }
    if (!this.heard.overview || this.shown === this.tab) return;
    // Who chose a tab goes on from its content; the first one is not jumped to.
    if (this.shown !== undefined) this.main?.focus({ preventScroll: true });
    this.shown = this.tab;
    this.current?.scrollIntoView?.({ block: "nearest", inline: "center" });
  }

  /** The sidebar has no badge for such pages: what waits is said in the window's title. */
  private setTitle(): void {
    const { hass, waiting } = this;
    const title = waiting ? say(hass, "common.title_waiting", { count: waiting }) : say(hass, "common.title");
    if (document.title !== title) document.title = title;
  }

  private menu(): void {
    this.dispatchEvent(new CustomEvent("hass-toggle-menu", { bubbles: true, composed: true }));
  }

  override render() {
    const { hass, heard } = this;
    const { overview } = heard;
    const opens = !hass.kioskMode && (this.narrow || hass.dockedSidebar === "always_hidden");
    return html`
      <div class="top">
        <header>
          ${opens
            ? html`<button class="menu" aria-label=${say(hass, "common.menu")} @click=${this.menu}>
                ${icon("menu")}
              </button>`
            : nothing}
          <h1>${say(hass, "common.title")}</h1>
        </header>
        ${overview?.accounts.length ? this.tabs() : nothing}
      </div>
      ${heard.connected ? nothing : html`<p class="banner" role="status">${say(hass, "common.no_connection")}</p>`}
      ${overview
        ? html`<main tabindex="-1">${this.page(overview)}</main>`
        : heard.error
          ? this.failed()
          : html`<p class="alone" role="status">${say(hass, "common.loading")}</p>`}
    `;
  }

  private failed() {
    const { hass, why } = this;
    return html`<div class="alone">
      <p role="alert">${why ? say(hass, "common.no_overview", { why }) : nothing}</p>
      <button class="main" @click=${() => this.heard.retry()}>${say(hass, "common.retry")}</button>
    </div>`;
  }

  private tabs() {
    const { hass, waiting } = this;
    const badge = html`<span class="badge" aria-hidden="true">${waiting}</span>
      <span class="unseen">${say(hass, "common.to_answer", { count: waiting })}</span>`;
    return html`<nav aria-label=${say(hass, "common.pages")}>
      ${TABS.map(
        (tab) => html`<a
          href="${this.route.prefix}/${tab.replaceAll("_", "-")}"
          aria-current=${this.tab === tab ? "page" : nothing}
          @click=${follow}
          >${say(hass, `common.${tab}`)}${tab === "waiting" && waiting ? badge : nothing}</a
        >`,
      )}
    </nav>`;
  }

  private page(overview: Overview) {
    const { hass } = this;
    if (overview.may_set_up && !overview.any) {
      return html`<dropcam-privacy-welcome .hass=${hass} .overview=${overview}></dropcam-privacy-welcome>`;
    }
    switch (overview.accounts.length ? this.tab : "mine") {
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
