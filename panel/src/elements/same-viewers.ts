import { LitElement, css, html, nothing } from "lit";
import { property, query, state } from "lit/decorators.js";
import type { OwnCamera } from "../api";
import type { Hass } from "../hass";
import { list, say, sayError } from "../localize";
import { sharing } from "../sharing-styles";
import { base } from "../styles";
import type { Confirm } from "./confirm";
import { sendViewers } from "./viewers";

/** Gives all cameras of an account the viewers of one of them, times included, in one step. */
export class SameViewers extends LitElement {
  static override styles = [
    base,
    sharing,
    css`
      select {
        max-width: 100%;
      }
      label > span {
        display: block;
        margin-bottom: 4px;
      }
      .means {
        display: grid;
        gap: 8px;
        margin-top: 16px;
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) cameras: OwnCamera[] = [];
  @state() private model = "";
  @state() private busy = false;
  @state() private done = "";
  @state() private wrong: string[] = [];
  @query("dropcam-privacy-confirm") private dialog!: Confirm;

  private get source(): OwnCamera | undefined {
    return this.cameras.find(({ id }) => id === this.model) ?? this.cameras[0];
  }

  /** Cameras come and go: what the field shows is the one that is meant. */
  override updated(): void {
    const select = this.renderRoot.querySelector("select");
    if (select && this.source) select.value = this.source.id;
  }

  override render() {
    const { hass, source } = this;
    if (!source || this.cameras.length < 2) return nothing;
    const changed = (event: Event) => (this.model = (event.target as HTMLSelectElement).value);
    return html`
      <button class="same" ?disabled=${this.busy} @click=${this.ask}>${say(hass, "who.same.button")}</button>
      <p class="pending" role="status">${this.busy ? say(hass, "who.pending") : this.done || nothing}</p>
      ${this.wrong.map((why) => html`<p class="wrong" role="alert">${why}</p>`)}
      <dropcam-privacy-confirm
        .hass=${hass}
        .heading=${say(hass, "who.same.heading")}
        .action=${say(hass, "who.same.do", { count: this.cameras.length })}
      >
        <label>
          <span>${say(hass, "who.same.like")}</span>
          <select name="model" @change=${changed}>
            ${this.cameras.map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
          </select>
        </label>
        <div class="means">${this.means(source)}</div>
      </dropcam-privacy-confirm>
    `;
  }

  private means(source: OwnCamera) {
    const { hass } = this;
    const names = source.viewers.map(({ name }) => name);
    const kept = new Set(source.viewers.map(({ id }) => id));
    const gone = new Map(
      this.cameras.flatMap(({ viewers }) =>
        viewers.filter(({ id }) => !kept.has(id)).map(({ id, name }) => [id, name]),
      ),
    );
    return html`
      <p>${names.length ? say(hass, "who.same.these", { names: list(hass, names) }) : say(hass, "who.same.nobody")}</p>
      ${gone.size ? html`<p>${say(hass, "who.same.not", { names: list(hass, [...gone.values()]) })}</p>` : nothing}
    `;
  }

  private async ask(): Promise<void> {
    this.done = "";
    this.wrong = [];
    if (!(await this.dialog.ask())) return;
    const { hass, source } = this;
    if (!source) return;
    this.busy = true;
    const { viewers } = source;
    const others = this.cameras.filter(({ id }) => id !== source.id);
    const failures = await Promise.all(
      others.map(async ({ id, name }) => {
        try {
          await sendViewers(hass, id, viewers);
          return undefined;
        } catch (error) {
          return say(hass, "who.same.failed", { camera: name, why: await sayError(hass, error) });
        }
      }),
    );
    this.wrong = failures.filter((why) => why !== undefined);
    if (!this.wrong.length) this.done = say(hass, "who.same.done");
    this.busy = false;
  }
}
