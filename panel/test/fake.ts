/** A frontend without a server: what commands are answered is said by each test. */
import type { Hass } from "../src/hass";

type Answers = Record<string, unknown>;

export interface FakeHass extends Hass {
  asked: Record<string, unknown>[];
  /** Sends an event to every subscription of a type. */
  tell(type: string, event: unknown): void;
}

/** Makes one that answers commands by their type without the domain: with a value, or what a function makes of the message. */
export const fakeHass = (answers: Answers = {}, more: Partial<Hass> = {}): FakeHass => {
  const asked: Record<string, unknown>[] = [];
  const subscriptions = new Map<string, Set<(event: never) => void>>();
  const key = (type: unknown) => String(type).replace(/^dropcam_privacy\//, "");
  const answer = (message: Record<string, unknown>): unknown => {
    const found = answers[key(message.type)];
    return typeof found === "function" ? found(message) : found;
  };
  return {
    states: {},
    user: { id: "anna", name: "Anna", is_admin: false },
    language: "en",
    locale: { language: "en" },
    config: { time_zone: "Europe/Amsterdam" },
    connection: {
      subscribeMessage: async (callback, message) => {
        asked.push(message);
        const all = subscriptions.get(key(message.type)) ?? new Set();
        subscriptions.set(key(message.type), all.add(callback as never));
        const first = answer(message);
        if (first !== undefined) (callback as (event: unknown) => void)(first);
        return async () => void all.delete(callback as never);
      },
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    },
    localize: () => "",
    callWS: async <T>(message: Record<string, unknown>) => {
      asked.push(message);
      return answer(message) as T;
    },
    callService: async (domain, service, data, target) => {
      asked.push({ type: "call_service", domain, service, data, target });
      return {};
    },
    hassUrl: (path = "") => path,
    asked,
    tell: (type, event) => subscriptions.get(type)?.forEach((callback) => callback(event as never)),
    ...more,
  };
};
