import type { Lab } from "../../pkg/attention_lab.js";
import { type Tile, sizesOf } from "../stages/tiles.js";
import { followPointer } from "../parts/pointing.js";
import { element } from "../parts/dom.js";
import type { Spot, Spotlight } from "../parts/spot.js";

interface Lit {
  tile: Tile;
  row: HTMLElement;
  cell: HTMLElement;
  columns: number;
}

/** Lights up, in every small picture, the row and the cell that are pointed at anywhere on the page. */
export class Lights {
  readonly #lit: readonly Lit[];
  #rows = 1;
  sentence = 0;

  constructor(tiles: readonly { stage: Tile; picture: HTMLElement }[], spotlight: Spotlight) {
    this.#lit = tiles.map(({ stage, picture }) => {
      const row = element("span", { class: "tile-row", hidden: "" });
      const cell = element("span", { class: "tile-cell", hidden: "" });
      picture.append(row, cell);
      const lit = { tile: stage, row, cell, columns: 1 };
      const canvas = picture.querySelector("canvas");
      if (canvas)
        followPointer(canvas, {
          under: ({ offsetX, offsetY }) => ({
            row: at(offsetY, canvas.clientHeight, this.#rows),
            column: at(offsetX, canvas.clientWidth, lit.columns),
          }),
          hover: (cell) =>
            spotlight.hover(
              cell && {
                sentence: this.sentence,
                row: cell.row,
                column: { kind: kindOf(stage), index: cell.column },
              },
            ),
          // A click opens the matrix: the tile itself listens to it.
          press: () => undefined,
        });
      return lit;
    });
    spotlight.listen((spot) => this.show(spot));
  }

  open(lab: Lab, sentence: number): void {
    this.sentence = sentence;
    const sizes = sizesOf(lab, sentence);
    this.#rows = sizes.T;
    for (const lit of this.#lit) lit.columns = sizes[lit.tile.columns];
  }

  show(spot: Spot | undefined): void {
    const here = spot?.sentence === this.sentence ? spot : undefined;
    for (const { tile, row, cell, columns } of this.#lit) {
      row.hidden = here === undefined;
      const column = here?.column?.kind === kindOf(tile) ? here.column.index : undefined;
      cell.hidden = column === undefined;
      if (!here) continue;
      const [top, tall] = [(100 * here.row) / this.#rows, 100 / this.#rows];
      for (const mark of [row, cell]) {
        mark.style.top = `${top}%`;
        mark.style.height = `${tall}%`;
      }
      if (column === undefined) continue;
      cell.style.left = `${(100 * column) / columns}%`;
      cell.style.width = `${100 / columns}%`;
    }
  }
}

/** What the columns of a matrix stand for: an embedding has a number for each word, for the skip connection. */
function kindOf({ columns }: Tile): "place" | "word" | "component" {
  if (columns === "T") return "place";
  return columns === "H" ? "component" : "word";
}

function at(offset: number, size: number, count: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor((offset / Math.max(1, size)) * count)));
}
