import { LitElement, html, nothing } from "lit";
import { property, state } from "lit/decorators.js";
import { setUp, setUpOptions, type Overview, type SetUpOptions } from "../api";
import { define } from "../define";
import { PersonChip } from "../elements/person-chip";
import type { Hass, HassError } from "../hass";
import { list, say, sayError } from "../localize";
import { sharing } from "../sharing-styles";
import { base } from "../styles";
import { welcome } from "../welcome-styles";

define("dropcam-privacy-person", PersonChip);

type Question = "owners" | "cameras" | "viewers";
const QUESTIONS: Question[] = ["owners", "cameras", "viewers"];
/** The question that an error of the integration is about, by what it is called there. */
const ABOUT: Record<string, Question> = { set_up_people: "owners", set_up_cameras: "cameras" };

/** The first start: whose cameras, which, and who else may look, on one page and with one button. */
export class WelcomePage extends LitElement {
  static override styles = [base, sharing, welcome];
  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) overview!: Overview;
  @state() private options: SetUpOptions | undefined;
  @state() private chosen: Record<Question, string[]> = { owners: [], cameras: [], viewers: [] };
  @state() private wrong: { of: Question | "all" | "options"; why: string } | undefined;
  @state() private busy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private async load(): Promise<void> {
    this.wrong = undefined;
    try {
      this.options = await setUpOptions(this.hass);
    } catch (error) {
      this.wrong = { of: "options", why: await sayError(this.hass, error) };
      return;
    }
    const own = this.options.people.filter(({ id }) => id === this.hass.user?.id).map(({ id }) => id);
    if (!this.chosen.owners.length) this.chosen = { ...this.chosen, owners: own };
  }

  override render() {
    const { hass, options } = this;
    return html`
      <h2>${say(hass, "welcome.title")}</h2>
      <p>${say(hass, "welcome.intro")}</p>
      ${
        this.wrong?.of === "options"
          ? html`<div class="wrong" role="alert">
              <p>${this.wrong.why}</p>
              <button class="plain again" @click=${this.load}>${say(hass, "who.again")}</button>
            </div>`
          : nothing
      }
      ${options ? this.form(options) : nothing}
    `;
  }

  private form(options: SetUpOptions) {
    const { hass } = this;
    const others = options.people.filter(({ id }) => !this.chosen.owners.includes(id));
    return html`<form novalidate aria-busy=${this.busy ? "true" : "false"} @submit=${this.send}>
      ${this.question(
        "owners",
        options.people.map((person) => this.person("owners", person)),
      )}
      ${this.question("cameras", this.cameras(options))}
      ${this.question(
        "viewers",
        others.length ? others.map((person) => this.person("viewers", person)) : say(hass, "welcome.viewers.none"),
      )}
      ${options.cameras.length ? this.end(options) : nothing}
    </form>`;
  }

  private end(options: SetUpOptions) {
    const { hass } = this;
    const count = this.chosen.cameras.length;
    return html`<div class="card end">
      <h3>${say(hass, "welcome.then")}</h3>
      ${this.means(options)}
      <button class="main" ?disabled=${this.busy}>
        ${say(hass, this.busy ? "welcome.busy" : count ? "welcome.go" : "welcome.go_none", { count })}
      </button>
      <p class="pending" role="status">${this.busy ? say(hass, "welcome.wait") : nothing}</p>
      ${this.wrong?.of === "all" ? html`<p class="wrong" role="alert">${this.wrong.why}</p>` : nothing}
    </div>`;
  }

  private question(name: Question, content: unknown) {
    const { hass, wrong } = this;
    const bad = wrong?.of === name;
    return html`<fieldset class="card" name=${name} aria-describedby="${name}-hint ${name}-wrong">
      <legend>${say(hass, `welcome.${name}.question`)}</legend>
      <p class="second" id="${name}-hint">${say(hass, `welcome.${name}.hint`)}</p>
      ${content}
      <div id="${name}-wrong">${bad ? html`<p class="wrong" role="alert">${wrong.why}</p>` : nothing}</div>
    </fieldset>`;
  }

  private person(name: Question, { id, name: called }: { id: string; name: string }) {
    const words = id === this.hass.user?.id ? say(this.hass, "welcome.you", { name: called }) : called;
    return this.choice(
      name,
      id,
      html`<dropcam-privacy-person .hass=${this.hass} .user=${id} .name=${called}></dropcam-privacy-person>
        <span class="words">${words}</span>`,
    );
  }

  private choice(name: Question, value: string, words: unknown) {
    return html`<label>
      <input
        type="checkbox"
        name=${name}
        value=${value}
        .checked=${this.chosen[name].includes(value)}
        @change=${(event: Event) => this.choose(name, [value], (event.target as HTMLInputElement).checked)}
      />
      ${words}
    </label>`;
  }

  private choose(name: Question, values: string[], on: boolean): void {
    const kept = this.chosen[name].filter((each) => !values.includes(each));
    this.chosen = { ...this.chosen, [name]: on ? [...kept, ...values] : kept };
    if (this.wrong?.of === name) this.wrong = undefined;
  }

  private cameras({ cameras }: SetUpOptions) {
    const { hass } = this;
    if (!cameras.length)
      return html`<p>${say(hass, "welcome.cameras.none")}</p>
        <a href="/config/integrations/integration/dropcam_privacy">${say(hass, "welcome.cameras.settings")}</a>`;
    const all = cameras.every(({ entity_id }) => this.chosen.cameras.includes(entity_id));
    const platforms = [...new Set(cameras.map(({ platform }) => platform))];
    const ids = cameras.map(({ entity_id }) => entity_id);
    return html`
      ${
        cameras.length > 1
          ? html`<button type="button" class="every plain" @click=${() => this.choose("cameras", ids, !all)}>
              ${say(hass, all ? "welcome.cameras.no_one" : "welcome.cameras.all")}
            </button>`
          : nothing
      }
      ${platforms.map(
        (platform) => html`
          ${platforms.length > 1 ? html`<h3>${platform}</h3>` : nothing}
          ${cameras
            .filter((camera) => camera.platform === platform)
            .map((camera) =>
              this.choice(
                "cameras",
                camera.entity_id,
                html`<span class="words">${camera.name}<span class="second">${camera.entity_id}</span></span>`,
              ),
            )}
        `,
      )}
    `;
  }

  /** What will be so, before it is. */
  private means({ people }: SetUpOptions) {
    const { hass } = this;
    const { owners, viewers } = this.answers;
    const notMine = owners.length > 0 && !owners.includes(hass.user?.id ?? "");
    const others = notMine ? "welcome.means.proposed" : "welcome.means.viewers";
    const named = (ids: string[]) =>
      list(
        hass,
        people.filter(({ id }) => ids.includes(id)).map(({ name }) => name),
      );
    return html`<ol>
      <li>
        ${say(hass, owners.length ? "welcome.means.owners" : "welcome.means.no_owners", { names: named(owners) })}
      </li>
      <li>${say(hass, "welcome.means.locked")}</li>
      <li>${say(hass, "welcome.means.private")}</li>
      ${viewers.length ? html`<li>${say(hass, others, { names: named(viewers) })}</li>` : nothing}
      ${notMine ? html`<li>${say(hass, "welcome.means.not_you")}</li>` : nothing}
    </ol>`;
  }

  /** An owner needs not be let in. */
  private get answers(): Record<Question, string[]> {
    const { owners, viewers } = this.chosen;
    return { ...this.chosen, viewers: viewers.filter((each) => !owners.includes(each)) };
  }

  /** Lets go of who and what cannot be chosen any more; returns which question that was about. */
  private async again(): Promise<Question | undefined> {
    const { people, cameras } = (this.options = await setUpOptions(this.hass));
    const offered = new Set([...people.map(({ id }) => id), ...cameras.map(({ entity_id }) => entity_id)]);
    const gone = QUESTIONS.find((name) => !this.chosen[name].every((each) => offered.has(each)));
    const stay = QUESTIONS.map((name) => [name, this.chosen[name].filter((each) => offered.has(each))]);
    this.chosen = Object.fromEntries(stay) as Record<Question, string[]>;
    return gone;
  }

  private async send(event: Event): Promise<void> {
    event.preventDefault();
    const answers = this.answers;
    this.wrong = undefined;
    const missing = (["owners", "cameras"] as const).find((name) => !answers[name].length);
    if (missing) return this.refuse(missing, say(this.hass, `welcome.${missing}.missing`));
    this.busy = true;
    try {
      await setUp(this.hass, answers); // then there is an account, and another page
    } catch (error) {
      this.busy = false;
      const about = ABOUT[(error as Partial<HassError>).translation_key ?? ""];
      const why = await sayError(this.hass, error);
      if (!this.isConnected) return this.toast(why);
      await this.refuse(about ? ((await this.again()) ?? about) : "all", why);
    }
  }

  /** Tells it where this page has made way for another one: there is an account, although something failed. */
  private toast(message: string): void {
    const detail = { message, duration: -1, dismissable: true };
    document.querySelector("home-assistant")?.dispatchEvent(new CustomEvent("hass-notification", { detail }));
  }

  private async refuse(of: Question | "all", why: string): Promise<void> {
    this.wrong = { of, why };
    await this.updateComplete;
    if (QUESTIONS.includes(of as Question)) this.renderRoot.querySelector<HTMLElement>(`[name=${of}] input`)?.focus();
  }
}
