/** Whether one's camera shows what it should: the question when it does not, and what is answered. */
import { LitElement, css, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import {
  answerScene,
  lookAgain,
  sceneQuestion,
  setUpScene,
  showAnyway,
  stopScene,
  type OwnCamera,
  type Question,
} from "../api";
import type { Hass } from "../hass";
import { say, sayError } from "../localize";
import { moment, time } from "../moments";
import { base } from "../styles";
import type { Confirm } from "./confirm";

type Answer = "moved" | "light" | "not_mine" | "mine";
const PICTURE = /^data:image\/jpeg;base64,[A-Za-z0-9+/=]+$/;

export class SceneState extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .notice {
        display: flex;
        flex-direction: column;
        gap: 12px;
        padding: 12px 16px;
        border-radius: 12px;
        border: 1px solid var(--divider-color, #e0e0e0);
      }
      .held {
        border: 2px solid var(--warning-color, #b26a00);
      }
      h4 {
        margin: 0;
        font-size: inherit;
        font-weight: var(--ha-font-weight-medium, 500);
      }
      .buttons,
      .pictures {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
      }
      .buttons button {
        min-height: 44px;
        text-align: start;
      }
      figure {
        flex: 1 1 200px;
        margin: 0;
      }
      img {
        display: block;
        width: 100%;
        border-radius: 8px;
      }
      [role="status"]:empty {
        display: none;
      }
      .wrong {
        color: var(--error-color, #db4437);
      }
    `,
  ];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) camera!: OwnCamera;
  @state() private question: Question | undefined;
  @state() private picture: string | undefined;
  @state() private busy = false;
  @state() private wrong: string | undefined;

  /** Does one thing at a time; says what was wrong with it. */
  private async do<T>(work: Promise<T>): Promise<T | undefined> {
    this.busy = true;
    this.wrong = undefined;
    try {
      return await work;
    } catch (error) {
      this.wrong = await sayError(this.hass, error);
      return undefined;
    } finally {
      this.busy = false;
    }
  }

  private async ask(): Promise<void> {
    this.question = (await this.do(sceneQuestion(this.hass, this.camera.id))) ?? this.question;
  }

  private async setUp(): Promise<void> {
    const set = await this.do(setUpScene(this.hass, this.camera.id));
    if (set?.picture && PICTURE.test(set.picture)) this.picture = set.picture;
  }

  private async look(): Promise<void> {
    await this.do(lookAgain(this.hass, this.camera.id));
    if (!this.wrong) await this.ask();
  }

  private async answer(answer: Answer): Promise<void> {
    if (answer === "not_mine" && !(await this.renderRoot.querySelector<Confirm>("dropcam-privacy-confirm")?.ask())) {
      return;
    }
    if (await this.do(answerScene(this.hass, this.camera.id, answer))) this.question = undefined;
  }

  private say(key: string, values = {}): string {
    return say(this.hass, `mine.scene.${key}`, { camera: this.camera.name, ...values });
  }

  private button(key: string, chosen: () => void, main = false) {
    return html`<button class=${`${key} ${main ? "main" : ""}`} ?disabled=${this.busy} @click=${chosen}>
      ${this.say(key)}
    </button>`;
  }

  override render() {
    const inner = this.inner();
    if (inner === nothing && !this.wrong) return nothing;
    const held = ["held", "disowned"].includes(this.camera.scene.state);
    return html`<section class="notice ${held ? "held" : ""}" aria-label=${this.say("title")} aria-busy=${this.busy}>
      ${inner}
      <p role="status">${this.busy ? this.say("moment") : nothing}</p>
      ${this.wrong ? html`<p class="wrong" role="alert">${this.wrong}</p>` : nothing}
      <dropcam-privacy-confirm .hass=${this.hass} .heading=${this.say("not_mine")} .action=${this.say("not_mine")}>
        ${this.say("not_mine_means")}
      </dropcam-privacy-confirm>
    </section>`;
  }

  private inner() {
    const { scene } = this.camera;
    const since = scene.since === null ? "" : moment(this.hass, scene.since);
    switch (scene.state) {
      case "new":
        return html`<h4>${this.say("ask")}</h4>
          <p>${this.say("ask_more")}</p>
          <div class="buttons">
            ${this.button("yes", () => void this.setUp(), true)}
            ${this.button("turns", () => void this.do(stopScene(this.hass, this.camera.id)))}
          </div>`;
      case "begins":
        return html`<p>${this.say("begins")}</p>`;
      case "known":
        return this.picture
          ? html`<p>${this.say("knows")}</p>
              <img src=${this.picture} alt=${this.say("accepted")} />`
          : nothing;
      case "blank":
        return html`<p>${this.say("blank")}</p>`;
      case "disowned":
        return html`<h4>${this.say("disowned", { since })}</h4>
          <p>${this.say("tell")}</p>
          <div class="buttons">${this.button("mine", () => void this.answer("mine"))}</div>`;
      case "held":
        return html`<h4>${this.say("held")}</h4>
          <p>${this.say(scene.settling ? "held_settling" : "held_more", { since })}</p>
          ${scene.anyway_until === null
            ? nothing
            : html`<p>${this.say("anyway_until", { time: time(this.hass, scene.anyway_until) })}</p>`}
          ${this.question ? this.asked(this.question) : html`<div class="buttons">
                ${this.button("look", () => void this.ask(), true)}
              </div>`}`;
      default:
        return nothing;
    }
  }

  private asked(question: Question) {
    const { accepted, now } = question;
    const { scene } = this.camera;
    const known = accepted !== null && PICTURE.test(accepted) ? accepted : undefined;
    return html`<div class="pictures">
        <figure>
          <figcaption>${this.say("accepted")}</figcaption>
          ${known ? html`<img src=${known} alt=${this.say("accepted")} />` : html`<p>${this.say("accepted_none")}</p>`}
        </figure>
        <figure>
          <figcaption>${this.say("now")}</figcaption>
          ${now
            ? html`<dropcam-privacy-mosaic .cells=${now} .label=${this.say("now")}></dropcam-privacy-mosaic>`
            : html`<p>${this.say("now_none")}</p>`}
        </figure>
      </div>
      <div class="buttons">
        ${now
          ? html`${this.button("moved", () => void this.answer("moved"))}
            ${this.button("light", () => void this.answer("light"))}`
          : nothing}
        ${this.button("not_mine", () => void this.answer("not_mine"))}
        ${this.button("turns", () => void this.do(stopScene(this.hass, this.camera.id)))}
        ${this.button("anyway", () => void this.do(showAnyway(this.hass, this.camera.id)))}
        ${scene.can_look ? this.button("again", () => void this.look()) : nothing}
      </div>`;
  }
}
