/**
 * The card's visual editor, and its place in the card picker.
 *
 * The form is Home Assistant's: it is there wherever cards are edited, and looks like the editors of its own cards.
 */
import { documentation } from "../../../custom_components/dropcam_privacy/manifest.json";
import type { Hass } from "../hass";
import { say } from "../localize";
import { OURS, TYPE } from "./config";

interface Field {
  name: string;
  required?: boolean;
  default?: boolean;
  selector: Record<string, unknown>;
}

/** The frontend keeps the user's language there: who is asked for labels is not told it. */
const said = (key: string): string => say({ language: document.documentElement.lang || "en" }, `card.${key}`);

const SCHEMA: Field[] = [
  {
    name: "entity",
    required: true,
    selector: { entity: { filter: { domain: "camera", integration: OURS } } },
  },
  { name: "name", selector: { text: {} } },
  { name: "live", default: true, selector: { boolean: {} } },
  { name: "controls", default: true, selector: { boolean: {} } },
];

export const form = () => ({
  schema: SCHEMA,
  computeLabel: (field: { name: string }) => said(`editor.${field.name}`),
  computeHelper: (field: { name: string }) =>
    ["live", "controls"].includes(field.name) ? said(`editor.${field.name}_hint`) : undefined,
});

interface Entry {
  type: string;
  name: string;
  description: string;
  preview: boolean;
  documentationURL: string;
  /** What is suggested for an entity that somebody chose in the picker. */
  getEntitySuggestion(hass: Hass, entity: string): { config: { type: string; entity: string } } | null;
}

/** Puts the card into the picker, once; what it is called is asked when the picker opens, in the language of then. */
export const offer = (): void => {
  const cards = ((window as { customCards?: Entry[] }).customCards ??= []);
  if (cards.some(({ type }) => type === TYPE)) return;
  cards.push({
    type: TYPE,
    get name() {
      return said("picker.name");
    },
    get description() {
      return said("picker.description");
    },
    preview: true,
    documentationURL: `${documentation}#the-page-and-the-card`,
    getEntitySuggestion: ({ entities }, entity) =>
      entity.startsWith("camera.") && entities?.[entity]?.platform === OURS
        ? { config: { type: `custom:${TYPE}`, entity } }
        : null,
  });
};
