import { LitElement, css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { setViewers, type OwnCamera, type Person, type Times, type Viewer } from "../api";
import { Changing } from "../changing";
import type { Hass } from "../hass";
import { say } from "../localize";
import { sharing } from "../sharing-styles";
import { base } from "../styles";
import { sayTimes } from "../times-words";
import type { TimesEditor } from "./times-editor";

/** Says viewers as the integration wants them. */
const said = (viewers: Viewer[]) => viewers.map(({ id, times }) => ({ user: id, times }));

export const sendViewers = (hass: Hass, camera: string, viewers: Viewer[]): Promise<null> =>
  setViewers(hass, camera, said(viewers));

/** Who may look at a camera, and when; lets somebody in and puts them out. */
export class Viewers extends LitElement {
  static override styles = [
    base,
    sharing,
    css`
      form {
        display: grid;
        gap: 12px;
        margin: 8px 0;
        padding: 16px;
        border-radius: 12px;
        border: 1px solid var(--divider-color, #e0e0e0);
      }
      .add {
        margin-top: 8px;
      }
      .name {
        font-weight: var(--ha-font-weight-medium, 500);
      }
      select {
        width: 100%;
        max-width: 360px;
        text-overflow: ellipsis;
      }
      .field > span {
        display: block;
        margin-bottom: 4px;
        font-weight: var(--ha-font-weight-medium, 500);
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) camera!: OwnCamera;
  @property({ attribute: false }) owners: Person[] = [];
  /** Whom owners may let in; undefined until that is known. */
  @property({ attribute: false }) people: Person[] | undefined;
  /** The viewer whose times are being changed; "" while somebody is let in. */
  @state() private editing: string | undefined;
  @state() private chosen = "";
  /** What the editor of times begins with: what comes from elsewhere meanwhile changes nothing that was entered. */
  @state() private start: Times | null = null;
  @state() private value: Times | null | undefined = null;
  @state() private done = "";
  private changing = new Changing<Viewer[]>(this, {
    hass: () => this.hass,
    heard: () => ({ value: this.camera.viewers, of: this.camera }),
    send: (viewers) => sendViewers(this.hass, this.camera.id, viewers),
    said: (viewers) => said([...viewers].sort((one, other) => (one.id < other.id ? -1 : 1))),
  });

  override willUpdate(): void {
    const candidates = this.candidates(this.changing.value);
    if (this.chosen && !candidates.some(({ id }) => id === this.chosen)) this.chosen = "";
  }

  /** Whom one can choose changes by itself: what the field shows is who would be let in. */
  override updated(): void {
    const select = this.renderRoot.querySelector("select");
    if (select) select.value = this.chosen;
  }

  override render() {
    const { hass } = this;
    const viewers = this.changing.value;
    const failed = (this.people ?? []).filter(
      ({ id }) => this.changing.why(id) && !viewers.some((viewer) => viewer.id === id),
    );
    return html`
      ${
        viewers.length
          ? html`<ul>
              ${repeat(
                viewers,
                ({ id }) => id,
                (viewer) => this.row(viewer),
              )}
            </ul>`
          : html`<p class="second">${say(hass, "who.nobody")}</p>`
      }
      ${failed.map(
        ({ id, name }) =>
          html`<p class="wrong" role="alert">
            ${say(hass, "who.not_let_in", { name, why: this.changing.why(id) ?? "" })}
          </p>`,
      )}
      ${this.editing === "" ? this.adding(viewers) : this.adder(viewers)}
      <p class="pending" role="status">${this.done}</p>
    `;
  }

  private row(viewer: Viewer) {
    const { hass } = this;
    const { id, name } = viewer;
    const pending = this.changing.pending(id);
    const why = this.changing.why(id);
    const open = this.editing === id;
    return html`<li data-user=${id}>
      <div class="person" aria-busy=${pending ? "true" : "false"}>
        <dropcam-privacy-person .hass=${hass} .user=${id} .name=${name}></dropcam-privacy-person>
        <div class="words">
          <div class="name">${name}</div>
          <div class="second">${sayTimes(hass, viewer.times)}</div>
          ${
            pending
              ? html`<div class="pending">${say(hass, "who.pending")}</div>`
              : viewer.now
                ? nothing
                : html`<div class="second">${say(hass, "who.not_now")}</div>`
          }
        </div>
        <div class="buttons">
          <button
            class="times"
            aria-expanded=${open ? "true" : "false"}
            aria-label=${say(hass, "who.times_of", { name })}
            @click=${() => (open ? this.close() : this.edit(id, viewer.times))}
          >
            ${say(hass, "who.times.button")}
          </button>
          <button
            class="remove"
            aria-label=${say(hass, "who.remove_name", { name })}
            @click=${() => this.putOut(viewer)}
          >
            ${say(hass, "who.remove")}
          </button>
        </div>
      </div>
      ${why ? html`<p class="wrong" role="alert">${why}</p>` : nothing} ${open ? this.editor(viewer) : nothing}
    </li>`;
  }

  private editor(viewer: Viewer) {
    return html`<form @submit=${(event: Event) => this.save(event, viewer)}>
      ${this.times()} ${this.ends(say(this.hass, "who.save"), this.value !== undefined)}
    </form>`;
  }

  private adder(viewers: Viewer[]) {
    if (!this.people) return nothing;
    if (!this.candidates(viewers).length) return html`<p class="second">${say(this.hass, "who.nobody_else")}</p>`;
    return html`<button class="add" @click=${() => this.edit("", null)}>${say(this.hass, "who.add")}</button>`;
  }

  private adding(viewers: Viewer[]) {
    const { hass } = this;
    const chosen = (event: Event) => (this.chosen = (event.target as HTMLSelectElement).value);
    return html`<form @submit=${(event: Event) => this.add(event)}>
      <label class="field">
        <span>${say(hass, "who.whom")}</span>
        <select name="person" required @change=${chosen}>
          <option value="">${say(hass, "who.choose")}</option>
          ${this.candidates(viewers).map(({ id, name }) => html`<option value=${id}>${name}</option>`)}
        </select>
      </label>
      ${this.times()} ${this.ends(say(hass, "who.let_in"), this.value !== undefined && this.chosen !== "")}
    </form>`;
  }

  private times() {
    const changed = (event: Event) => (this.value = (event.target as TimesEditor).value);
    return html`<dropcam-privacy-times
      .hass=${this.hass}
      .times=${this.start}
      @changed=${changed}
    ></dropcam-privacy-times>`;
  }

  private ends(word: string, ready: boolean) {
    return html`<div class="buttons">
      <button class="main" ?disabled=${!ready}>${word}</button>
      <button type="button" class="cancel" @click=${() => this.close()}>${say(this.hass, "who.cancel")}</button>
    </div>`;
  }

  private candidates(viewers: Viewer[]): Person[] {
    const known = new Set([...this.owners, ...viewers].map(({ id }) => id));
    return (this.people ?? []).filter(({ id }) => !known.has(id));
  }

  private edit(whom: string, times: Times | null, chosen = ""): void {
    this.editing = whom;
    this.chosen = chosen;
    this.value = this.start = times;
    this.done = "";
    if (whom === "") void this.focusOn("select");
  }

  /** Closes what is open; the focus goes to the button that opened it. */
  private close(): void {
    const whom = this.editing;
    this.editing = undefined;
    void this.focusOn(whom ? `[data-user="${CSS.escape(whom)}"] .times` : ".add");
  }

  private async focusOn(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  private async add(event: Event): Promise<void> {
    event.preventDefault();
    const person = this.people?.find(({ id }) => id === this.chosen);
    const times = this.value;
    if (!person || times === undefined) return;
    const { id, name } = person;
    const added: Viewer = { id, name, times, now: true };
    this.close();
    this.done = "";
    if (await this.changing.change(id, (viewers) => [...viewers.filter((each) => each.id !== id), added])) {
      this.done = say(this.hass, "who.was_let_in", { name });
    } else if (this.editing === undefined) {
      this.edit("", times, id); // what was entered stands again, beside the reason
    }
  }

  private async save(event: Event, { id }: Viewer): Promise<void> {
    event.preventDefault();
    const times = this.value;
    if (times === undefined) return;
    this.close();
    this.done = "";
    const changed = (each: Viewer): Viewer => (each.id === id ? { ...each, times } : each);
    if (await this.changing.change(id, (viewers) => viewers.map(changed))) {
      this.done = say(this.hass, "who.saved");
    } else if (this.editing === undefined) {
      this.edit(id, times);
    }
  }

  private async putOut({ id, name }: Viewer): Promise<void> {
    if (this.editing === id) this.editing = undefined;
    this.done = "";
    const removed = this.changing.change(id, (viewers) => viewers.filter((viewer) => viewer.id !== id));
    void this.focusOn(".add");
    if (await removed) this.done = say(this.hass, "who.was_removed", { name });
  }
}
