/** The element with this id, which index.html promises. */
export function byId<K extends keyof HTMLElementTagNameMap>(tag: K, id: string): HTMLElementTagNameMap[K] {
  const found = document.getElementById(id);
  if (found?.localName !== tag) throw new Error(`index.html has no <${tag} id="${id}">.`);
  return found as HTMLElementTagNameMap[K];
}

/** A new element with attributes and children. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  if (children.every((child) => typeof child === "string")) spare(made, children.join(""));
  return made;
}

/** A translator shall leave alone what is nobody's language: code, and whatever has no letter. */
export function spare(target: Element, text: string): void {
  const isCode = target.matches("code, .formula, .stage-formula");
  if (isCode || (text !== "" && !/\p{L}/u.test(text))) target.setAttribute("translate", "no");
}

/** The hues of the words that tell sentences apart. */
let hues: ReadonlyMap<string, number> = new Map();

/** Gives words their hues, wherever they stand. */
export function setHues(next: ReadonlyMap<string, number>): void {
  hues = next;
  for (const found of document.querySelectorAll<HTMLElement | SVGElement>("[data-word]"))
    setWord(found, found.dataset["word"] ?? "");
}

/** Has an element stand for a word: it takes on its hue. */
export function setWord(target: HTMLElement | SVGElement, word: string): void {
  target.dataset["word"] = word;
  const hue = hues.get(word);
  if (hue === undefined) delete target.dataset["hue"];
  else target.dataset["hue"] = String(hue);
}

/** A word of the corpus; it has its hue wherever it stands, and no translator may change it. */
export function token(word: string): HTMLSpanElement {
  const made = element("span", { class: "token", dir: "auto", translate: "no" }, word);
  setWord(made, word);
  return made;
}

/** The words of a sentence in a row, without the start token that every sentence has. */
export function sentence(words: readonly string[]): HTMLSpanElement {
  const parts = words.slice(1).flatMap((word) => [" ", token(word)]);
  return element("span", { class: "sentence-words", dir: directionOf(words) }, ...parts.slice(1));
}

/** Which way a sentence runs: as its first letter does, that of the start token not counted. */
export function directionOf(words: readonly string[]): "ltr" | "rtl" {
  const [letter = ""] = /\p{L}/u.exec(words.slice(1).join("")) ?? [];
  return /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/u.test(letter)
    ? "rtl"
    : "ltr";
}

/** A sentence, or a part of one: texts and elements in a row. */
export type Prose = readonly (Node | string)[];

/** The same without its elements. */
export function inPlain(parts: Prose): string {
  return parts.map((part) => (typeof part === "string" ? part : part.textContent)).join("");
}

/** Sets a text only where it differs: no needless work for the browser or for a screen reader. */
export function setText(target: Element, text: string): void {
  if (target.textContent === text) return;
  target.textContent = text;
  spare(target, text);
}

/** The parts of a sentence, in which numbers have a typesetter's minus, as wide as a plus. */
export function prose(parts: Prose): (Node | string)[] {
  return parts.map((part) => (typeof part === "string" ? part.replace(/-(?=[\d∞])/g, "−") : part));
}
