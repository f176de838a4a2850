import { LitElement, css, html, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import type { OwnCamera } from "../api";
import type { Hass } from "../hass";
import { say, sayError } from "../localize";
import { sharing } from "../sharing-styles";
import { base } from "../styles";
import type { Confirm } from "./confirm";

interface Automation {
  id: string;
  entity_id: string;
  name: string;
}
interface Lowering {
  chosen: Automation[];
  stopped: Automation[];
}

/** Which automations may end a camera's privacy, and which would, but were not chosen, or changed since. */
export class Lowerers extends LitElement {
  static override styles = [
    base,
    sharing,
    css`
      :host {
        display: block;
        margin: 0 0 16px;
        padding: 12px 16px;
        border-radius: 12px;
        border: 1px solid var(--divider-color, #e0e0e0);
      }
      h4 {
        margin: 0;
        font-size: inherit;
        font-weight: var(--ha-font-weight-medium, 500);
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 4px 16px;
        min-height: 48px;
        overflow-wrap: anywhere;
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) camera!: OwnCamera;
  @state() private lowering: Lowering | undefined;
  @state() private asked: Automation | undefined;
  @state() private busy = "";
  @state() private wrong = "";

  override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("camera") as OwnCamera | undefined;
    if (changed.has("camera") && before?.entity_id !== this.camera.entity_id) void this.load();
  }

  private async list(): Promise<Lowering> {
    const { entity_id } = this.camera;
    const action = "list_lowering_automations";
    const { response } = await this.hass.callService("dropcam_privacy", action, {}, { entity_id }, false, true);
    return (response as Record<string, Lowering>)[entity_id] ?? { chosen: [], stopped: [] };
  }

  private async load(): Promise<void> {
    if (!this.camera.entity_id) return;
    try {
      this.lowering = await this.list();
      this.wrong = "";
    } catch (error) {
      this.wrong = await sayError(this.hass, error);
    }
  }

  /**
   * Chooses one, or takes one back. To be chosen again is to be looked at again: one that was changed since, by
   * whomever, is not chosen along with another.
   */
  private async choose(one: Automation, wanted: boolean): Promise<void> {
    this.busy = one.id || one.entity_id;
    this.wrong = "";
    try {
      const { chosen, stopped } = await this.list();
      const changed = new Set(stopped.map(({ entity_id }) => entity_id));
      const stay = chosen.map(({ entity_id }) => entity_id).filter((each) => each && !changed.has(each));
      const lowerers = [...stay.filter((each) => each !== one.entity_id), ...(wanted ? [one.entity_id] : [])];
      const { entity_id } = this.camera;
      await this.hass.callService("dropcam_privacy", "set_sharing", { lowerers }, { entity_id }, false);
      await this.load();
    } catch (error) {
      this.wrong = await sayError(this.hass, error);
    } finally {
      this.busy = "";
    }
  }

  private async ask(one: Automation): Promise<void> {
    this.asked = one;
    await this.updateComplete;
    const dialog = this.renderRoot.querySelector<Confirm>("dropcam-privacy-confirm");
    if (await dialog?.ask()) await this.choose(one, true);
  }

  override render() {
    const { hass, lowering } = this;
    const changed = new Set(lowering?.stopped.map(({ entity_id }) => entity_id));
    const chosen = lowering?.chosen.filter(({ entity_id }) => !changed.has(entity_id)) ?? [];
    return html`
      ${
        lowering
          ? html`
              <h4>${say(hass, "who.lower.chosen")}</h4>
              ${
                chosen.length
                  ? html`<ul>
                      ${chosen.map((one) => this.row(one, false))}
                    </ul>`
                  : html`<p class="second">${say(hass, "who.lower.none")}</p>`
              }
              ${
                lowering.stopped.length
                  ? html`<h4>${say(hass, "who.lower.stopped")}</h4>
                      <ul>
                        ${lowering.stopped.map((one) => this.row(one, true))}
                      </ul>`
                  : nothing
              }
            `
          : nothing
      }
      ${this.wrong
        ? html`<p class="wrong" role="alert">${this.wrong}</p>
            <button class="plain again" @click=${this.load}>${say(hass, "who.again")}</button>`
        : nothing}
      <dropcam-privacy-confirm
        .hass=${hass}
        .heading=${say(hass, "who.lower.heading", { name: this.asked?.name ?? "" })}
        .action=${say(hass, "who.lower.choose")}
      >
        ${say(hass, "who.lower.warning", { camera: this.camera.name })}
      </dropcam-privacy-confirm>
    `;
  }

  private row(one: Automation, stopped: boolean) {
    const { hass } = this;
    const name = one.name || one.entity_id || say(hass, "who.lower.gone");
    const busy = this.busy !== "" && this.busy === (one.id || one.entity_id);
    // Only automations with an id can be chosen.
    const button = stopped
      ? one.id && one.entity_id
        ? html`<button class="choose" ?disabled=${busy} @click=${() => this.ask({ ...one, name })}>
            ${say(hass, "who.lower.choose")}
          </button>`
        : html`<span class="second">${say(hass, "who.lower.no_id")}</span>`
      : html`<button
          class="unchoose"
          ?disabled=${busy}
          aria-label=${say(hass, "who.remove_name", { name })}
          @click=${() => this.choose(one, false)}
        >
          ${say(hass, "who.remove")}
        </button>`;
    return html`<li><span>${name}</span>${button}</li>`;
  }
}
