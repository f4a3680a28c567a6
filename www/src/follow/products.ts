import { element } from "../parts/dom.js";
import { plain, signed } from "../parts/numbers.js";
import * as text from "../text/en/follow-tables.js";
import type { Product } from "../../pkg/attention_lab.js";

/** The products that make one score, largest first. */
export class Products {
  readonly root = element("div", { class: "products", hidden: "" });

  show(products: readonly Product[], asks: string, lookedAt: string, score: number, headSize: string): void {
    const largest = Math.max(...products.map(({ product }) => Math.abs(product)), 1e-12);
    const items = products.map(({ component, query, key, product }) => {
      const bar = element("span", { class: product < 0 ? "product-bar against" : "product-bar" });
      bar.style.setProperty("--share", String(Math.abs(product) / largest));
      return element(
        "li",
        {},
        element("span", { class: "component" }, String(component)),
        element("span", { class: "factors" }, `${plain(query, 2)} × ${plain(key, 2)}`),
        element("span", { class: "product" }, signed(product, 3)),
        bar,
      );
    });
    this.root.replaceChildren(
      element("p", {}, ...text.products(asks, lookedAt, score, products.length, headSize)),
      element("ol", {}, ...items),
    );
    this.root.hidden = false;
  }

  close(): void {
    this.root.hidden = true;
  }
}
