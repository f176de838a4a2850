import { LitElement, css, html } from "lit";
import { property, state } from "lit/decorators.js";
import type { Hass } from "../hass";
import { base } from "../styles";

/** A round picture of somebody, if they have one in Home Assistant, else their initials. */
export class PersonChip extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
        flex: none;
        width: 40px;
        height: 40px;
      }
      img,
      span {
        width: 100%;
        height: 100%;
        border-radius: 50%;
        object-fit: cover;
      }
      span {
        display: grid;
        place-items: center;
        font-weight: var(--ha-font-weight-medium, 500);
        color: var(--primary-text-color);
        background: color-mix(in srgb, var(--primary-color, #009ac7) 18%, transparent);
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property() user = "";
  @property() name = "";
  @state() private broken = "";

  /** Pictures that another host would have to give are left out: it would learn who looks at this page. */
  private get picture(): string | undefined {
    const found = pictures(this.hass.states).get(this.user);
    return typeof found === "string" && /^\/(?![/\\])/.test(found) && found !== this.broken ? found : undefined;
  }

  override render() {
    const { picture } = this;
    return picture
      ? html`<img src=${this.hass.hassUrl(picture)} alt="" @error=${() => (this.broken = picture)} />`
      : html`<span aria-hidden="true">${initials(this.name)}</span>`;
  }
}

/** Pictures by user. All chips are drawn anew whenever any state changes, and there are many of both. */
const pictures = (states: Hass["states"]): Map<unknown, unknown> => {
  let known = seen.get(states);
  if (!known) {
    const persons = Object.keys(states).filter((entity) => entity.startsWith("person."));
    known = new Map(
      persons.map((entity) => [states[entity]?.attributes.user_id, states[entity]?.attributes.entity_picture]),
    );
    seen.set(states, known);
  }
  return known;
};
const seen = new WeakMap<Hass["states"], Map<unknown, unknown>>();

/** The first letters of the first and the last word. */
export const initials = (name: string): string => {
  const words = name.replace(/\(.*\)/, "").match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  return (
    ends
      .map((word) => [...(word ?? "")][0])
      .join("")
      .toLocaleUpperCase() || "?"
  );
};
