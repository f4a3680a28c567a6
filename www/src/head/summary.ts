import type { Lab } from "../../pkg/attention_lab.js";
import { count } from "../parts/numbers.js";
import { element, setText } from "../parts/dom.js";
import type { View } from "../session/view.js";
import { notInUse } from "../text/en/common.js";
import { roles, summary as text } from "../text/en/head.js";

/** The model summary: every tensor's shape and how many numbers of it are learned. */
export class Summary implements View {
  readonly #root: HTMLTableElement;
  readonly #total = element("td", { id: "parameter-count" });
  #names = "";
  #rows: { row: HTMLElement; shape: HTMLElement; size: HTMLElement }[] = [];

  constructor(root: HTMLTableElement) {
    this.#root = root;
  }

  open(lab: Lab): void {
    const tensors = lab.tensors();
    this.#build(tensors.map(({ name }) => name));
    tensors.forEach(({ rows, columns, parameters, inUse }, index) => {
      const line = this.#rows[index];
      if (!line) return;
      line.row.classList.toggle("unused", !inUse);
      setText(line.shape, `${rows} × ${columns}`);
      setText(line.size, inUse ? count(parameters) : notInUse);
    });
    setText(this.#total, count(lab.parameter_count()));
  }

  #build(names: readonly string[]): void {
    if (names.join() === this.#names) return;
    this.#names = names.join();
    this.#rows = names.map((name) => {
      const [shape, size] = [element("td"), element("td")];
      const role = element("span", { class: "role" }, roles[name] ?? "");
      const head = element("th", { scope: "row" }, element("code", {}, name), " ", role);
      return { row: element("tr", {}, head, shape, size), shape, size };
    });
    const heads = [text.tensor, text.shape, text.parameters].map((name) =>
      element("th", { scope: "col" }, name),
    );
    const total = element("th", { scope: "row", colspan: "2" }, text.total);
    this.#root.replaceChildren(
      element("caption", {}, text.caption),
      element("thead", {}, element("tr", {}, ...heads)),
      element("tbody", {}, ...this.#rows.map(({ row }) => row)),
      element("tfoot", {}, element("tr", {}, total, this.#total)),
    );
  }
}
