import { LitElement, css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { setOriginal, type Original, type OwnCamera } from "../api";
import { Changing } from "../changing";
import type { Hass } from "../hass";
import { say } from "../localize";
import { sharing } from "../sharing-styles";
import { base } from "../styles";
import type { Confirm } from "./confirm";

type Way = "lock" | "release" | "take_over" | "give_back";
const BECOMES: Record<Way, Pick<Original, "locked" | "taken_over">> = {
  lock: { locked: true, taken_over: false },
  release: { locked: false, taken_over: false },
  take_over: { locked: true, taken_over: true },
  give_back: { locked: true, taken_over: false },
};

/** The camera of another integration that a guarded camera shows: locked or open, and who has its entity id. */
export class OriginalState extends LitElement {
  static override styles = [
    base,
    sharing,
    css`
      .buttons {
        margin-top: 12px;
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) camera!: OwnCamera;
  @state() private way: Way = "release";
  private changing = new Changing<Original | null>(this, {
    hass: () => this.hass,
    heard: () => ({ value: this.camera.original, of: this.camera }),
    send: async (original) =>
      original ? setOriginal(this.hass, this.camera.id, original.locked, original.taken_over) : null,
    said: (original) => [original?.locked, original?.taken_over],
  });

  override render() {
    const original = this.changing.value;
    if (!original) return nothing;
    const { hass, changing } = this;
    const pending = changing.pending("original");
    const ways: Way[] = original.locked ? ["release", original.taken_over ? "give_back" : "take_over"] : ["lock"];
    const why = changing.why("original");
    return html`
      ${this.state(original, pending)}
      <div class="buttons">
        ${ways.map(
          (way) =>
            html`<button class=${way} ?disabled=${pending} @click=${() => this.go(way)}>
              ${say(hass, `who.original.${way}`)}
            </button>`,
        )}
      </div>
      <p class="pending" role="status">${pending ? say(hass, "who.pending") : nothing}</p>
      ${why ? html`<p class="wrong" role="alert">${why}</p>` : nothing}
      <dropcam-privacy-confirm
        .hass=${hass}
        .heading=${say(hass, `who.original.${this.way}_heading`)}
        .action=${say(hass, `who.original.${this.way}`)}
      >
        ${say(hass, `who.original.${this.way}_means`, this.names(original))}
      </dropcam-privacy-confirm>
    `;
  }

  private names(original: Original) {
    return { original: original.name || original.entity_id, id: original.entity_id, camera: this.camera.name };
  }

  private state(original: Original, pending: boolean) {
    const { hass } = this;
    const names = this.names(original);
    if (!original.locked) return html`<p class="warning">${say(hass, "who.original.is_open", names)}</p>`;
    // What is shown as locked is so, not only wanted.
    if (!original.closed && !pending)
      return html`<p class="wrong">${say(hass, "who.original.is_not_closed", names)}</p>`;
    return html`<p>
      ${say(hass, original.entity_id ? "who.original.is_locked" : "who.original.is_gone", names)}
      ${original.taken_over ? say(hass, "who.original.is_taken_over", { id: this.camera.entity_id }) : nothing}
    </p>`;
  }

  private async go(way: Way): Promise<void> {
    if (way !== "lock") {
      this.way = way;
      await this.updateComplete;
      if (!(await this.renderRoot.querySelector<Confirm>("dropcam-privacy-confirm")?.ask())) return;
    }
    await this.changing.change("original", (original) => original && { ...original, ...BECOMES[way] });
  }
}
