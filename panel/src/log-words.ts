/**
 * The rows of a log in sentences. What a row says was written by the integration (its `audit` package), but whoever can
 * write to the disk can write anything there: every value is taken only as what it should be, and shown as text.
 */
import type { LogRow } from "./api";
import type { Hass } from "./hass";
import { say, type Values } from "./localize";
import { long, moment } from "./moments";

export interface Names {
  camera(id: string): string;
  person(id: string): string | undefined;
}

type Device = "phone" | "computer" | "browser";

/** What kinds of rows there are to look for, by their events. */
export const GROUPS = {
  received: ["received"],
  refused: ["refused"],
  privacy: ["privacy_on", "privacy_off", "turned_on", "turned_off"],
  rights: ["given", "taken", "proposed", "withdrawn", "put_out"],
  originals: ["locked", "released", "login_refused", "login_entered"],
  scenes: ["scene_set_up", "scene_off", "scene_held", "scene_back", "scene_answered", "scene_anyway"],
  log: ["keeping", "started", "stopped", "gap", "pruned", "begun", "differs"],
} as const satisfies Record<string, readonly string[]>;
export type Group = keyof typeof GROUPS;

const KINDS = ["automation", "assistant", "integration"];
const REASONS = ["privacy_on", "camera_off", "not_allowed", "owners_only", "not_logged", "not_now", "ended", "held"];
const ANSWERS = ["moved", "light", "not_mine", "mine"];
const GRANTS = ["owner", "viewer", "allow", "lowerer", "assistants", "address", "source", "on", "name", "restored"];
const ALLOWANCES = ["automations", "automations_lower", "assistants", "integrations", "ai"];
// By which client a login was made: the apps say who they are, and a browser the address of Home Assistant.
const APPS: [RegExp, Device][] = [
  [/^(https?:\/\/)?home-assistant\.io\/(ios|android)/i, "phone"],
  [/^home assistant for (ios|android)/i, "phone"],
  [/^(https?:\/\/)?home-assistant\.io\/macos/i, "computer"],
  [/^home assistant for (mac|windows|linux)/i, "computer"],
  [/^https?:\/\//i, "browser"],
];

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const number = (value: unknown): number => (typeof value === "number" && Number.isFinite(value) ? value : 0);

/** On what somebody looked, where their login's client tells. */
export const device = (client: unknown): Device | undefined =>
  APPS.find(([pattern]) => pattern.test(text(client)))?.[1];

/** Says who did or asked for something, as they are called now, else as they were then; undefined: nobody knows. */
const who = (
  hass: Hass,
  names: Names,
  person: string,
  said: Record<string, unknown>,
  as: "who" | "whom" = "who", // how a sentence begins is not how it goes on
): string | undefined => {
  const name = (person && names.person(person)) || text(said.name);
  if (name) return name;
  const [kind, program] = [text(said.kind), text(said.client)];
  if (program && !device(program)) return say(hass, `log.${as}.program`, { name: program });
  if (KINDS.includes(kind)) return say(hass, `log.${as}.${kind}`);
  return person || kind === "person" ? say(hass, `log.${as}.somebody`) : undefined;
};

class Sentence {
  private camera: string;
  private who: string | undefined;
  private said: Record<string, unknown>;

  constructor(
    private hass: Hass,
    private row: LogRow,
    private names: Names,
    private now: number,
  ) {
    this.said = row.said;
    this.camera = row.camera ? names.camera(row.camera) : say(hass, "log.camera.gone");
    this.who = who(hass, names, row.person ?? "", row.said);
  }

  private say(key: string, values: Values = {}): string {
    const doer = this.who ?? say(this.hass, "log.who.somebody");
    return say(this.hass, `log.${key}`, { who: doer, camera: this.camera, ...values });
  }

  private received(): string {
    const pictures = number(this.said.pictures);
    const seconds = number(this.said.seconds);
    if (typeof this.said.first !== "number") return this.say("received.nothing");
    const values = { long: long(this.hass, seconds), count: pictures };
    const one = pictures <= 1 && seconds <= 1;
    const on = device(this.said.client);
    const by = (key: string) => this.say(`received.${key}${on ? `_${on}` : ""}`, values);
    const named = Boolean(this.row.person);
    switch (text(this.said.channel)) {
      case "snapshot":
        return by(pictures <= 1 ? "picture" : "pictures");
      case "file":
        return this.say(one ? "received.saved" : "received.recorded", values);
      case "cast":
        return this.say("received.cast", values);
      case "assistant":
        return this.say(named ? "received.assistant" : "received.by_assistant", values);
      case "ai":
        return this.say(named ? "received.ai" : "received.by_ai", values);
      case "integration":
        return this.say(one ? "received.taken" : "received.taking", values);
      default:
        return by("live");
    }
  }

  private refused(): string {
    const reason = text(this.said.reason);
    const known = REASONS.includes(reason) ? reason : this.row.person || this.who ? "refused" : "nobody";
    return this.say(`refused.${known}`, { count: Math.max(1, number(this.said.times)) });
  }

  /** What may happen with nobody known to have done it, as a time that is over. */
  private switched(more = "", values: Values = {}): string {
    return this.say(`${this.row.event}.${this.who ? "by" : "itself"}${more}`, values);
  }

  private right(): string {
    const grant = text(this.said.grant);
    const what = text(this.said.what);
    if (!GRANTS.includes(grant) || (grant === "allow" && !ALLOWANCES.includes(what))) return this.unnamed();
    const key =
      grant === "allow" && what === "automations_lower"
        ? "allow_lower"
        : this.said.without === true
          ? "without_owner"
          : grant;
    const sentence = this.say(`${this.row.event}.${key}`, {
      whose: this.whose,
      what: what ? say(this.hass, `log.what.${what}`) : "",
      was: text(this.said.was),
      now: text(this.said.now),
    });
    return sentence.startsWith("log.") ? this.unnamed() : sentence;
  }

  /** Whom it is about, who was perhaps a program. */
  private get whose(): string {
    const { whose_name: name, whose_kind: kind, whose_client: client } = this.said;
    const them = who(this.hass, this.names, text(this.said.whose), { name, kind, client }, "whom");
    return them ?? say(this.hass, "log.whom.somebody");
  }

  private unnamed(): string {
    return this.say(this.row.camera ? "unnamed_camera" : "unnamed", { event: this.row.event });
  }

  get words(): string {
    const said = this.said;
    switch (this.row.event) {
      case "received":
        return this.received();
      case "refused":
        return this.refused();
      case "privacy_on":
      case "turned_on":
      case "turned_off":
      case "locked":
        return this.switched();
      case "privacy_off": {
        const until = number(said.until);
        return until ? this.switched("_until", { until: moment(this.hass, until, this.now) }) : this.switched();
      }
      case "released":
        return this.switched(said.camera_removed === true ? "_removed" : "");
      case "given":
      case "taken":
      case "proposed":
      case "withdrawn":
        return this.right();
      case "put_out":
        return this.say("put_out", { whose: this.whose });
      case "login_refused":
        return this.say("login_refused");
      case "login_entered":
        return this.say(`login_entered.${said.accepted === false ? "waits" : "accepted"}`);
      case "scene_set_up":
        return this.switched();
      case "scene_off":
      case "scene_back":
      case "scene_anyway":
        return this.say(this.row.event);
      case "scene_held":
        return this.say(`scene_held.${said.why === "blank" ? "blank" : "other"}`);
      case "scene_answered": {
        const answer = text(said.answer);
        return ANSWERS.includes(answer) ? this.say(`scene_answered.${answer}`) : this.unnamed();
      }
      case "keeping":
        return this.say("keeping", { count: number(said.days) });
      case "started":
        return this.say(`started.${said.after === "kill" || said.after === "nothing" ? said.after : "stop"}`);
      case "stopped":
        return this.say("stopped");
      case "gap":
        return this.say("gap", { count: number(said.lost) });
      case "pruned":
        return this.say(`pruned.${said.why === "size" ? "size" : "age"}`, {
          from: number(said.from),
          to: number(said.to),
        });
      case "begun":
        return this.say(`begun.${said.why === "damaged" ? "damaged" : "new"}`);
      case "differs":
        return this.say("differs", { expected: number(said.expected), found: number(said.found) });
      default:
        return this.unnamed();
    }
  }
}

/** Says what a row tells, in one or two whole sentences; when it was stands apart (`when`). */
export const sentence = (hass: Hass, row: LogRow, names: Names, now = Date.now()): string => {
  const words = new Sentence(hass, row, names, now).words;
  // A name stays as it is, what stands for one begins a sentence.
  return words.startsWith(say(hass, "log.camera.gone")) ? words.charAt(0).toUpperCase() + words.slice(1) : words;
};

export { when } from "./moments";
