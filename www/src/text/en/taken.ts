import type { Prose } from "../../parts/dom.js";
import { element } from "../../parts/dom.js";
import { count } from "../../parts/numbers.js";

/** The files of a run: what a button saves, and what it is good for. */
export const kinds = {
  weights: {
    save: "Save the run",
    about: "It opens again here and in the program, and PyTorch loads its weights.",
  },
  script: { save: "PyTorch script", about: "It trains this run again and prints the same losses." },
  notebook: {
    save: "Jupyter notebook",
    about: "The script in cells, with the losses and pictures of this step.",
  },
  npz: { save: "NumPy archive", about: "Every matrix and every loss, for numpy.load." },
  csv: { save: "Tables as CSV", about: "The same numbers for a spreadsheet, a line for each." },
  run: { save: "Everything as JSON", about: "As the program writes it." },
} as const;

/** The page itself. */
export const page = {
  save: "This page as one file",
  about: "It opens by a double click, without a server and without a network.",
  missing: "The one file is not beside this page, or the network is not there: ask whoever serves the page.",
};

/** Whether it opens without a network. */
export const offline = {
  waiting: "The page is being kept for times without a network.",
  kept: "This browser has kept the page: it opens without a network from now on.",
  refused:
    "This browser does not keep the page here, so it needs the network to open: save it as one file instead.",
  notHere: "In a frame of another page nothing is kept: open the page in a tab of its own.",
  oneFile: "This file is the whole page, and needs no network.",
};

/** The page as an app. */
export const install = {
  act: "Install the page",
  about: "As an app of its own, with an icon.",
  done: "The page is installed.",
  declined: "The page was not installed. It works here all the same.",
  none: "This browser installs no page at a page’s own request: look in its menu for “Install” or “Add to home screen”, or save the page as one file.",
};

export const heads = {
  save: "Save",
  page: "The page itself",
  pictures: "A picture",
  open: "Open",
  code: "The link as a code",
};

export const pictures = {
  choose: "Picture",
  losses: "The losses",
  of: (number: number, picture: string) => `${number} ${picture}`,
  png: "Save as PNG",
  svg: "Save as SVG",
};

export const open = {
  choose: "Open a saved run",
  help: "Or drop the file anywhere on the page, or paste it. The run is trained again up to its step, and its weights are compared.",
  wait: (name: string) => `“${name}” is being opened.`,
  oneFile: (files: number) =>
    `Nothing was opened, and the run is as it was: these are ${count(files)} files, and the page takes one at a time.`,
  large: (name: string) =>
    `“${name}” was not opened, and the run is as it was: it is larger than 64 MiB, and no saved run is.`,
  text: (name: string) =>
    `“${name}” was not opened, and the run is as it was: sentences go into the box under “The task”, or are dropped on the page.`,
  failed: (sentence: string) => `${sentence} The run is as it was.`,
  same: (name: string, step: number) =>
    `“${name}” is open at step ${count(step)}: its weights are those of this run, bit for bit.`,
  other: (name: string, step: number, most: string) =>
    `“${name}” is open at step ${count(step)}. Its weights differ from those that its run has here by ${most} at most: another device has trained them, or somebody has changed them. The page shows its own.`,
  fromWeights: (name: string) =>
    `“${name}” is a run that began with weights of another file. The page shows its words and settings from the seed; the program goes on from the weights, with --weights.`,
  stopped: (name: string) => `“${name}” is open; its training was stopped before its step.`,
};

export const saved = (name: string) => `Saved as ${name}, if the browser lets this page save files.`;
export const noModule =
  "What writes the files did not come: look at the connection and try again. The run is as it was.";
export const noPicture = "This browser does not make a PNG of it: save it as SVG.";

export const code = {
  about: "Photographed from the wall, it opens this run at this step.",
  label: "The link to this run as a code of black and white squares",
  tooLong: (length: number): Prose => [
    `This link has ${count(length)} characters, and no more than 2,900 fit a code: `,
    element("span", {}, "copy the link instead."),
  ],
};
