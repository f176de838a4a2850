/** The last lines of the log about a camera, in words. */
import { LitElement, css, html, nothing, type PropertyValues } from "lit";
import { property, state } from "lit/decorators.js";
import { listLog, type LogRow, type Overview, type OwnCamera } from "../api";
import type { Hass } from "../hass";
import { say, sayError } from "../localize";
import { sentence, type Names } from "../log-words";
import { when } from "../moments";
import { base } from "../styles";

const LINES = 3;

/** What cameras and people are called now, as far as the asking user knows them. */
export const namesIn = (hass: Hass, overview: Overview): Names => {
  const own = overview.cameras.filter((camera): camera is OwnCamera => camera.role === "owner");
  const people = [
    ...own.flatMap((camera) => camera.viewers),
    ...overview.accounts.flatMap((account) => account.owners),
    ...(hass.user ? [hass.user] : []),
  ];
  const called = new Map(people.map(({ id, name }) => [id, name]));
  const cameras = new Map(overview.cameras.map(({ id, name }) => [id, name]));
  return { camera: (id) => cameras.get(id) ?? say(hass, "log.camera.gone"), person: (id) => called.get(id) };
};

export class Last extends LitElement {
  static override styles = [
    base,
    css`
      h4 {
        margin: 0 0 4px;
        font-size: inherit;
        font-weight: var(--ha-font-weight-medium, 500);
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 4px 0;
        line-height: 1.4;
        overflow-wrap: anywhere;
      }
      li span {
        display: block;
        font-size: var(--ha-font-size-s, 12px);
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) camera!: OwnCamera;
  @property({ attribute: false }) overview!: Overview;
  @state() private rows: LogRow[] | undefined;
  @state() private wrong: string | undefined;
  @state() private seen = false;
  private of = "";
  private observer: IntersectionObserver | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.observer = new IntersectionObserver(([entry]) => (this.seen = entry?.isIntersecting ?? false));
    this.observer.observe(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer?.disconnect();
  }

  protected override willUpdate(_: PropertyValues): void {
    // Whatever changes about a camera has a row: then, and only then, there is something new to read.
    const { may_look, until, available, entity_id, ...noted } = this.camera;
    const of = JSON.stringify(noted);
    if (!this.seen || of === this.of) return;
    this.of = of;
    void this.load(of);
  }

  private async load(of: string): Promise<void> {
    const { account, id: camera } = this.camera;
    try {
      const { rows } = await listLog(this.hass, { account, camera, most: LINES });
      if (of !== this.of) return;
      this.rows = rows;
      this.wrong = undefined;
    } catch (error) {
      const wrong = await sayError(this.hass, error);
      if (of === this.of) this.wrong = wrong;
    }
  }

  override render() {
    const { hass, rows, wrong } = this;
    const names = namesIn(hass, this.overview);
    return html`
      <h4>${say(hass, "mine.last.title")}</h4>
      ${wrong ? html`<p class="second">${wrong}</p>` : nothing}
      ${rows && !wrong && !rows.length ? html`<p class="second">${say(hass, "mine.last.nothing")}</p>` : nothing}
      ${rows && !wrong && rows.length
        ? html`<ul>
            ${rows.slice(0, LINES).map(
              (row) => html`<li>
                ${sentence(hass, row, names)} <span class="second">${when(hass, row.at)}</span>
              </li>`,
            )}
          </ul>`
        : nothing}
    `;
  }
}
