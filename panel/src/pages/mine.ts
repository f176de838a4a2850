/** The page "Mine": one's own cameras, by account where there are several, and those that others let one look at. */
import { LitElement, css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { setPrivate, type Account, type CameraSeen, type OwnCamera, type Overview } from "../api";
import type { Hass } from "../hass";
import { icon } from "../icons";
import { list, say, sayError } from "../localize";
import { follow } from "../navigate";
import { base } from "../styles";

const ADD = "/config/integrations/dashboard/add?domain=dropcam_privacy";
const INTEGRATION = "/config/integrations/integration/dropcam_privacy";

export class MinePage extends LitElement {
  static override styles = [
    base,
    css`
      section + section {
        margin-top: 32px;
      }
      .head {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: 8px 16px;
        min-height: 40px;
        margin-bottom: 16px;
      }
      .head h2 {
        overflow-wrap: anywhere;
      }
      .cameras {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 320px), 1fr));
        gap: 16px;
        align-items: start;
      }
      [role="alert"] {
        color: var(--error-color, #db4437);
        margin-bottom: 16px;
      }
      .empty {
        max-width: 560px;
        margin: 48px auto;
        padding: 32px 24px;
        text-align: center;
      }
      .empty .icon {
        width: 56px;
        height: 56px;
        color: var(--primary-color, #009ac7);
      }
      .empty > * + * {
        margin-top: 16px;
      }
      a.button {
        display: inline-block;
        padding: 9px 20px;
        border-radius: 20px;
        background: color-mix(in srgb, var(--primary-color, #009ac7) 72%, #000);
        color: var(--text-primary-color, #fff);
        text-decoration: none;
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) overview!: Overview;
  @state() private busy = new Set<string>();
  @state() private wrong = new Map<string, string>();

  private async allPrivate(account: Account, cameras: OwnCamera[]): Promise<void> {
    const { hass } = this;
    this.busy = new Set(this.busy).add(account.id);
    this.wrong.delete(account.id);
    const open = cameras.filter((camera) => !camera.private);
    const made = await Promise.allSettled(open.map((camera) => setPrivate(hass, camera.id, true)));
    const reasons = made.filter((each) => each.status === "rejected").map((each): unknown => each.reason);
    if (reasons.length) {
      const names = list(hass, open.filter((_, place) => made[place]?.status === "rejected").map(({ name }) => name));
      this.wrong.set(account.id, say(hass, "mine.not_all", { names, why: await sayError(hass, reasons[0]) }));
    }
    this.busy = new Set([...this.busy].filter((each) => each !== account.id));
  }

  override render() {
    const { overview } = this;
    const own = overview.cameras.filter((camera): camera is OwnCamera => camera.role === "owner");
    const others = overview.cameras.filter((camera) => camera.role !== "owner");
    const accounts = overview.accounts.filter((account) => own.some((camera) => camera.account === account.id));
    if (!overview.cameras.length) return this.empty();
    return html`
      ${repeat(
        accounts,
        (account) => account.id,
        (account) => this.account(account, own.filter((camera) => camera.account === account.id), accounts.length > 1),
      )}
      ${others.length ? this.others(others, own.length > 0) : nothing}
    `;
  }

  private account(account: Account, cameras: OwnCamera[], several: boolean) {
    const { hass, overview } = this;
    const wrong = this.wrong.get(account.id);
    const open = cameras.some((camera) => !camera.private);
    const name = several ? account.name : say(hass, "mine.yours");
    return html`<section aria-labelledby="account-${account.id}">
      <div class="head">
        <h2 id="account-${account.id}">${name}</h2>
        ${cameras.length > 1 && open
          ? html`<button
              class="main"
              aria-label=${say(hass, "mine.all_private_of", { account: account.name })}
              ?disabled=${this.busy.has(account.id)}
              @click=${() => this.allPrivate(account, cameras)}
            >
              ${say(hass, "mine.all_private")}
            </button>`
          : nothing}
      </div>
      ${wrong ? html`<p role="alert">${wrong}</p>` : nothing}
      <div class="cameras">
        ${repeat(
          cameras,
          (camera) => camera.id,
          (camera) => html`<dropcam-privacy-own-camera
            .hass=${hass}
            .camera=${camera}
            .overview=${overview}
          ></dropcam-privacy-own-camera>`,
        )}
      </div>
    </section>`;
  }

  private others(cameras: CameraSeen[], headed: boolean) {
    const heading = say(this.hass, headed ? "mine.others" : "mine.seen.title");
    return html`<section aria-labelledby="others">
      <div class="head"><h2 id="others">${heading}</h2></div>
      <div class="cameras">
        ${repeat(
          cameras,
          (camera) => camera.id,
          (camera) => html`<dropcam-privacy-seen-camera
            .hass=${this.hass}
            .camera=${camera}
          ></dropcam-privacy-seen-camera>`,
        )}
      </div>
    </section>`;
  }

  private empty() {
    const { hass, overview } = this;
    const owns = overview.accounts.length > 0;
    const who = owns ? "owner" : overview.may_set_up ? "admin" : "stranger";
    const link = owns ? INTEGRATION : ADD;
    return html`<div class="card empty">
      ${icon("camera")}
      <h2>${say(hass, `mine.empty.${who}`)}</h2>
      <p class="second">${say(hass, `mine.empty.${who}_more`)}</p>
      ${overview.may_set_up
        ? html`<p><a class="button" href=${link} @click=${follow}>${say(hass, "mine.empty.set_up")}</a></p>`
        : nothing}
    </div>`;
  }
}
