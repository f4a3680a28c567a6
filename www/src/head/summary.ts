import type { Lab } from "../../pkg/attention_lab.js";
import { count, element } from "../dom.js";
import type { View } from "../view.js";

/** What each tensor does; the names are the notebook's own. */
const roles: Record<string, string> = {
  "Xembed.weight": "token embedding",
  "Pos_Embed.weight": "position embedding",
  "Qmat.weight": "query",
  "Kmat.weight": "key",
  "Vmat.weight": "value",
};

/** The model summary: every tensor's shape and how many numbers of it are learned. */
export class Summary implements View {
  readonly #root: HTMLTableElement;

  constructor(root: HTMLTableElement) {
    this.#root = root;
  }

  open(lab: Lab): void {
    const rows = lab
      .tensors()
      .map(({ name, rows, columns, parameters, in_use }) =>
        element(
          "tr",
          in_use ? {} : { class: "unused" },
          element(
            "th",
            { scope: "row" },
            element("code", {}, name),
            " ",
            element("span", { class: "role" }, roles[name] ?? ""),
          ),
          element("td", {}, `${rows} × ${columns}`),
          element("td", {}, in_use ? count(parameters) : "not in use"),
        ),
      );
    this.#root.replaceChildren(
      element("caption", {}, "Model summary"),
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          ...["Tensor", "Shape", "Parameters"].map((name) => element("th", { scope: "col" }, name)),
        ),
      ),
      element("tbody", {}, ...rows),
      element(
        "tfoot",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "row", colspan: "2" }, "Total"),
          element("td", { id: "parameter-count" }, count(lab.parameter_count())),
        ),
      ),
    );
  }
}
