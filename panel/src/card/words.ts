/** What the card says of who is watching. */
import type { Watcher } from "../api";
import type { Hass } from "../hass";
import { list, say } from "../localize";

const named = (hass: Hass, { kind, name, client }: Watcher): string =>
  name ?? (kind === "person" ? null : client) ?? say(hass, `mine.watching.kind.${kind}`);

/** Who else is watching, for an owner; nothing where nobody is. */
export const watching = (hass: Hass, watchers: Watcher[]): string => {
  const others = watchers.filter(({ user }) => user === null || user !== hass.user?.id);
  const names = [...new Set(others.map((watcher) => named(hass, watcher)))];
  return names.length ? say(hass, "card.watching", { names: list(hass, names), count: names.length }) : "";
};
