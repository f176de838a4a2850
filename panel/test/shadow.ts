/** Finds and works elements through the shadow trees, as somebody who sees and clicks does. */
import type { LitElement } from "lit";

/** All elements that match, in every shadow tree below. */
export const all = <T extends HTMLElement = HTMLElement>(root: Element | ShadowRoot, selector: string): T[] => [
  ...root.querySelectorAll<T>(selector),
  ...[root, ...root.querySelectorAll("*")].flatMap((each) =>
    "shadowRoot" in each && each.shadowRoot ? all<T>(each.shadowRoot, selector) : [],
  ),
];

export const one = <T extends HTMLElement = HTMLElement>(root: Element | ShadowRoot, selector: string): T => {
  const found = all<T>(root, selector)[0];
  if (!found) throw new Error(`no ${selector} in ${text(root)}`);
  return found;
};

/** What can be read, in order, with single blanks. */
export const text = (root: Node): string => words(root).replace(/\s+/g, " ").trim();

const words = (node: Node): string => {
  if (node.nodeType === 3) return node.textContent ?? "";
  if (["STYLE", "SCRIPT"].includes(node.nodeName)) return "";
  const shadow = (node as Element).shadowRoot;
  const below = [...(shadow?.childNodes ?? []), ...node.childNodes];
  return below.map(words).join(node.nodeType === 1 ? " " : "");
};

/** Puts an element on the page, with its properties, and waits until it has drawn what it knows. */
export const show = async <T extends LitElement>(name: string, properties: Partial<T>): Promise<T> => {
  document.body.replaceChildren();
  const element = Object.assign(document.createElement(name), properties) as T;
  document.body.append(element);
  await settled();
  return element;
};

/** Waits until all that was asked is answered and drawn. */
export const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setTimeout(resolve));
};

export const click = async (element: HTMLElement): Promise<void> => {
  element.click();
  await settled();
};

export const enter = async (field: HTMLInputElement | HTMLSelectElement, value: string): Promise<void> => {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  await settled();
};

export const submit = async (form: HTMLElement): Promise<void> => {
  form.dispatchEvent(new Event("submit", { bubbles: true, cancelable: true }));
  await settled();
};

/** An answer that is given when the test says so. */
export const held = <T>() => {
  let answer!: (value: T) => void;
  let fail!: (error: unknown) => void;
  const promise = new Promise<T>((resolve, reject) => ([answer, fail] = [resolve, reject]));
  return { promise, answer, fail };
};
