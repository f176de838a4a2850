/** Rows of a log as a list, day by day. */
import { LitElement, css, html, nothing, svg } from "lit";
import { property } from "lit/decorators.js";
import type { LogRow } from "../api";
import type { Hass } from "../hass";
import { say } from "../localize";
import { GROUPS, sentence, type Group, type Names } from "../log-words";
import { dayName, dayOf, exactly, time } from "../moments";
import { base } from "../styles";
import { ICONS } from "./icons";

const groupOf = (event: string): Group =>
  (Object.keys(GROUPS) as Group[]).find((group) => (GROUPS[group] as readonly string[]).includes(event)) ?? "log";

export class LogRows extends LitElement {
  static override styles = [
    base,
    css`
      h3 {
        padding: 16px 16px 4px;
        color: var(--secondary-text-color, #5e5e5e);
        font-size: var(--ha-font-size-m, 14px);
      }
      ol {
        list-style: none;
        margin: 0;
        padding: 0;
      }
      li {
        display: grid;
        grid-template-columns: 24px minmax(0, 1fr) auto;
        gap: 4px 16px;
        padding: 12px 16px;
        align-items: start;
      }
      li + li {
        border-top: 1px solid var(--divider-color, #e0e0e0);
      }
      svg {
        width: 24px;
        height: 24px;
        fill: none;
        stroke: var(--secondary-text-color, #5e5e5e);
        stroke-width: 2;
        stroke-linecap: round;
        stroke-linejoin: round;
      }
      .received svg {
        stroke: var(--primary-color, #009ac7);
      }
      .refused svg,
      .differs svg {
        stroke: var(--error-color, #db4437);
      }
      .words {
        overflow-wrap: anywhere;
      }
      .differs .words {
        font-weight: var(--ha-font-weight-medium, 500);
      }
      time,
      .second {
        font-size: var(--ha-font-size-s, 12px);
        color: var(--secondary-text-color, #5e5e5e);
      }
      time {
        white-space: nowrap;
        line-height: 24px;
      }
      .second {
        display: block;
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) rows: LogRow[] = [];
  @property({ attribute: false }) names!: Names;

  override render() {
    const days = new Map<string, LogRow[]>();
    for (const row of this.rows) {
      const day = dayOf(this.hass, row.at);
      days.set(day, [...(days.get(day) ?? []), row]);
    }
    return [...days.values()].map(
      (rows) => html`
        <h3>${dayName(this.hass, rows[0]?.at ?? 0)}</h3>
        <ol>
          ${rows.map((row) => this.row(row))}
        </ol>
      `,
    );
  }

  private row(row: LogRow) {
    const { hass } = this;
    const group = groupOf(row.event);
    const address = typeof row.said.address === "string" ? row.said.address : "";
    return html`
      <li class="${group} ${row.event === "differs" ? "differs" : ""}">
        <svg viewBox="0 0 24 24" role="img" aria-label=${say(hass, `happened.groups.${group}`)}>
          ${svg`<path d=${ICONS[group]}></path>`}
        </svg>
        <div class="words">
          ${sentence(hass, row, this.names)}
          ${address ? html`<span class="second">${say(hass, "happened.address", { address })}</span>` : nothing}
        </div>
        <time datetime=${new Date(row.at).toISOString()} title=${exactly(hass, row.at)}>${time(hass, row.at)}</time>
      </li>
    `;
  }
}
