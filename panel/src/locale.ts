/** Dates, hours and weekdays as the user's language writes them, in the language that the sentences are in. */
import type { Hass } from "./hass";
import { language, say } from "./localize";

/** The user's own variant of the sentences' language: "en-GB" where the page speaks English. */
export const locale = (hass: Hass): string => {
  const spoken = language(hass);
  const own = hass.locale.language;
  return own.split("-")[0] === spoken.split("-")[0] ? own : spoken;
};

/** Whether hours are counted to twelve, as the user chose in their profile. */
const twelve = (hass: Hass): boolean => {
  const wanted = hass.locale.time_format;
  if (wanted === "12" || wanted === "24") return wanted === "12";
  const of = wanted === "system" ? undefined : hass.locale.language;
  return new Intl.DateTimeFormat(of, { hour: "numeric" }).resolvedOptions().hour12 ?? false;
};

/** Says a time of day, HH:MM; 24:00 is the end of the day. */
export const sayTime = (hass: Hass, time: string): string => {
  if (time === "24:00") return say(hass, twelve(hass) ? "who.times.midnight" : "who.times.24");
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  const cycle = twelve(hass)
    ? ({ hour: "numeric", hourCycle: "h12" } as const)
    : ({ hour: "2-digit", hourCycle: "h23" } as const);
  return new Intl.DateTimeFormat(locale(hass), { ...cycle, minute: "2-digit", timeZone: "UTC" }).format(
    Date.UTC(2024, 0, 1, hour, minute),
  );
};

/** Says a day, YYYY-MM-DD. */
export const sayDay = (hass: Hass, day: string): string =>
  new Intl.DateTimeFormat(locale(hass), { dateStyle: "long", timeZone: "UTC" }).format(Date.parse(`${day}T00:00:00Z`));

/** Says a moment, in milliseconds, by the clock of Home Assistant or of the browser, as the user chose. */
export const sayMoment = (hass: Hass, at: number): string =>
  new Intl.DateTimeFormat(locale(hass), {
    dateStyle: "long",
    timeStyle: "short",
    hour12: twelve(hass),
    ...(hass.locale.time_zone === "server" ? { timeZone: hass.config.time_zone } : {}),
  }).format(at);

/** Names a weekday, from 0 for Monday. */
export const sayWeekday = (hass: Hass, weekday: number, length: "short" | "long"): string =>
  new Intl.DateTimeFormat(locale(hass), { weekday: length, timeZone: "UTC" }).format(Date.UTC(2024, 0, 1 + weekday));

/** The weekdays in the order in which the user's weeks run. */
export const weekdays = (hass: Hass): number[] => {
  const names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
  const wanted = names.indexOf(hass.locale.first_weekday ?? "");
  const first = wanted >= 0 ? wanted : firstWeekday(hass.locale.language);
  return names.map((_, place) => (first + place) % 7);
};

const firstWeekday = (of: string): number => {
  const known = new Intl.Locale(of) as Intl.Locale & { weekInfo?: Week; getWeekInfo?: () => Week };
  return ((known.getWeekInfo?.() ?? known.weekInfo)?.firstDay ?? 1) - 1;
};
interface Week {
  firstDay: number;
}

/** The time zone, if the browser knows it: Home Assistant may know newer ones. */
const known = (zone: string): string | undefined => {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone && zone;
  } catch {
    return undefined;
  }
};

/** Today's date in a time zone, YYYY-MM-DD. */
export const today = (zone: string): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: known(zone), dateStyle: "short" }).format();

/** Names a time zone: "Central European Time (Europe/Amsterdam)". */
export const sayZone = (hass: Hass, zone: string): string => {
  if (!known(zone)) return zone;
  const parts = new Intl.DateTimeFormat(locale(hass), { timeZone: zone, timeZoneName: "longGeneric" }).formatToParts();
  const name = parts.find((part) => part.type === "timeZoneName")?.value;
  return name && name !== zone ? `${name} (${zone})` : zone;
};
