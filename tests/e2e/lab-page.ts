import { type Locator, type Page, expect } from "@playwright/test";

/** The page as a person uses it: by what its controls are called and what its tables say. */
export class LabPage {
  readonly page: Page;
  readonly #backend: string;

  constructor(page: Page, backend: string) {
    this.page = page;
    this.#backend = backend;
  }

  /** Opens the page anew, with settings in the address. */
  async open(settings = ""): Promise<void> {
    await this.goto([settings, `backend=${this.#backend}`].filter(Boolean).join("&"));
    await this.isComplete();
  }

  /** Waits for all that the first picture did not wait for: the sections below it, and the search for a GPU. */
  async isComplete(): Promise<void> {
    await expect(this.state).not.toHaveText("loading");
    await expect(this.page.locator("html")).toHaveAttribute("data-complete");
    await expect(this.device).not.toHaveAttribute("data-searching");
    await this.openRows();
    await this.unfold();
  }

  /** Opens the whole matrices of "Look inside", of which the page shows one row each at first. */
  async openRows(): Promise<void> {
    const open = this.button("Open every row");
    if ((await open.count()) === 0) return;
    await open.evaluate((button) => (button as HTMLElement).click());
  }

  /** Opens the settings where the window has room for them beside the rest, as whoever turns knobs does. */
  async unfold(): Promise<void> {
    const { width = 0, height = 0 } = this.page.viewportSize() ?? {};
    const toggle = this.button("Settings");
    // A lesson may have locked them.
    if (!(await toggle.isVisible())) return;
    if (width < 960 || height < 800 || (await toggle.getAttribute("aria-expanded")) === "true") return;
    await toggle.click();
    await toggle.blur();
  }

  async goto(hash: string): Promise<void> {
    // From another page: a new hash alone would not load the page again.
    await this.page.goto("about:blank");
    await this.page.goto(`/#${hash}`);
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  get state(): Locator {
    return this.page.locator("#state");
  }

  get device(): Locator {
    return this.page.locator("#device");
  }

  /** What cannot work, for as long as it cannot. */
  get trouble(): Locator {
    return this.page.locator("#trouble");
  }

  get alert(): Locator {
    return this.page.locator("#alert");
  }

  /** What is to be known and is no failure. */
  get notice(): Locator {
    return this.page.locator("#notice");
  }

  get progress(): Locator {
    return this.page.locator("#progress-numbers");
  }

  get timeline(): Locator {
    return this.page.getByRole("slider", { name: "Timeline: the step that is shown" });
  }

  /** The loss beside the curve: of a sentence from 0, or the floor. */
  loss(series: number | "floor"): Locator {
    return this.page.locator(`[data-loss="${series}"]`);
  }

  /** Sets a text field as a person does, who then goes on to another one. */
  async fill(label: string, value: string): Promise<void> {
    await this.field(label).fill(value);
    await this.field(label).blur();
  }

  /** Waits until every section of the page shows the present numbers. */
  async settled(): Promise<void> {
    await expect(this.page.locator("main")).not.toHaveAttribute("data-settling");
  }

  /** Trains to the end without slowing down for the eye. */
  async train(): Promise<void> {
    await this.button("To the end").click();
    await expect(this.state).toHaveText("finished", { timeout: 120_000 });
  }

  /**
   * Keeps every text that an element shows from now on: what passes by faster than a test can ask for it.
   * The result tells what it has been so far.
   */
  async record(element: Locator): Promise<() => Promise<string[]>> {
    const seen = await element.evaluateHandle((node) => {
      const texts: string[] = [];
      const note = () => {
        const text = node.textContent ?? "";
        if (text !== texts.at(-1)) texts.push(text);
      };
      new MutationObserver(note).observe(node, { childList: true, characterData: true, subtree: true });
      return texts;
    });
    return () => seen.jsonValue();
  }

  /** The numbers of a figure, as a screen reader is given them. */
  async matrix(figure: string, sentence: number): Promise<Matrix> {
    await this.openRows();
    await this.settled();
    const name = new RegExp(`^${figure}, sentence ${sentence + 1},`);
    return readTable(this.page.getByRole("grid", { name }));
  }

  /** What is different between the two sentences in a figure. */
  async difference(figure: string): Promise<Matrix> {
    await this.settled();
    return readTable(this.page.getByRole("grid", { name: `${figure}, sentence 1 minus sentence 2.` }));
  }

  /** Every number of every figure, and both losses. */
  async everything(): Promise<string> {
    await this.settled();
    // Cell by cell: of a section that is not laid out, as live ones out of sight, the browser has no text of the whole.
    const tables = await this.page
      .locator("figure table")
      .evaluateAll((all) =>
        all.map((table) =>
          [...table.querySelectorAll("caption, th, td")].map((cell) => cell.textContent).join("\t"),
        ),
      );
    const losses = await this.page.locator("[data-loss]").allInnerTexts();
    return [...tables, ...losses].join("\n");
  }

  /** The losses table, by epoch. */
  async printedLosses(): Promise<Matrix> {
    await this.settled();
    const table = this.page.getByRole("table", { name: "Loss by epoch, before the step" });
    if (!(await table.isVisible())) await this.page.getByText("All logged losses").click();
    return readTable(table);
  }
}

/** A table of numbers by the names of its rows and columns. */
export class Matrix {
  readonly rows: string[];
  readonly columns: string[];
  readonly #cells: string[][];

  constructor(rows: string[], columns: string[], cells: string[][]) {
    this.rows = rows;
    this.columns = columns;
    this.#cells = cells;
  }

  text(row: string, column: string): string {
    const text = this.#cells[this.rows.indexOf(row)]?.[this.columns.indexOf(column)];
    if (text === undefined) {
      throw new Error(`No cell "${row}" by "${column}" among ${this.rows} by ${this.columns}.`);
    }
    return text;
  }

  number(row: string, column: string): number {
    const text = this.text(row, column);
    expect(text, `the number at "${row}" by "${column}"`).toMatch(/^-?\d+\.\d+$/);
    return Number(text);
  }
}

async function readTable(table: Locator): Promise<Matrix> {
  const { rows, columns, cells } = await table.evaluate((root: HTMLTableElement) => {
    const texts = (row: HTMLTableRowElement) => [...row.cells].map((cell) => cell.textContent.trim());
    const [head = [], ...body] = [...root.rows].map(texts);
    return {
      columns: head.slice(1),
      rows: body.map(([name = ""]) => name),
      cells: body.map((row) => row.slice(1)),
    };
  });
  return new Matrix(rows, columns, cells);
}
