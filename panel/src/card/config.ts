/** What is written about a card in a dashboard, and what stands for it in the card picker. */
import { subscribeOverview, type Overview } from "../api";
import type { Hass } from "../hass";

export const TYPE = "dropcam-privacy-card";
/** What entities of ours are registered by. */
export const OURS = "dropcam_privacy";

export interface CardConfig {
  type: string;
  entity: string;
  name?: string;
  live?: boolean;
  controls?: boolean;
}

/** Reads a configuration; what is wrong with it is said as Home Assistant's own cards say it, in English. */
export const read = (config: Partial<CardConfig> | undefined): CardConfig => {
  const { entity, name, live, controls } = config ?? {};
  if (typeof entity !== "string" || !entity) throw new Error("Choose a camera: `entity` is missing.");
  if (!/^camera\.\w+$/.test(entity)) throw new Error(`\`entity\` has to be a camera, and ${entity} is none.`);
  if (name !== undefined && typeof name !== "string") throw new Error("`name` has to be a text.");
  for (const [key, value] of Object.entries({ live, controls })) {
    if (value !== undefined && typeof value !== "boolean") throw new Error(`\`${key}\` has to be true or false.`);
  }
  return { ...config, entity } as CardConfig;
};

/** The overview as it is now, or nothing for whoever is not told one. */
const overviewNow = (hass: Hass): Promise<Overview | undefined> =>
  new Promise((resolve) => {
    const ending = subscribeOverview(hass, (overview) => {
      resolve(overview);
      void ending.then((end) => end());
    });
    ending.catch(() => resolve(undefined));
  });

/** A first configuration: a camera of the user's own; else one that they may look at; else any. */
export const stub = async (hass: Hass, entities: string[] = []): Promise<Omit<CardConfig, "type">> => {
  const cameras = (await overviewNow(hass))?.cameras.filter((camera) => camera.entity_id) ?? [];
  const first = cameras.find((camera) => camera.role === "owner") ?? cameras[0];
  const others = [...entities, ...Object.keys(hass.states)].filter((entity) => entity.startsWith("camera."));
  const ours = others.find((entity) => hass.entities?.[entity]?.platform === OURS);
  return { entity: first?.entity_id ?? ours ?? others[0] ?? "camera.demo" };
};
