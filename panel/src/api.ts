/**
 * The integration's websocket commands (docs/commands.md), and what they answer.
 *
 * Times are milliseconds since 1970, UTC.
 * What is not the asking user's to know is not there: a foreign id answers like one that does not exist.
 */
import type { Hass } from "./hass";

export type Role = "owner" | "viewer";
export type Kind = "person" | "automation" | "assistant" | "integration" | "unknown";
export type Channel = "snapshot" | "live" | "file" | "cast" | "assistant" | "ai" | "integration";
export type Allowance = "automations" | "automations_lower" | "assistants" | "integrations" | "ai";
/** Why a picture may, or may not, be shown to the asking user now. */
export type Reason = "granted" | "privacy_on" | "camera_off" | "not_now" | "not_logged" | "ended" | "held" | "refused";

/**
 * When a viewer may look; what is left out does not limit.
 *
 * Weekdays from 0 (Monday); a time `to` before `from` is the next day's.
 */
export interface Times {
  weekdays?: number[];
  from?: string; // HH:MM
  to?: string; // HH:MM, 24:00 for midnight
  until?: string; // the last day, YYYY-MM-DD
  zone: string; // the time zone in which all of it is meant
}

export interface Person {
  id: string;
  name: string; // with what tells namesakes apart
}

export interface Viewer extends Person {
  times: Times | null;
  now: boolean; // whether their times let them look at this moment
}

/** Somebody who is receiving the picture now. */
export interface Watcher {
  id: string; // names these deliveries, until they end
  kind: Kind;
  user: string | null;
  name: string | null;
  client: string | null; // the login's client, or the program's name
  address: string | null;
  channel: Channel;
  since: number;
}

export interface Original {
  entity_id: string; // "" if it is not there
  name: string;
  locked: boolean; // as wanted by the owners
  closed: boolean; // as it really is
  taken_over: boolean;
}

/** What everybody who may look at a camera knows of it. */
export interface CameraSeen {
  id: string;
  name: string;
  entity_id: string; // "" while its account is not loaded
  role: Role;
  may_look: Reason;
  until: number | null; // when that ends by itself
  picture: "live" | "still" | "on_tap"; // `on_tap`: a camera that sleeps, and should not be woken by a page
  available: boolean;
}

export interface OwnCamera extends CameraSeen {
  role: "owner";
  account: string;
  private: boolean;
  private_again: number | null; // when privacy begins again by itself
  on: boolean;
  viewers: Viewer[];
  allow: Allowance[];
  watchers: Watcher[];
  original: Original | null;
  scene: Scene;
}

/**
 * Whether it is checked that a camera shows its own scene, and what became of that.
 *
 * - `off`: owners do not want it, as for a camera that turns
 * - `new`: it is not checked, and no owner has answered yet whether this is their camera
 * - `begins`: a new camera, which is checked as soon as three pictures agree
 * - `known`: it is checked, and shows what it should
 * - `held`: it shows something else, and others, or everybody, get nothing until an owner has answered
 * - `blank`: it is dark or covered, so that it cannot be checked; owners alone see it
 * - `disowned`: an owner said that it is not theirs; it is not even contacted
 */
export interface Scene {
  state: "off" | "new" | "begins" | "known" | "held" | "blank" | "disowned";
  since: number | null; // since when it is held
  settling: boolean; // the first week: owners see what is held, with the question
  anyway_until: number | null; // until when owners see what is held, because one of them wanted that
  can_look: boolean; // whether it gives a picture to be looked at
}

/** What an owner is asked when a picture is held. */
export interface Question {
  scene: Scene;
  accepted: string | null; // the last picture that was known, as a data: address; none after a restart
  now: string[] | null; // what it shows now, coarsely: 9 rows of 16 colours, #rrggbb; null before it was looked at
  at: number | null; // when it showed that
}

export type Camera = CameraSeen | OwnCamera;

export interface Account {
  id: string;
  name: string;
  loaded: boolean;
  owners: Person[];
  assistants: boolean; // whether assistants may use its cameras, where the camera allows that
  waiting: number; // changes of somebody else that wait for an answer
  logged: boolean; // whether what leaves is written down
}

export interface Overview {
  accounts: Account[]; // those that the user owns, or may answer for
  cameras: Camera[]; // by name
  may_set_up: boolean; // an administrator
  any: boolean; // whether there is any account; told to administrators, true for everybody else
}

/** One thing that somebody else entered, or that an owner has to confirm. */
export interface Waiting {
  id: string;
  grant: "owner" | "without_owner" | "viewer" | "allow" | "lowerer" | "on" | "source" | "name" | "address" | "restored";
  camera: { id: string; name: string } | null;
  person: Person | null; // whose right it would be
  what: string | null; // the allowance, the automation's name, the new address without a secret
  was: string | null; // of a name or a source
  times?: Times | null; // of a viewer
  by: string | null; // who entered it, as they were called then
  at: number | null;
  may_reject: boolean; // false for a name and an address: whoever set it has to set it back
}

export interface WaitingList {
  change_id: string; // names exactly this list
  items: Waiting[];
}

export interface LogRow {
  number: number;
  at: number;
  event: string;
  camera: string | null;
  person: string | null;
  said: Record<string, unknown>;
}

export interface Head {
  number: number;
  hash: string; // hex
}

export interface LogState {
  days: number; // for how long rows are kept
  rows: number;
  since: number | null; // of the oldest row
  head: Head | null; // null before the first row
  logged: boolean;
}

export interface Proof {
  contents: string[]; // hex, of the rows after the remembered one
  reaches: Head;
  head: Head;
}

export interface Verified {
  whole: boolean;
  parts: { part: string; first: number; last: number; hash: string; wrong: { row: number; fault: string } | null }[];
}

export interface Day {
  day: string; // YYYY-MM-DD in the zone that was asked for
  views: number;
  refusals: number;
}

/** One thing that this installation leaves open. */
export interface Finding {
  id: string;
  kind: string; // names the sentence of the page
  severity: "serious" | "moderate" | "minor";
  values: Record<string, string>; // for the sentence
  fix: string | null; // names what `check_up/fix` does; null if it can only be done elsewhere
  path: string | null; // a page of Home Assistant where it can be done
  may_fix: boolean; // else an administrator, or an owner, has to
}

export interface SetUpOptions {
  people: Person[];
  // Those of other integrations that can be guarded, with the integration's name.
  cameras: { entity_id: string; name: string; platform: string }[];
}

export interface SetUp {
  owners: string[];
  cameras: string[]; // entity ids
  viewers: string[];
}

const command = <T>(hass: Hass, type: string, data: Record<string, unknown> = {}): Promise<T> =>
  hass.callWS<T>({ type: `dropcam_privacy/${type}`, ...data });

/** Hears the overview now, and whenever it changes. */
export const subscribeOverview = (hass: Hass, heard: (overview: Overview) => void) =>
  hass.connection.subscribeMessage<Overview>(heard, { type: "dropcam_privacy/overview/subscribe" });

/** For owners: whom they may let in. */
export const people = (hass: Hass) => command<Person[]>(hass, "people");

// Changes of one's own camera. Each is in force, and durable, when it answers.
export const setPrivate = (hass: Hass, camera: string, on: boolean, seconds?: number) =>
  command<null>(hass, "camera/private", { camera, private: on, ...(seconds === undefined ? {} : { seconds }) });
export const setOn = (hass: Hass, camera: string, on: boolean) => command<null>(hass, "camera/on", { camera, on });
export const setViewers = (hass: Hass, camera: string, viewers: { user: string; times: Times | null }[]) =>
  command<null>(hass, "camera/viewers", { camera, viewers });
export const setAllow = (hass: Hass, camera: string, allow: Allowance[]) =>
  command<null>(hass, "camera/allow", { camera, allow });
export const setAssistants = (hass: Hass, account: string, on: boolean) =>
  command<null>(hass, "account/assistants", { account, on });
/** Ends what somebody is receiving; for a minute they get nothing more of this camera. */
export const endWatcher = (hass: Hass, camera: string, watcher: string) =>
  command<null>(hass, "camera/end", { camera, watcher });
export const setOriginal = (hass: Hass, camera: string, lock: boolean, takeOver: boolean) =>
  command<null>(hass, "camera/original", { camera, lock, take_over: takeOver });

export const sceneQuestion = (hass: Hass, camera: string) =>
  command<Question>(hass, "scene/question", { camera });
/**
 * Says of what is held: it is mine, and was `moved`; mine, in another `light`; or `not_mine`, which stays held, and the
 * camera is not contacted any more, until it is said to be `mine`.
 */
export const answerScene = (hass: Hass, camera: string, answer: "moved" | "light" | "not_mine" | "mine") =>
  command<Scene>(hass, "scene/answer", { camera, answer });
/** Says that a camera shows what it should, which is checked from now on. Answers with that picture (data:). */
export const setUpScene = (hass: Hass, camera: string) =>
  command<{ scene: Scene; picture: string | null }>(hass, "scene/set_up", { camera });
/** Has a camera not checked, as one that turns. */
export const stopScene = (hass: Hass, camera: string) => command<Scene>(hass, "scene/off", { camera });
/** Shows owners what is held, for five minutes. */
export const showAnyway = (hass: Hass, camera: string) => command<Scene>(hass, "scene/anyway", { camera });
/** Looks at once whether a camera shows its own scene again. */
export const lookAgain = (hass: Hass, camera: string) => command<Scene>(hass, "scene/look", { camera });

export const listWaiting = (hass: Hass, account: string) => command<WaitingList>(hass, "changes/list", { account });
/** Accepts and rejects exactly these of a list that was seen; the rest waits on. */
export const answerWaiting = (hass: Hass, account: string, changeId: string, accept: string[], reject: string[]) =>
  command<WaitingList>(hass, "changes/answer", { account, change_id: changeId, accept, reject });

export interface LogWanted {
  account: string;
  camera?: string;
  person?: string;
  events?: string[];
  since?: number;
  until?: number;
  before?: number[];
  most?: number;
}
export const listLog = (hass: Hass, wanted: LogWanted) =>
  command<{ rows: LogRow[]; before: number[] | null }>(hass, "log/list", { ...wanted });
export const logState = (hass: Hass, account: string) => command<LogState>(hass, "log/state", { account });
export const logDays = (hass: Hass, account: string, since: number, zone: string, camera?: string) =>
  command<Day[]>(hass, "log/days", { account, since, zone, ...(camera === undefined ? {} : { camera }) });
export const keepLog = (hass: Hass, account: string, days: number) =>
  command<null>(hass, "log/keep", { account, days });
export const verifyLog = (hass: Hass, account: string) => command<Verified>(hass, "log/verify", { account });
/** Null says that there can be no proof: the row was pruned, or the log does not reach it. */
export const proveLog = (hass: Hass, account: string, head: Head) =>
  command<Proof | null>(hass, "log/prove", { account, ...head });

export const checkUp = (hass: Hass) => command<Finding[]>(hass, "check_up");
export const fix = (hass: Hass, id: string) => command<Finding[]>(hass, "check_up/fix", { finding: id });

export const setUpOptions = (hass: Hass) => command<SetUpOptions>(hass, "set_up/options");
export const setUp = (hass: Hass, wanted: SetUp) => command<null>(hass, "set_up", { ...wanted });
