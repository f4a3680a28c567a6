import type { Corpus, Lab } from "../../pkg/attention_lab.js";
import { element, inPlain } from "../parts/dom.js";
import type { Inbox } from "../frame/drops.js";
import { fullAddress } from "../session/address.js";
import type { Session } from "../session/session.js";
import { message } from "../session/turns.js";
import type { View } from "../session/view.js";
import * as text from "../text/en/taken.js";
import { pageItself } from "./itself.js";
import type { Say } from "./offline.js";
import { open } from "./open.js";
import { png, save } from "./save.js";
import { withTaken } from "./taken-run.js";

/** The files of a run: as the program names them, how their names end, and what browsers call them. */
const files = {
  weights: { ending: "safetensors", type: "application/octet-stream" },
  script: { ending: "py", type: "text/x-python" },
  notebook: { ending: "ipynb", type: "application/x-ipynb+json" },
  npz: { ending: "npz", type: "application/octet-stream" },
  csv: { ending: "csv", type: "text/csv" },
  run: { ending: "json", type: "application/json" },
} as const;
const kinds = Object.keys(files) as (keyof typeof files)[];

/** The pictures of a sentence, by their names in the crate. */
const pictures = ["probabilities", "attention", "value", "scores", "query", "key"];
/** Not more sentences than these stand in the list. */
const mostSentences = 20;
/** So many characters fit a code with the least repair. */
const longest = 2900;

/** What of a run can be taken along, and how it comes back. */
export class TakeAlong implements View {
  readonly #session: Session;
  readonly #picture = element("select", {});
  readonly #said = element("p", { role: "status", class: "taken-said" });
  readonly #file = element("input", { type: "file", class: "visually-hidden" });
  readonly #code = element("div", { class: "taken-code" });
  #corpus: Corpus | undefined;

  constructor(root: HTMLElement, session: Session, inbox: Inbox, say: Say) {
    this.#session = session;
    const { heads } = text;
    const code = element(
      "details",
      {},
      element("summary", {}, heads.code),
      element("p", {}, text.code.about),
      this.#code,
    );
    root.replaceChildren(
      element("h3", {}, heads.save),
      element(
        "ul",
        { class: "taken-files" },
        ...kinds.map((kind) =>
          element(
            "li",
            {},
            this.#button(text.kinds[kind].save, () => this.#saveFile(kind)),
            " ",
            text.kinds[kind].about,
          ),
        ),
      ),
      element("h3", {}, heads.pictures),
      element(
        "p",
        { class: "taken-pictures" },
        element("label", {}, `${text.pictures.choose} `, this.#picture),
        this.#button(text.pictures.png, () => this.#savePicture(true)),
        this.#button(text.pictures.svg, () => this.#savePicture(false)),
      ),
      element("h3", {}, heads.open),
      element(
        "p",
        {},
        element("label", { class: "act file" }, this.#file, text.open.choose),
        " ",
        text.open.help,
      ),
      code,
      element("h3", {}, heads.page),
      ...pageItself((label, act) => this.#button(label, act), say, session),
      this.#said,
    );
    this.#file.addEventListener("change", () => {
      void this.#open([...(this.#file.files ?? [])]);
      this.#file.value = "";
    });
    code.addEventListener("toggle", () => void (code.open && this.#showCode()));
    inbox.others = (files) => open(files, session).catch(message);
  }

  open(_: Lab, corpus: Corpus): void {
    if (corpus === this.#corpus) return;
    this.#corpus = corpus;
    const sentences = corpus.sentences.slice(0, mostSentences);
    this.#picture.replaceChildren(
      element("option", { value: "losses" }, text.pictures.losses),
      ...sentences.flatMap((_, index) =>
        pictures.map((picture) =>
          element("option", { value: `${index} ${picture}` }, text.pictures.of(index + 1, picture)),
        ),
      ),
    );
  }

  #button(label: string, act: () => Promise<string>): HTMLButtonElement {
    const button = element("button", { type: "button", class: "act" }, label);
    button.addEventListener("click", () => void this.#saying(act));
    return button;
  }

  /** Says what has come of an act. */
  async #saying(act: () => Promise<string>): Promise<void> {
    this.#said.textContent = await act().catch(message);
  }

  async #open(opened: readonly File[]): Promise<void> {
    const [file] = opened;
    if (file && opened.length === 1) this.#said.textContent = text.open.wait(file.name);
    await this.#saying(() => open(opened, this.#session));
  }

  async #saveFile(kind: keyof typeof files): Promise<string> {
    const { ending, type } = files[kind];
    const { bytes, step } = await withTaken(this.#session, (taken, step) => ({
      bytes: taken.file(kind),
      step,
    }));
    const name = `attention-lab-step-${step}.${ending}`;
    save(name, bytes as Uint8Array<ArrayBuffer>, type);
    return text.saved(name);
  }

  async #savePicture(asPng: boolean): Promise<string> {
    const [sentence = "", picture = ""] = this.#picture.value.split(" ");
    const isLosses = picture === "";
    const { svg, step } = await withTaken(this.#session, (taken, step) => ({
      svg: isLosses ? taken.losses_figure() : taken.figure(Number(sentence), picture),
      step,
    }));
    const stem = `${isLosses ? "losses" : `${Number(sentence) + 1}-${picture}`}-step-${step}`;
    if (!asPng) {
      save(`${stem}.svg`, svg, "image/svg+xml");
      return text.saved(`${stem}.svg`);
    }
    const drawn = await png(svg);
    if (!drawn) return text.noPicture;
    save(`${stem}.png`, drawn, "image/png");
    return text.saved(`${stem}.png`);
  }

  async #showCode(): Promise<void> {
    const address = fullAddress((await this.#session.link()).text);
    if (new TextEncoder().encode(address).length > longest)
      return this.#code.replaceChildren(inPlain(text.code.tooLong(address.length)));
    const { code } = await import("./code.js");
    const svg = new DOMParser().parseFromString(code(address), "image/svg+xml").documentElement;
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", text.code.label);
    this.#code.replaceChildren(document.importNode(svg, true));
  }
}
