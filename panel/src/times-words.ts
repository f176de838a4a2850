/** When somebody may look, in one sentence: "Fridays 18:00 to 24:00, until 30 June 2027". */
import type { Times } from "./api";
import type { Hass } from "./hass";
import { list, say } from "./localize";
import { sayDay, sayTime, weekdays } from "./locale";

export const sayTimes = (hass: Hass, times: Times | null): string => {
  if (!times) return say(hass, "who.times.always");
  const days = times.weekdays && times.weekdays.length < 7 ? sayDays(hass, times.weekdays) : "";
  const hours = times.from !== undefined || times.to !== undefined;
  const [from, to] = [times.from ?? "00:00", times.to ?? "24:00"];
  if (!days && !hours && !times.until) return say(hass, "who.times.always");
  const window = hours ? (to <= from ? "night" : "hours") : "day";
  return say(hass, `who.times.${days ? "days" : "every"}_${window}${times.until ? "_until" : ""}`, {
    days,
    from: sayTime(hass, from),
    to: sayTime(hass, to),
    date: times.until ? sayDay(hass, times.until) : "",
  });
};

/** Names weekdays; three or more in a row are said as one. */
const sayDays = (hass: Hass, chosen: number[]): string => {
  const order = weekdays(hass).filter((day) => chosen.includes(day));
  const runs: number[][] = [];
  for (const day of order) {
    const run = runs.at(-1);
    if (run && ((run.at(-1) ?? 0) + 1) % 7 === day) run.push(day);
    else runs.push([day]);
  }
  const name = (day = 0) => say(hass, `who.days.${day}`);
  const words = runs.flatMap((run) =>
    run.length < 3 ? run.map(name) : [say(hass, "who.days.range", { first: name(run[0]), last: name(run.at(-1)) })],
  );
  return list(hass, words);
};
