/** Moments and lengths of time in words: in the page's language, the user's clock (12 or 24 hours) and time zone. */
import type { Hass } from "./hass";
import { language, say } from "./localize";

const DAY = 86_400_000;

/** The time zone in which the user reads times: Home Assistant's, or their browser's, as their profile says. */
export const zone = (hass: Hass): string =>
  hass.locale.time_zone === "server" ? hass.config.time_zone : Intl.DateTimeFormat().resolvedOptions().timeZone;

const format = (hass: Hass, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const { time_format: clock } = hass.locale;
  const hours = clock === "12" ? { hour12: true } : clock === "24" ? { hourCycle: "h23" as const } : {};
  const timed = options.hour !== undefined || options.timeStyle !== undefined;
  // "System" means the browser's own language.
  const tongue = clock === "system" && timed && !options.weekday ? undefined : language(hass);
  return new Intl.DateTimeFormat(tongue, { timeZone: zone(hass), ...options, ...(timed ? hours : {}) });
};

/** The day of a moment in the user's time zone, YYYY-MM-DD. */
export const dayOf = (hass: Hass, at: number): string =>
  new Intl.DateTimeFormat("en-CA", { timeZone: zone(hass), year: "numeric", month: "2-digit", day: "2-digit" }).format(
    at,
  );

/** The day after one, YYYY-MM-DD. */
export const nextDay = (day: string): string => new Date(Date.parse(day) + DAY).toISOString().slice(0, 10);

/** When a day (YYYY-MM-DD) begins in the user's time zone. */
export const startOfDay = (hass: Hass, day: string): number => {
  const wall = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone(hass),
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const ahead = (at: number): number => Date.parse(`${wall.format(at).replace(", ", "T")}Z`) - at;
  const midnight = Date.parse(day);
  // Twice, as the clock may be put forward or back between the two midnights.
  return midnight - ahead(midnight - ahead(midnight));
};

/** How many days ago a moment was, by the calendar. */
const daysAgo = (hass: Hass, at: number, now: number): number =>
  Math.round((Date.parse(dayOf(hass, now)) - Date.parse(dayOf(hass, at))) / DAY);

/** "20:14" */
export const time = (hass: Hass, at: number): string => format(hass, { hour: "numeric", minute: "2-digit" }).format(at);

/** "Tuesday, 24 November 2026 at 20:14:05": the whole of it. */
export const exactly = (hass: Hass, at: number): string =>
  format(hass, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "numeric",
    minute: "2-digit",
    second: "2-digit",
  }).format(at);

/** "today at 20:14", "yesterday at 20:14", else with its date. */
export const moment = (hass: Hass, at: number, now = Date.now()): string => {
  const ago = daysAgo(hass, at, now);
  if (ago === 0 || ago === 1) return say(hass, `log.when.${ago ? "yesterday" : "today"}`, { time: time(hass, at) });
  return format(hass, { day: "numeric", month: "long", hour: "numeric", minute: "2-digit" }).format(at);
};

/** "today at 20:14", "Tuesday evening" within a week, else the date and time. */
export const when = (hass: Hass, at: number, now = Date.now()): string => {
  const ago = daysAgo(hass, at, now);
  if (ago < 2 || ago > 6) return moment(hass, at, now);
  const hour = Number(
    new Intl.DateTimeFormat("en", { timeZone: zone(hass), hour: "2-digit", hourCycle: "h23" }).format(at),
  );
  const part = hour < 5 ? "night" : hour < 12 ? "morning" : hour < 18 ? "afternoon" : "evening";
  return say(hass, `log.when.${part}`, { weekday: format(hass, { weekday: "long" }).format(at) });
};

/** "Today", "Yesterday", "Tuesday, 24 November": the heading over what happened on a day. */
export const dayName = (hass: Hass, at: number, now = Date.now()): string => {
  const ago = daysAgo(hass, at, now);
  if (ago === 0 || ago === 1) return say(hass, `log.day.${ago ? "yesterday" : "today"}`);
  const year = dayOf(hass, at).slice(0, 4) === dayOf(hass, now).slice(0, 4) ? {} : { year: "numeric" as const };
  return format(hass, { weekday: "long", day: "numeric", month: "long", ...year }).format(at);
};

/** "24 Nov": a day of a chart, told by YYYY-MM-DD. */
export const shortDay = (hass: Hass, day: string): string =>
  new Intl.DateTimeFormat(language(hass), { timeZone: "UTC", day: "numeric", month: "short" }).format(Date.parse(day));

/** "24 November 2026": a day told by YYYY-MM-DD; what is no such day stays as it is. */
export const longDay = (hass: Hass, day: string): string => {
  const at = Date.parse(day);
  if (Number.isNaN(at)) return day;
  return new Intl.DateTimeFormat(language(hass), { timeZone: "UTC", dateStyle: "long" }).format(at);
};

/** "3 minutes", "1 hour, 5 minutes": as exact as one would say it. */
export const long = (hass: Hass, seconds: number): string => {
  const unit = (value: number, name: string) =>
    new Intl.NumberFormat(language(hass), { style: "unit", unit: name, unitDisplay: "long" }).format(value);
  if (seconds < 60) return unit(Math.max(1, Math.round(seconds)), "second");
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return unit(minutes, "minute");
  const hours = Math.floor(minutes / 60);
  const parts = [unit(hours, "hour"), ...(minutes % 60 ? [unit(minutes % 60, "minute")] : [])];
  return new Intl.ListFormat(language(hass), { type: "unit", style: "long" }).format(parts);
};
