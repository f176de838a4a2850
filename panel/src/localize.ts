/** The page's own sentences, in the user's language, else in English. They are text: markup in them is shown as it is. */
import type { Hass, HassError } from "./hass";
import { en, id, zhHans } from "./translations";

type Tree = { [key: string]: string | Tree };
const LANGUAGES: Record<string, Tree> = { en, id, "zh-Hans": zhHans };
/** Values of a sentence; `count` chooses between `<key>_one` and `<key>_other` where there are such. */
export type Values = Record<string, string | number>;

/** The language that is spoken: the user's; else one of the same kind; else English. */
export const language = (hass: Hass): string => {
  const [base = "en"] = hass.language.split("-");
  return [hass.language, base].find((each) => each in LANGUAGES) ?? "en";
};

const find = (tree: Tree | undefined, key: string): string | undefined => {
  const found = key.split(".").reduce<string | Tree | undefined>(
    (part, word) => (typeof part === "object" ? part[word] : undefined),
    tree,
  );
  return typeof found === "string" ? found : undefined;
};

/** Says the sentence `key`; a key without one shows itself, so that it is seen. */
export const say = (hass: Hass, key: string, values: Values = {}): string => {
  for (const name of new Set([language(hass), "en"])) {
    const keys = [key];
    if (typeof values.count === "number") keys.unshift(`${key}_${new Intl.PluralRules(name).select(values.count)}`, `${key}_other`);
    for (const each of keys) {
      const sentence = find(LANGUAGES[name], each);
      if (sentence !== undefined) return sentence.replace(/\{(\w+)\}/g, (whole, word: string) => String(values[word] ?? whole));
    }
  }
  return key;
};

/** Joins names as the language does: "Anna, Ben and Carl". */
export const list = (hass: Hass, words: string[]): string =>
  new Intl.ListFormat(language(hass), { type: "conjunction" }).format(words);

/** Says why something did not work: the integration's own translated error, where it is one. */
export const sayError = async (hass: Hass, error: unknown): Promise<string> => {
  const { message, translation_domain: domain, translation_key: key, translation_placeholders: values } = error as Partial<HassError>;
  if (domain && key) {
    await hass.loadBackendTranslation?.("exceptions", domain);
    const sentence = hass.localize(`component.${domain}.exceptions.${key}.message`, values);
    if (sentence) return sentence;
  }
  return message || say(hass, "common.failed");
};
