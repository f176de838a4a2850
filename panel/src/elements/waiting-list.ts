import { LitElement, css, html, nothing, type PropertyValues } from "lit";
import { property, query, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { answerWaiting, listWaiting, type Account, type Waiting, type WaitingList } from "../api";
import type { Hass, HassError } from "../hass";
import { say, sayError } from "../localize";
import { sharing } from "../sharing-styles";
import { base } from "../styles";
import { sayAuthor, sayMeaning, sayWaiting } from "../waiting-words";
import type { Confirm } from "./confirm";

/** What of an account waits for an answer: each of it, or all of it, is accepted or rejected as it was seen. */
export class WaitingItems extends LitElement {
  static override styles = [
    base,
    sharing,
    css`
      :host {
        display: grid;
        gap: 12px;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 8px 16px;
      }
      ul {
        display: grid;
        gap: 12px;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 12px 24px;
        padding: 16px;
      }
      h2:focus {
        outline: none;
      }
      .words {
        flex: 1 1 280px;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .what {
        font-size: var(--ha-font-size-l, 16px);
        font-weight: var(--ha-font-weight-medium, 500);
      }
      dl {
        display: grid;
        grid-template-columns: auto 1fr;
        gap: 0 12px;
        margin: 4px 0;
      }
      dt {
        color: var(--secondary-text-color, #5e5e5e);
      }
      dd {
        margin: 0;
      }
      li .wrong,
      li .pending {
        flex-basis: 100%;
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) account!: Account;
  @state() private heard: WaitingList | undefined;
  /** What is being answered, and how. */
  @state() private answering: { accept: string[]; reject: string[] } | undefined;
  @state() private wrong: { ids: string[]; why: string } | undefined;
  @state() private told = "";
  @query("dropcam-privacy-confirm") private dialog!: Confirm;
  @query("h2") private heading!: HTMLElement;

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("account") as Account | undefined;
    if (!changed.has("account")) return;
    if (before?.id !== this.account.id) this.heard = this.wrong = undefined;
    if (before?.id !== this.account.id || before.waiting !== this.account.waiting) void this.load();
  }

  private async load(): Promise<void> {
    const { account } = this;
    try {
      const heard = await listWaiting(this.hass, account.id);
      // An answer that is under way says what is left.
      if (this.account.id === account.id && !this.answering) this.heard = heard;
    } catch (error) {
      this.wrong = { ids: [], why: await sayError(this.hass, error) };
    }
  }

  private async answer(accept: string[], reject: string[]): Promise<void> {
    if (!this.heard || this.answering) return;
    this.answering = { accept, reject };
    this.wrong = undefined;
    this.told = "";
    try {
      this.heard = await answerWaiting(this.hass, this.account.id, this.heard.change_id, accept, reject);
      this.told = say(this.hass, accept.length ? "waiting.accepted" : "waiting.rejected", {
        count: accept.length + reject.length,
      });
    } catch (error) {
      const differ = (error as Partial<HassError>).translation_key === "changes_differ";
      const why = differ ? say(this.hass, "waiting.differ") : await sayError(this.hass, error);
      this.wrong = { ids: differ ? [] : [...accept, ...reject], why };
    }
    this.answering = undefined;
    if (this.wrong) await this.load();
    await this.updateComplete;
    this.heading.focus();
  }

  private get ids(): string[] {
    return this.heard?.items.map(({ id }) => id) ?? [];
  }

  private async acceptAll(): Promise<void> {
    const seen = this.heard?.change_id;
    if (!(await this.dialog.ask())) return;
    // What came while the question stood was not seen.
    if (seen === this.heard?.change_id) await this.answer(this.ids, []);
    else this.wrong = { ids: [], why: say(this.hass, "waiting.differ") };
  }

  override render() {
    const { hass, heard } = this;
    const items = heard?.items.filter(({ id }) => !this.answering?.reject.includes(id)) ?? [];
    const wrong = this.wrong && this.wrong.ids.length !== 1 ? this.wrong.why : "";
    return html`
      <div class="head">
        <h2 tabindex="-1">${this.account.name}</h2>
        ${items.length > 1 ? this.all() : nothing}
      </div>
      <dropcam-privacy-confirm
        .hass=${hass}
        .heading=${say(hass, "waiting.accept_all_heading", { count: items.length })}
        .action=${say(hass, "waiting.accept_all")}
      >
        ${say(hass, "waiting.accept_all_means")}
      </dropcam-privacy-confirm>
      <p class="pending" role="status">${this.told}</p>
      ${wrong ? html`<p class="wrong" role="alert">${wrong}</p>` : nothing}
      ${heard && !items.length ? html`<p class="second">${say(hass, "waiting.nothing")}</p>` : nothing}
      <ul>
        ${repeat(
          items,
          ({ id }) => id,
          (item) => this.item(item),
        )}
      </ul>
    `;
  }

  private all() {
    const { hass } = this;
    const busy = this.answering !== undefined;
    return html`
      <div class="buttons">
        <button
          class="reject-all"
          ?disabled=${busy || !this.rejectable.length}
          @click=${() => this.answer([], this.rejectable)}
        >
          ${say(hass, "waiting.reject_all")}
        </button>
        <button class="accept-all" ?disabled=${busy} @click=${this.acceptAll}>
          ${say(hass, "waiting.accept_all")}
        </button>
      </div>
    `;
  }

  private get rejectable(): string[] {
    return this.heard?.items.filter((item) => item.may_reject).map(({ id }) => id) ?? [];
  }

  private item(item: Waiting) {
    const { hass } = this;
    const { id, was, what } = item;
    const busy = this.answering !== undefined;
    const sentence = sayWaiting(hass, item);
    return html`<li class="card">
      <div class="words">
        <p class="what" id="what-${id}">${sentence}</p>
        ${
          was !== null
            ? html`<dl>
                <dt>${say(hass, "waiting.was")}</dt>
                <dd>${was}</dd>
                <dt>${say(hass, "waiting.now")}</dt>
                <dd>${what}</dd>
              </dl>`
            : nothing
        }
        ${sayMeaning(hass, item).map((meaning) => html`<p class="second">${meaning}</p>`)}
        <p class="second">${sayAuthor(hass, item)}</p>
      </div>
      <div class="buttons">
        ${
          item.may_reject
            ? html`<button
                class="reject"
                ?disabled=${busy}
                aria-describedby="what-${id}"
                @click=${() => this.answer([], [id])}
              >
                ${say(hass, "waiting.reject")}
              </button>`
            : html`<p class="second">${say(hass, "waiting.elsewhere")}</p>`
        }
        <button
          class="accept main"
          ?disabled=${busy}
          aria-describedby="what-${id}"
          @click=${() => this.answer([id], [])}
        >
          ${say(hass, "waiting.accept")}
        </button>
      </div>
      ${
        this.answering?.accept.includes(id)
          ? html`<p class="pending" role="status">${say(hass, "waiting.pending")}</p>`
          : nothing
      }
      ${
        this.wrong?.ids.length === 1 && this.wrong.ids[0] === id
          ? html`<p class="wrong" role="alert">${this.wrong.why}</p>`
          : nothing
      }
    </li>`;
  }
}
