/** How often somebody looked on each of the last days, and, apart, how often somebody was refused. */
import { LitElement, css, html, svg } from "lit";
import { property } from "lit/decorators.js";
import type { Day } from "../api";
import type { Hass } from "../hass";
import { say } from "../localize";
import { dayOf, shortDay } from "../moments";
import { base } from "../styles";

export const DAYS = 30;
const DAY_MS = 86_400_000;
const BAR = 10;
const GAP = 4;
const HEIGHT = 48;

/** The days of the chart, oldest first: those of which nothing was told, too. */
export const lastDays = (hass: Hass, told: Day[], now: number): Day[] => {
  const known = new Map(told.map((day) => [day.day, day]));
  const today = Date.parse(dayOf(hass, now));
  return Array.from({ length: DAYS }, (_, index) => {
    const day = new Date(today - (DAYS - 1 - index) * DAY_MS).toISOString().slice(0, 10);
    return known.get(day) ?? { day, views: 0, refusals: 0 };
  });
};

export class LogChart extends LitElement {
  static override styles = [
    base,
    css`
      figure {
        margin: 0 0 12px;
      }
      figcaption {
        display: flex;
        justify-content: space-between;
        gap: 16px;
      }
      svg {
        display: block;
        width: 100%;
        height: 72px;
        overflow: visible;
      }
      .refusals svg {
        height: 40px;
      }
      rect {
        fill: var(--primary-color, #009ac7);
      }
      .refusals rect {
        fill: var(--error-color, #db4437);
      }
      line {
        stroke: var(--divider-color, #e0e0e0);
        vector-effect: non-scaling-stroke;
      }
      .ends {
        display: flex;
        justify-content: space-between;
        font-size: var(--ha-font-size-s, 12px);
      }
      table {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
        white-space: nowrap;
      }
      :host {
        display: block;
        position: relative;
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) told: Day[] = [];

  override render() {
    const { hass } = this;
    const days = lastDays(hass, this.told, Date.now());
    return html`
      ${this.bars(days, "views")} ${this.bars(days, "refusals")}
      <div class="ends second" aria-hidden="true">
        <span>${shortDay(hass, days[0]?.day ?? "")}</span><span>${shortDay(hass, days.at(-1)?.day ?? "")}</span>
      </div>
      <table>
        <caption>
          ${say(hass, "happened.chart.title")}
        </caption>
        <thead>
          <tr>
            <th scope="col">${say(hass, "happened.chart.day")}</th>
            <th scope="col">${say(hass, "happened.chart.views")}</th>
            <th scope="col">${say(hass, "happened.chart.refusals")}</th>
          </tr>
        </thead>
        <tbody>
          ${days.map(
            (day) =>
              html`<tr>
                <th scope="row">${shortDay(hass, day.day)}</th>
                <td>${day.views}</td>
                <td>${day.refusals}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    `;
  }

  private bars(days: Day[], what: "views" | "refusals") {
    const { hass } = this;
    const most = Math.max(1, ...days.map((day) => day[what]));
    const sum = days.reduce((all, day) => all + day[what], 0);
    const width = DAYS * (BAR + GAP) - GAP;
    return html`
      <figure class=${what} aria-hidden="true">
        <figcaption>
          <span>${say(hass, `happened.chart.${what}`)}</span>
          <span class="second">${say(hass, `happened.chart.${what}_sum`, { count: sum })}</span>
        </figcaption>
        <svg viewBox="0 0 ${width} ${HEIGHT}" preserveAspectRatio="none">
          <line x1="0" x2=${width} y1=${HEIGHT} y2=${HEIGHT}></line>
          ${days.map((day, index) => {
            const height = day[what] && Math.max(2, (HEIGHT * day[what]) / most);
            return svg`<rect x=${index * (BAR + GAP)} width=${BAR} y=${HEIGHT - height} height=${height}>
              <title>${say(hass, "happened.chart.bar", { day: shortDay(hass, day.day), count: day[what] })}</title>
            </rect>`;
          })}
        </svg>
      </figure>
    `;
  }
}
