/** "What happened": the log of one account at a time, in sentences. */
import { LitElement, css, html, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { logDays, people, type Account, type Day, type OwnCamera, type Overview, type Person } from "../api";
import { DAYS } from "../happened/chart";
import { LogFeed } from "../happened/feed";
import { EVERYTHING, isEverything, wanted, type Filter } from "../happened/filter";
import type { LogMemoryNote } from "../happened/memory-note";
import type { LogTools } from "../happened/tools";
import type { Hass } from "../hass";
import { say, sayError } from "../localize";
import type { Names } from "../log-words";
import { dayOf, startOfDay, zone } from "../moments";
import { base } from "../styles";

const DAY_MS = 86_400_000;

export class HappenedPage extends LitElement {
  static override styles = [
    base,
    css`
      :host,
      .columns,
      .column {
        display: grid;
        gap: 16px;
        grid-template-columns: minmax(0, 1fr);
        align-items: start;
      }
      @media (min-width: 1000px) {
        .columns {
          grid-template-columns: minmax(0, 1fr) 360px;
        }
      }
      .card.roomy {
        padding: 16px;
      }
      h2 {
        margin-bottom: 12px;
      }
      .list h2 {
        padding: 16px 16px 0;
        margin: 0;
      }
      .account select {
        display: block;
        width: 100%;
        max-width: 360px;
      }
      .foot {
        padding: 8px 16px 16px;
        text-align: center;
      }
      .list > p {
        padding: 16px;
      }
      [role="alert"] {
        border-left: 4px solid var(--error-color, #db4437);
      }
      .hidden {
        position: absolute;
        clip-path: inset(50%);
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) overview!: Overview;
  @state() private account = "";
  @state() private filter = EVERYTHING;
  @state() private days: Day[] = [];
  @state() private daysError = "";
  @state() private people: Person[] = [];
  @query("dropcam-privacy-log-memory") private memory!: LogMemoryNote | null;
  @query("dropcam-privacy-log-tools") private tools!: LogTools | null;
  private feed = new LogFeed(this, () => this.refreshed());

  /** The accounts whose log this is to read: who may only answer for one has none. */
  private get accounts(): Account[] {
    const me = this.hass.user?.id;
    return this.overview.accounts.filter((account) => account.owners.some((owner) => owner.id === me));
  }

  private get cameras(): OwnCamera[] {
    return this.overview.cameras.filter(
      (camera): camera is OwnCamera =>
        camera.role === "owner" && "account" in camera && camera.account === this.account,
    );
  }

  /** Everybody who is known by name: owners, viewers, and whom one may let in. */
  private get everybody(): Map<string, string> {
    const owners = this.overview.accounts.flatMap((account) => account.owners);
    const viewers = this.overview.cameras.flatMap((camera) => ("viewers" in camera ? camera.viewers : []));
    return new Map([...viewers, ...owners, ...this.people].map(({ id, name }) => [id, name]));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.hasUpdated && this.account) this.ask();
  }

  override willUpdate(changed: PropertyValues<this>): void {
    const { accounts } = this;
    if (!accounts.some((account) => account.id === this.account)) {
      this.open(accounts[0]?.id ?? "");
    } else if (changed.has("overview")) {
      this.feed.refreshSoon();
    }
  }

  private open(account: string): void {
    this.account = account;
    this.days = [];
    this.filter = EVERYTHING;
    if (!account) return;
    this.ask();
    if (!this.people.length) void this.learn();
  }

  /** Asks for what is to be shown now, from the newest on. */
  private ask(): void {
    this.feed.show(wanted(this.hass, this.account, this.filter));
    void this.count();
  }

  private refreshed(): void {
    void this.count();
    void this.memory?.check();
    void this.tools?.read();
  }

  private async count(): Promise<void> {
    const { hass, account, filter } = this;
    const first = startOfDay(hass, dayOf(hass, Date.now() - (DAYS - 1) * DAY_MS));
    const current = () => account === this.account && filter.camera === this.filter.camera;
    try {
      const days = await logDays(hass, account, first, zone(hass), filter.camera || undefined);
      if (current()) [this.days, this.daysError] = [days, ""];
    } catch (error) {
      const words = await sayError(hass, error);
      if (current()) this.daysError = words;
    }
  }

  /** Learns the names of those who are neither owners nor viewers. */
  private async learn(): Promise<void> {
    try {
      this.people = await people(this.hass);
    } catch (error) {
      console.warn("dropcam-privacy: no names", error); // rows have the names of then
    }
  }

  override render() {
    const { hass } = this;
    if (!this.account) return html`<p class="card roomy">${say(hass, "happened.no_account")}</p>`;
    return html`
      ${this.picker()}
      <dropcam-privacy-log-memory
        .hass=${hass}
        account=${this.account}
        @log-wanted=${this.help}
      ></dropcam-privacy-log-memory>
      <div class="columns">
        <div class="column">${this.filters()} ${this.list()}</div>
        <div class="column">
          <section class="card roomy">
            <h2>${say(hass, "happened.chart.title")}</h2>
            ${this.daysError ? html`<p role="alert">${this.daysError}</p>` : nothing}
            <dropcam-privacy-log-chart .hass=${hass} .told=${this.days}></dropcam-privacy-log-chart>
          </section>
          <section class="card roomy">
            <h2>${say(hass, "happened.tools.title")}</h2>
            <dropcam-privacy-log-tools .hass=${hass} account=${this.account}></dropcam-privacy-log-tools>
          </section>
        </div>
      </div>
    `;
  }

  /** Does what was asked for where its outcome is shown. */
  private help(event: CustomEvent<"export" | "verify">): void {
    this.tools?.scrollIntoView({ block: "nearest" });
    void this.tools?.[event.detail]();
  }

  private picker() {
    const { accounts } = this;
    if (accounts.length < 2) return nothing;
    return html`<label class="account">
      ${say(this.hass, "happened.account")}
      <select @change=${(event: Event) => this.open((event.target as HTMLSelectElement).value)}>
        ${accounts.map(({ id, name }) => html`<option value=${id} ?selected=${id === this.account}>${name}</option>`)}
      </select>
    </label>`;
  }

  private filters() {
    const { hass } = this;
    // Who is gone is known by the name that a row has of them.
    const gone = (this.feed.rows ?? []).map(({ person, said }): [string, string] => [
      person ?? "",
      String(said.name ?? ""),
    ]);
    const known = [...new Map([...gone, ...this.everybody])].map(([id, name]) => ({ id, name }));
    return html`<section class="card roomy" aria-label=${say(hass, "happened.filter")}>
      <dropcam-privacy-log-filter
        .hass=${hass}
        .filter=${this.filter}
        .cameras=${this.cameras}
        .people=${known.filter(({ id, name }) => id && name)}
        @filter-changed=${(event: CustomEvent<Filter>) => {
          this.filter = event.detail;
          this.ask();
        }}
      ></dropcam-privacy-log-filter>
    </section>`;
  }

  private list() {
    const { hass, feed } = this;
    return html`<section class="card list" aria-busy=${feed.busy ? "true" : "false"}>
      <h2>${say(hass, "happened.rows")}</h2>
      ${
        feed.error
          ? html`<p role="alert">${feed.error}</p>
              <div class="foot"><button @click=${feed.again}>${say(hass, "happened.again")}</button></div>`
          : nothing
      }
      <p class="hidden" role="status">${feed.rows ? say(hass, "happened.shown", { count: feed.rows.length }) : ""}</p>
      ${this.rows()}
      ${
        feed.before
          ? html`<div class="foot">
              <button ?disabled=${feed.busy} @click=${feed.older}>${say(hass, "happened.older")}</button>
            </div>`
          : nothing
      }
    </section>`;
  }

  private rows() {
    const { hass, feed } = this;
    if (!feed.rows) return feed.error ? nothing : html`<p class="second">${say(hass, "happened.loading")}</p>`;
    if (!feed.rows.length) {
      const key = isEverything(this.filter) ? "nothing" : "nothing_found";
      return html`<p class="second">${say(hass, `happened.${key}`)}</p>`;
    }
    const cameras = new Map(this.overview.cameras.map(({ id, name }) => [id, name]));
    const everybody = this.everybody;
    const names: Names = {
      camera: (id) => cameras.get(id) ?? say(hass, "log.camera.gone"),
      person: (id) => everybody.get(id),
    };
    return html`<dropcam-privacy-log-rows .hass=${hass} .rows=${feed.rows} .names=${names}></dropcam-privacy-log-rows>`;
  }
}
