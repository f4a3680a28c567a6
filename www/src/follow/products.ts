import { element, token } from "../parts/dom.js";
import { plain, signed } from "../parts/numbers.js";
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
      element(
        "p",
        {},
        "The score of ",
        token(asks),
        " for ",
        token(lookedAt),
        ` is ${plain(score, 3)}: the sum of ${products.length} products, query × key ÷ √${headSize}, the largest first. The number before each says which of the ${products.length} it is, counted from 0.`,
      ),
      element("ol", {}, ...items),
    );
    this.root.hidden = false;
  }

  close(): void {
    this.root.hidden = true;
  }
}
