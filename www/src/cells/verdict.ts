import type { Fault, Found, Refused, Slope } from "../../pkg-cells/cells.js";
import { element } from "../parts/dom.js";
import { shape } from "../parts/svg.js";
import * as text from "../text/en/cells.js";
import { type Cell, table } from "./table.js";

/** What an edit has come to, in a word. */
export type Standing = "checking" | "good" | "off" | "fault";

/** What the checks say of the shaders as they are edited: a sentence, and behind it tensor by tensor. */
export class Verdict {
  readonly root: HTMLElement;
  readonly #says = element("p", { class: "cells-says", role: "status" });
  /** Beside what is said: a screen reader shall not read it after every key. */
  readonly #time = element("p", { class: "cells-about" });
  readonly #more = element("div", { class: "cells-more" });
  readonly #goTo: (fault: Fault) => void;

  constructor(goTo: (fault: Fault) => void) {
    this.#goTo = goTo;
    this.root = element("div", { class: "cells-verdict" }, this.#says, this.#time, this.#more);
  }

  /** A check is under way: what was found before stays, set back. */
  wait(): void {
    this.root.dataset["standing"] = "checking" satisfies Standing;
  }

  /** What a check has found. */
  show(found: Found, isEdited: boolean, milliseconds: number): void {
    this.root.dataset["standing"] = (found.isGood ? "good" : "off") satisfies Standing;
    const { lookedAt, sentences } = found;
    const some = lookedAt < sentences ? ` ${text.verdict.some(lookedAt, sentences)}` : "";
    this.#say(`${inWords(found, isEdited)}${some}`);
    this.#time.textContent = text.verdict.time(milliseconds);
    this.#more.replaceChildren(...details(found));
  }

  /** What is wrong with the shaders, each with a way to its place. */
  refuse(refused: Refused): void {
    this.root.dataset["standing"] = "fault" satisfies Standing;
    const lines = refused.faults.map((fault) => this.#line(fault, refused.ran));
    this.#says.replaceChildren(...lines.flatMap((line) => [...line, " "]), text.fault.nothingRuns);
    this.#time.textContent = "";
    this.#more.replaceChildren();
  }

  /** Nothing can be checked here. */
  fail(message: string): void {
    this.root.dataset["standing"] = "fault" satisfies Standing;
    this.#say(message);
    this.#time.textContent = "";
    this.#more.replaceChildren();
  }

  #line(fault: Fault, ran: boolean): (Node | string)[] {
    const message = `${ran ? text.fault.ran : ""}${fault.message}. ${hint(fault.message)}`.trim();
    if (fault.part === "") return [message];
    const go = element("button", { type: "button", class: "try" }, text.fault.goTo);
    go.addEventListener("click", () => this.#goTo(fault));
    return [element("b", {}, text.fault.at(fault.part, fault.line)), message, " ", go];
  }

  #say(sentence: string): void {
    if (this.#says.textContent !== sentence) this.#says.replaceChildren(sentence);
  }
}

/** What to do about a fault. */
export function hint(message: string): string {
  return text.fault.hints.find(([pattern]) => pattern.test(message))?.[1] ?? "";
}

function inWords(found: Found, isEdited: boolean): string {
  const { slopes, order, changes } = found;
  const used = slopes.filter(({ inUse, isOk }) => inUse || !isOk);
  const off = used.filter(({ isOk }) => !isOk);
  const says = [];
  if (off.length > 0) {
    says.push(
      text.verdict.off(
        off.map(({ tensor, difference, largest }) => ({
          tensor: text.tensorName(tensor),
          difference,
          largest,
        })),
        used.filter(({ isOk }) => isOk).map(({ tensor }) => text.tensorName(tensor)),
      ),
    );
  }
  if (order.length > 0) says.push(text.verdict.order(order));
  if (says.length > 0) return says.join(" ");
  const most = used.reduce((most, { difference }) => Math.max(most, difference), 0);
  const isChanged = changes.some(({ difference }) => difference !== 0);
  return isEdited ? text.verdict.good(most, isChanged ? "changed" : "same") : text.verdict.shipped(most);
}

function details({ slopes, changes }: Found): HTMLElement[] {
  const rows = slopes
    .filter(({ inUse, isOk }) => inUse || !isOk)
    .map((slope): Cell[] => [
      text.tensorName(slope.tensor),
      text.short(slope.difference),
      text.short(slope.largest),
      slope.isOk ? text.verdict.ok : text.verdict.notOk,
    ]);
  const changed = changes
    .filter(({ difference }) => difference !== 0)
    .map(({ matrix, difference, largest }): Cell[] => [matrix, text.short(difference), text.short(largest)]);
  const off = slopes.filter(({ isOk }) => !isOk);
  return [
    element(
      "details",
      {},
      element("summary", {}, text.verdict.table),
      table(text.verdict.caption, text.verdict.columns, rows),
      element("div", { class: "cells-where" }, ...off.map(picture)),
    ),
    ...(changed.length > 0
      ? [
          element(
            "details",
            {},
            element("summary", {}, text.verdict.changed),
            table(text.verdict.changedCaption, text.verdict.changedColumns, changed),
          ),
        ]
      : []),
  ];
}

/** Where a gradient is off: a cell for each parameter. */
function picture({ tensor, shape: [rows, columns], differences, at: [row, column] }: Slope): HTMLElement {
  const most = differences.reduce((most, difference) => (difference > most ? difference : most), 0);
  const drawing = shape("svg", {
    viewBox: `0 0 ${columns} ${rows}`,
    role: "img",
    "aria-label": text.verdict.picture(text.tensorName(tensor), row, column),
  });
  differences.forEach((difference, index) => {
    const share = Number.isNaN(difference) ? 1 : most > 0 ? difference / most : 0;
    if (share < 0.02) return;
    const [x, y] = [index % columns, Math.floor(index / columns)];
    drawing.append(shape("rect", { x, y, width: 1, height: 1, "fill-opacity": share.toFixed(2) }));
  });
  return element(
    "figure",
    {},
    element("figcaption", {}, text.verdict.whereOff(text.tensorName(tensor))),
    drawing,
  );
}
