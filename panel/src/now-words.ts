/** What it means now that a camera is private, or is not: who can see it, by name. */
import type { Allowance, Account, OwnCamera } from "./api";
import type { Hass } from "./hass";
import { list, say } from "./localize";
import { moment } from "./moments";

const SEE: readonly Allowance[] = ["automations", "assistants", "integrations", "ai"];

/** Says who can see a camera at this moment. */
export const nowWords = (hass: Hass, camera: OwnCamera, account: Account | undefined): string => {
  const us = hass.user?.id;
  const others = (account?.owners ?? []).filter((owner) => owner.id !== us).map((owner) => owner.name);
  const owners = list(hass, [say(hass, "mine.now.you"), ...others]);
  const only = (key: string) =>
    others.length ? say(hass, `mine.now.${key}_owners`, { names: owners }) : say(hass, `mine.now.${key}_you`);
  if (!camera.on) return say(hass, "mine.now.off");
  if (camera.scene.state === "disowned") return say(hass, "mine.now.held");
  if (camera.scene.state === "held" && camera.may_look === "held") return say(hass, "mine.now.held");
  if (camera.private || ["held", "blank"].includes(camera.scene.state)) return only("only");
  if (account?.logged === false) return only("not_logged");
  const people = [...others, ...camera.viewers.filter((viewer) => viewer.now).map((viewer) => viewer.name)];
  const allowed = SEE.filter((each) => camera.allow.includes(each) && (each !== "assistants" || account?.assistants));
  const things = allowed.map((each) => say(hass, `mine.now.${each}`));
  if (people.length && things.length) {
    return say(hass, "mine.now.both", { names: list(hass, people), things: list(hass, things) });
  }
  if (people.length) return say(hass, "mine.now.people", { names: list(hass, people) });
  return things.length ? say(hass, "mine.now.things", { things: list(hass, things) }) : say(hass, "mine.now.nobody");
};

/** What else is worth a sentence: when privacy begins again, and who may look at other times. */
export const moreWords = (hass: Hass, camera: OwnCamera): string[] => {
  if (!camera.on || camera.private) return [];
  const later = camera.viewers.filter((viewer) => !viewer.now).map((viewer) => viewer.name);
  const again = camera.private_again;
  return [
    ...(again === null ? [] : [say(hass, "mine.now.again", { time: moment(hass, again) })]),
    ...(later.length ? [say(hass, "mine.now.later", { names: list(hass, later) })] : []),
  ];
};
