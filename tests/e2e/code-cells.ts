import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Locator, expect } from "@playwright/test";
import type { LabPage } from "./lab-page.js";

export const shipped = (part: string) =>
  readFileSync(join(import.meta.dirname, "..", "..", "shaders", `${part}.wgsl`), "utf8");

/** The section, opened as a person opens it. */
export class CodeCells {
  readonly #lab: LabPage;
  readonly root: Locator;

  constructor(lab: LabPage) {
    this.#lab = lab;
    this.root = lab.page.locator("#cells");
  }

  async open(settings = "preset=printed"): Promise<void> {
    await this.#lab.open(settings);
    await this.#lab.button("Open the code cells").click();
    await expect(this.says).toContainText("As shipped", { timeout: 30_000 });
  }

  /** What the checks say. */
  get says(): Locator {
    return this.root.locator(".cells-says");
  }

  get state(): Locator {
    return this.root.locator(".cells-trial [role=status]");
  }

  editor(part: string): Locator {
    return this.#lab.page.getByLabel(`Code of shaders/${part}.wgsl`);
  }

  async choose(pass: string): Promise<void> {
    await this.root.locator("label.place").filter({ hasText: pass }).click();
  }

  /** Writes a part anew. */
  async write(part: string, text: string): Promise<void> {
    await this.editor(part).click();
    await this.#lab.page.keyboard.press("ControlOrMeta+a");
    if (text === "") await this.#lab.page.keyboard.press("Delete");
    else await this.#lab.page.keyboard.insertText(text);
  }

  /** Puts something in the place of what was shipped. */
  async edit(part: string, from: string, to: string): Promise<void> {
    expect(shipped(part)).toContain(from);
    await this.write(part, shipped(part).replaceAll(from, to));
  }

  async run(): Promise<void> {
    await this.#lab.button("Run").click();
    await expect(this.state).toContainText("10,000 steps in", { timeout: 60_000 });
  }

  table(caption: string): Locator {
    return this.root.getByRole("table", { name: caption });
  }

  /** The texts of a table's cells, row by row. */
  async rows(caption: string): Promise<string[][]> {
    return this.table(caption).evaluate((table: HTMLTableElement) =>
      [...table.rows].map((row) => [...row.cells].map((cell) => cell.textContent.trim())),
    );
  }
}
