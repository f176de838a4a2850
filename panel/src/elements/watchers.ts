/** Who is receiving a camera's picture right now, each with a button that ends it. */
import { LitElement, css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { endWatcher, type OwnCamera, type Watcher } from "../api";
import type { Hass } from "../hass";
import { say, sayError } from "../localize";
import { device } from "../log-words";
import { moment } from "../moments";
import { base } from "../styles";

export class Watchers extends LitElement {
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
        display: flex;
        align-items: center;
        justify-content: space-between;
        gap: 12px;
        min-height: 48px;
      }
      .about {
        min-width: 0;
        overflow-wrap: anywhere;
        line-height: 1.4;
      }
      .about span {
        display: block;
        font-size: var(--ha-font-size-s, 12px);
      }
      [role="alert"] {
        color: var(--error-color, #db4437);
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) camera!: OwnCamera;
  @state() private ending = new Set<string>();
  @state() private wrong = new Map<string, string>();
  @state() private said = "";

  private name(watcher: Watcher): string {
    if (watcher.user && watcher.user === this.hass.user?.id) return say(this.hass, "mine.watching.you");
    return watcher.name ?? watcher.client ?? say(this.hass, `mine.watching.kind.${watcher.kind}`);
  }

  private about(watcher: Watcher): string[] {
    const { hass } = this;
    const on = device(watcher.client);
    const client = on ? say(hass, `mine.watching.on.${on}`) : watcher.name ? watcher.client : null;
    const channel = say(hass, `mine.watching.channel.${watcher.channel}`);
    const since = say(hass, "mine.watching.since", { time: moment(hass, watcher.since) });
    return [channel, since, client, watcher.address].filter((each) => each !== null);
  }

  private async end(watcher: Watcher): Promise<void> {
    const { id } = watcher;
    this.ending = new Set(this.ending).add(id);
    this.wrong.delete(id);
    this.said = "";
    try {
      await endWatcher(this.hass, this.camera.id, id);
      this.said = say(this.hass, "mine.watching.ended", { name: this.name(watcher) });
    } catch (error) {
      this.wrong.set(id, await sayError(this.hass, error));
    }
    this.ending = new Set([...this.ending].filter((each) => each !== id));
  }

  override render() {
    const { watchers } = this.camera;
    return html`
      ${watchers.length
        ? html`<h4>${say(this.hass, "mine.watching.title")}</h4>
            <ul>
              ${watchers.map((watcher) => this.watcher(watcher))}
            </ul>`
        : nothing}
      <p class="second" role="status">${this.said}</p>
    `;
  }

  private watcher(watcher: Watcher) {
    const { hass } = this;
    const name = this.name(watcher);
    const wrong = this.wrong.get(watcher.id);
    const own = watcher.user !== null && watcher.user === hass.user?.id;
    return html`<li>
      <div class="about">
        ${name}
        <span class="second">${this.about(watcher).join(" · ")}</span>
        ${wrong ? html`<span role="alert">${wrong}</span>` : nothing}
      </div>
      ${own
        ? nothing
        : html`<button
            aria-label=${say(hass, "mine.watching.end_of", { name })}
            ?disabled=${this.ending.has(watcher.id)}
            @click=${() => this.end(watcher)}
          >
            ${say(hass, "mine.watching.end")}
          </button>`}
    </li>`;
  }
}
