/** What of Home Assistant's frontend the page and the card rely on: the object that it hands to panels and cards. */

export interface HassEntity {
  entity_id: string;
  state: string;
  attributes: Record<string, unknown>;
}

export interface HassError {
  code: string;
  message: string;
  translation_key?: string;
  translation_domain?: string;
  translation_placeholders?: Record<string, string>;
}

export interface Connection {
  /** Ends when the function that it resolves to is called; after a reconnect the subscription is made anew. */
  subscribeMessage<T>(callback: (event: T) => void, message: Record<string, unknown>): Promise<() => Promise<void>>;
  addEventListener(event: "ready" | "disconnected", listener: () => void): void;
  removeEventListener(event: "ready" | "disconnected", listener: () => void): void;
}

export interface Hass {
  states: Record<string, HassEntity | undefined>;
  entities?: Record<string, { platform?: string } | undefined>;
  user: { id: string; name: string; is_admin: boolean } | undefined;
  language: string;
  locale: { language: string; time_format?: string; time_zone?: string; first_weekday?: string };
  config: { time_zone: string };
  connection: Connection;
  dockedSidebar?: "docked" | "always_hidden" | "auto";
  kioskMode?: boolean;
  localize(key: string, values?: Record<string, unknown>): string;
  loadBackendTranslation?(category: string, integration: string): Promise<unknown>;
  callWS<T>(message: Record<string, unknown>): Promise<T>;
  callService(
    domain: string,
    service: string,
    data?: Record<string, unknown>,
    target?: Record<string, unknown>,
    notifyOnError?: boolean,
    returnResponse?: boolean,
  ): Promise<{ response?: unknown }>;
  hassUrl(path?: string): string;
}

export interface Route {
  prefix: string;
  path: string;
}
