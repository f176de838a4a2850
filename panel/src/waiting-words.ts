/** What waits, in sentences: "Root wants Carl to see Nursery." */
import type { Waiting } from "./api";
import type { Hass } from "./hass";
import { say } from "./localize";
import { sayMoment } from "./locale";
import { sayTimes } from "./times-words";

const has = (hass: Hass, key: string): boolean => say(hass, key) !== key;

/** Says what somebody wants, or would become so if nobody knows who entered it. */
export const sayWaiting = (hass: Hass, item: Waiting): string => {
  const { grant, by, camera, person, what, was } = item;
  const how = by ? "by" : "nobody";
  const values = {
    by: by ?? "",
    camera: camera?.name ?? "",
    person: person?.name ?? "",
    what: what ?? "",
    was: was ?? "",
  };
  const special = grant === "allow" ? what : person?.id === hass.user?.id ? "you" : "";
  const key = `waiting.${grant}.${special}.${how}`;
  return say(hass, special && has(hass, key) ? key : `waiting.${grant}.${how}`, values);
};

/** Says what follows if it is accepted, where the sentence itself does not. */
export const sayMeaning = (hass: Hass, item: Waiting): string[] => {
  const said: string[] = [];
  if (item.grant === "viewer" && item.times) said.push(sayTimes(hass, item.times));
  if (item.grant === "allow" && item.what && has(hass, `who.allow.${item.what}_hint`)) {
    said.push(say(hass, `who.allow.${item.what}_hint`));
  }
  if (has(hass, `waiting.${item.grant}.means`)) said.push(say(hass, `waiting.${item.grant}.means`));
  return said;
};

/** Says who entered it, and when. */
export const sayAuthor = (hass: Hass, { by, at }: Waiting): string => {
  if (at === null) return say(hass, by ? "waiting.entered_by" : "waiting.entered_nobody", { by: by ?? "" });
  const when = sayMoment(hass, at);
  return by ? say(hass, "waiting.entered", { by, when }) : say(hass, "waiting.entered_when", { when });
};
