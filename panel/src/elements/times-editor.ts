import { LitElement, css, html, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import type { Times } from "../api";
import type { Hass } from "../hass";
import { say } from "../localize";
import { sayWeekday, sayZone, today, weekdays } from "../locale";
import { sharing } from "../sharing-styles";
import { base } from "../styles";
import { sayTimes } from "../times-words";

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

/** Chooses when somebody may look. `value` is undefined while what is entered means nothing; `changed` tells of it. */
export class TimesEditor extends LitElement {
  static override styles = [
    base,
    sharing,
    css`
      .limits {
        display: grid;
        gap: 16px;
        margin: 12px 0;
      }
      .choice {
        display: flex;
        align-items: center;
        gap: 12px;
        min-height: 40px;
        cursor: pointer;
      }
      input[type="radio"] {
        width: 20px;
        height: 20px;
        min-height: 0;
        margin: 0;
        accent-color: var(--primary-color, #009ac7);
      }
      legend,
      .field > span {
        display: block;
        margin-bottom: 4px;
        font-weight: var(--ha-font-weight-medium, 500);
      }
      .days {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .days button {
        min-width: 48px;
        padding: 0 8px;
      }
      .days button[aria-pressed="true"] {
        color: var(--primary-text-color, #141414);
        background: color-mix(in srgb, var(--primary-color, #009ac7) 24%, transparent);
        border-color: var(--primary-color, #009ac7);
      }
      .fields {
        display: flex;
        flex-wrap: wrap;
        gap: 16px;
      }
      .field input {
        min-width: 112px;
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  /** What to begin with. */
  @property({ attribute: false }) times: Times | null = null;
  @state() private limited = false;
  @state() private days: number[] = EVERY_DAY;
  @state() private from = "";
  @state() private to = "";
  @state() private until = "";
  private told = "";

  private get zone(): string {
    return this.times?.zone ?? this.hass.config.time_zone;
  }

  override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("times")) return;
    this.limited = this.times !== null;
    this.days = this.times?.weekdays ?? EVERY_DAY;
    // A field for times knows no 24:00.
    const hours = this.times?.from !== undefined || this.times?.to !== undefined;
    this.from = hours ? (this.times?.from ?? "00:00") : "";
    this.to = hours ? (this.times?.to ?? "24:00").replace("24:00", "00:00") : "";
    this.until = this.times?.until ?? "";
  }

  /** What is wrong with what is entered; the key of a sentence. */
  get wrong(): string | undefined {
    if (!this.limited) return undefined;
    if (!this.days.length) return "who.times.no_days";
    if (this.from && this.from === this.to && this.from !== "00:00") return "who.times.same";
    if (this.until && this.until < today(this.zone)) return "who.times.over";
    const entered = this.entered;
    return (entered.weekdays ?? entered.from ?? entered.until) ? undefined : "who.times.nothing";
  }

  get value(): Times | null | undefined {
    return this.wrong ? undefined : this.limited ? this.entered : null;
  }

  private get entered(): Times {
    const from = this.from || "00:00";
    const to = this.to && this.to !== "00:00" ? this.to : "24:00";
    const whole = from === "00:00" && to === "24:00";
    return {
      ...(this.days.length < 7 ? { weekdays: [...this.days].sort() } : {}),
      ...(whole ? {} : { from, to }),
      ...(this.until ? { until: this.until } : {}),
      zone: this.zone,
    };
  }

  override updated(): void {
    const said = JSON.stringify([this.value]);
    if (said === this.told) return;
    this.told = said;
    this.dispatchEvent(new CustomEvent("changed"));
  }

  override render() {
    return html`
      <fieldset>
        <legend>${say(this.hass, "who.times.when")}</legend>
        ${this.choice(false, "who.times.always")} ${this.choice(true, "who.times.limited")}
      </fieldset>
      ${this.limited ? this.limits() : nothing}
    `;
  }

  private choice(limited: boolean, key: string) {
    return html`<label class="choice">
      <input
        type="radio"
        name="limited"
        .checked=${this.limited === limited}
        @change=${() => (this.limited = limited)}
      />
      ${say(this.hass, key)}
    </label>`;
  }

  private limits() {
    const { hass, wrong } = this;
    return html`
      <div class="limits">
        <div role="group" aria-labelledby="days" class="field">
          <span id="days">${say(hass, "who.times.days")}</span>
          <div class="days">${weekdays(hass).map((day) => this.day(day))}</div>
        </div>
        <div class="fields">
          ${this.field("from", "time")} ${this.field("to", "time")} ${this.field("until", "date")}
        </div>
        <p class="second">${say(hass, "who.times.zone", { zone: sayZone(hass, this.zone) })}</p>
        <p class=${wrong ? "wrong" : "note"} role="status">
          ${wrong ? say(hass, wrong) : sayTimes(hass, this.entered)}
        </p>
      </div>
    `;
  }

  private day(day: number) {
    const on = this.days.includes(day);
    const flip = () => (this.days = on ? this.days.filter((each) => each !== day) : [...this.days, day]);
    return html`<button
      type="button"
      aria-pressed=${on ? "true" : "false"}
      aria-label=${sayWeekday(this.hass, day, "long")}
      @click=${flip}
    >
      ${sayWeekday(this.hass, day, "short")}
    </button>`;
  }

  private field(name: "from" | "to" | "until", type: string) {
    const entered = (event: Event) => (this[name] = (event.target as HTMLInputElement).value);
    return html`<label class="field">
      <span>${say(this.hass, `who.times.${name}`)}</span>
      <input
        type=${type}
        name=${name}
        min=${name === "until" ? today(this.zone) : nothing}
        .value=${this[name]}
        @input=${entered}
      />
    </label>`;
  }
}
