/** Which rows of a log are wanted. */
import { LitElement, css, html, nothing } from "lit";
import { property } from "lit/decorators.js";
import type { LogWanted, Person } from "../api";
import type { Hass } from "../hass";
import { say } from "../localize";
import { GROUPS, type Group } from "../log-words";
import { nextDay, startOfDay } from "../moments";
import { base } from "../styles";

export interface Filter {
  camera: string;
  person: string;
  kind: Group | "";
  from: string; // YYYY-MM-DD, the first day
  to: string; // the last
}

export const EVERYTHING: Filter = { camera: "", person: "", kind: "", from: "", to: "" };

export const isEverything = (filter: Filter): boolean => Object.values(filter).every((value) => value === "");

/** The rows of an account that a filter lets through. */
export const wanted = (hass: Hass, account: string, filter: Filter): LogWanted => ({
  account,
  ...(filter.camera && { camera: filter.camera }),
  ...(filter.person && { person: filter.person }),
  ...(filter.kind && { events: [...GROUPS[filter.kind]] }),
  ...(filter.from && { since: startOfDay(hass, filter.from) }),
  ...(filter.to && { until: startOfDay(hass, nextDay(filter.to)) }),
});

export class LogFilter extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(6, minmax(0, 1fr));
        gap: 12px;
      }
      .day {
        grid-column: span 3;
      }
      label {
        display: block;
        grid-column: span 2;
      }
      @media (max-width: 600px) {
        label {
          grid-column: span 3;
        }
        .kind {
          grid-column: span 6;
        }
      }
      select,
      input {
        display: block;
        width: 100%;
        min-width: 0;
      }
      button {
        margin: 8px 0 0 -16px;
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) filter: Filter = EVERYTHING;
  @property({ attribute: false }) cameras: { id: string; name: string }[] = [];
  @property({ attribute: false }) people: Person[] = [];

  override render() {
    const { hass, filter } = this;
    const kinds = (Object.keys(GROUPS) as Group[]).map((id) => ({ id, name: say(hass, `happened.groups.${id}`) }));
    return html`
      <div class="fields">
        ${this.choice("camera", "all_cameras", this.cameras)} ${this.choice("person", "all_people", this.people)}
        ${this.choice("kind", "all_kinds", kinds)} ${this.day("from")} ${this.day("to")}
      </div>
      ${
        isEverything(filter)
          ? nothing
          : html`<button class="plain" @click=${() => this.change(EVERYTHING)}>${say(hass, "happened.clear")}</button>`
      }
    `;
  }

  private choice(key: "camera" | "person" | "kind", all: string, options: { id: string; name: string }[]) {
    return html`<label class=${key}>
      ${say(this.hass, `happened.${key}`)}
      <select @change=${(event: Event) => this.take(key, event)}>
        <option value="" ?selected=${!this.filter[key]}>${say(this.hass, `happened.${all}`)}</option>
        ${options.map(
          ({ id, name }) => html`<option value=${id} ?selected=${this.filter[key] === id}>${name}</option>`,
        )}
      </select>
    </label>`;
  }

  private day(key: "from" | "to") {
    const { from, to } = this.filter;
    return html`<label class="day">
      ${say(this.hass, `happened.${key}`)}
      <input
        type="date"
        .value=${this.filter[key]}
        min=${key === "to" && from ? from : nothing}
        max=${key === "from" && to ? to : nothing}
        @change=${(event: Event) => this.take(key, event)}
      />
    </label>`;
  }

  private take(key: keyof Filter, event: Event): void {
    this.change({ ...this.filter, [key]: (event.target as HTMLInputElement | HTMLSelectElement).value });
  }

  private change(filter: Filter): void {
    this.dispatchEvent(new CustomEvent<Filter>("filter-changed", { detail: filter }));
  }
}
