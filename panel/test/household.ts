/** What is told of a household with cameras. */
import type { Account, OwnCamera, Overview, Person, Times, Viewer } from "../src/api";

export const ANNA: Person = { id: "anna", name: "Anna" };
export const BEN: Person = { id: "ben", name: "Ben" };
export const CARL: Person = { id: "carl", name: "Carl" };
export const PEOPLE = [ANNA, BEN, CARL];
export const FRIDAYS: Times = {
  weekdays: [4],
  from: "18:00",
  to: "24:00",
  until: "2127-06-30",
  zone: "Europe/Amsterdam",
};

export const viewer = (person: Person, times: Times | null = null, now = true): Viewer => ({ ...person, times, now });

export const account = (more: Partial<Account> = {}): Account => ({
  id: "a",
  name: "Anna's cameras",
  loaded: true,
  owners: [ANNA],
  assistants: true,
  waiting: 0,
  logged: true,
  ...more,
});

export const camera = (more: Partial<OwnCamera> = {}): OwnCamera => ({
  id: "nursery",
  name: "Nursery",
  entity_id: "camera.nursery",
  role: "owner",
  may_look: "granted",
  until: null,
  picture: "live",
  available: true,
  account: "a",
  private: false,
  private_again: null,
  on: true,
  viewers: [],
  allow: [],
  watchers: [],
  original: null,
  scene: { state: "known", since: null, settling: false, anyway_until: null, can_look: true },
  ...more,
});

export const overview = (cameras: OwnCamera[], accounts = [account()]): Overview => ({
  accounts,
  cameras,
  may_set_up: false,
  any: true,
});
