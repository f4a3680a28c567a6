import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { LabPage } from "./lab-page.js";
import { expect, test } from "./fixture.js";

const program = join(import.meta.dirname, "..", "..", "target", "debug", "attention-lab");
const run = "head-size=7&epochs=400&seed=5&backend=cpu";

/** What the program writes of the same run. */
const exported = (kind: string) =>
  execFileSync(program, ["export", "--run", run, "--as", kind, "--out", "-"], {
    stdio: ["ignore", "pipe", "ignore"],
  });

async function saved(lab: LabPage, button: string): Promise<{ name: string; bytes: Buffer }> {
  const download = lab.page.waitForEvent("download");
  await lab.button(button).click();
  const file = await download;
  return { name: file.suggestedFilename(), bytes: readFileSync(await file.path()) };
}

/** Pastes files into the page. What comes of them stands in the notice, wherever on the page one is. */
async function pasted(lab: LabPage, ...files: { name: string; bytes: Buffer | Uint8Array }[]): Promise<void> {
  await lab.page.evaluate(
    (files) => {
      const clipboardData = new DataTransfer();
      for (const { name, bytes } of files) clipboardData.items.add(new File([new Uint8Array(bytes)], name));
      document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
    },
    files.map(({ name, bytes }) => ({ name, bytes: [...bytes] })),
  );
}

test("the page saves the bytes that the program writes", async ({ lab }) => {
  await lab.goto(run);
  await lab.isComplete();
  await lab.train();
  for (const [button, kind] of [
    ["PyTorch script", "script"],
    ["Jupyter notebook", "notebook"],
    ["NumPy archive", "npz"],
    ["Tables as CSV", "csv"],
    ["Everything as JSON", "run"],
    ["Save the run", "weights"],
  ] as const) {
    const { name, bytes } = await saved(lab, button);
    expect(name).toContain("step-800");
    expect(bytes.equals(exported(kind)), kind).toBe(true);
  }
  await lab.page
    .getByRole("combobox", { name: "Picture", exact: true })
    .selectOption({ label: "2 attention" });
  const svg = await saved(lab, "Save as SVG");
  expect(svg.bytes.toString()).toContain("Attention weights, head size 7");
  const png = await saved(lab, "Save as PNG");
  const [, width] = /width="(\d+)/.exec(svg.bytes.toString()) ?? [];
  expect(png.bytes.readUInt32BE(16)).toBe(2 * Number(width));
  expect(png.name).toBe("2-attention-step-800.png");
});

test("a saved run opens again at its step, and its weights are compared", async ({ lab }) => {
  await lab.goto(`${run}&step=600`);
  await lab.isComplete();
  await expect(lab.progress).toContainText("600");
  await lab.settled();
  const file = await saved(lab, "Save the run");
  await lab.open();
  await pasted(lab, file);
  await expect(lab.notice).toContainText("open at step 600: its weights are those of this run, bit for bit");
  expect(lab.page.url()).toContain("head-size=7");
  const changed = Buffer.from(file.bytes);
  changed.writeFloatLE(changed.readFloatLE(changed.length - 4) + 1, changed.length - 4);
  await pasted(lab, { name: "changed.safetensors", bytes: changed });
  await expect(lab.notice).toContainText("Its weights differ");
});

/** A file of another model's weights, which says nothing of a run. */
function anothersWeights(): Buffer {
  const tensors = { "transformer.wte.weight": { dtype: "F32", shape: [2, 2], data_offsets: [0, 16] } };
  const header = Buffer.from(JSON.stringify(tensors));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, Buffer.alloc(16)]);
}

test("what is no saved run is said, and the present run is as it was", async ({ lab }) => {
  await lab.open("head-size=9");
  const weights = exported("weights");
  const bytes = (text: string) => Buffer.from(text, "latin1");
  for (const [file, sentence] of [
    [{ name: "a.png", bytes: bytes("\x89PNG\r\n\x1a\n") }, "it is a picture"],
    [{ name: "a.pdf", bytes: bytes("%PDF-1.7") }, "it is a PDF"],
    [{ name: "a.pt", bytes: bytes("PK\x03\x04 archive/data.pkl") }, "torch.load(r'a.pt', weights_only=True)"],
    [{ name: "cut.safetensors", bytes: weights.subarray(0, 900) }, "it is cut off"],
    [{ name: "cut.safetensors", bytes: Buffer.alloc(0) }, "it is empty"],
    [{ name: "gpt.safetensors", bytes: anothersWeights() }, "it does not say of which run it is"],
  ] as const) {
    await pasted(lab, file);
    await expect(lab.notice).toContainText(sentence);
    await expect(lab.notice).toContainText(/the run is as it was/i);
  }
  // The version in its text is that of a page to come.
  const newer = Buffer.from(weights.toString("latin1").replace('"run":"v=2&', '"run":"v=9&'), "latin1");
  await pasted(lab, { name: "newer.safetensors", bytes: newer });
  await expect(lab.notice).toContainText("newer version");
  await pasted(lab, ...Array.from({ length: 10 }, (_, index) => ({ name: `${index}`, bytes: bytes("") })));
  await expect(lab.notice).toContainText("10 files");
  // As large as no run is: it is not even read.
  await lab.page.evaluate(() => {
    const clipboardData = new DataTransfer();
    clipboardData.items.add(new File([new Uint8Array(200 * 2 ** 20)], "large.safetensors"));
    document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true }));
  });
  await expect(lab.notice).toContainText("larger than 64 MiB");
  await expect(lab.field("Head size")).toHaveValue("9");
});

test("words of a saved run that look like markup stay words", async ({ lab }) => {
  const words = ["<img src=x onerror=window.hit=1>", "<script> window.hit=1 </script> &amp;"];
  // As a link writes signs.
  const sign = (sign: string) => `~${sign.charCodeAt(0).toString(16)}`;
  const text = words.map((sentence) => sentence.replace(/[^\w ]/g, sign).replaceAll(" ", "+")).join("/");
  await lab.goto(`epochs=20&backend=cpu&words=${text}`);
  await lab.isComplete();
  await lab.train();
  const file = await saved(lab, "Save the run");
  await lab.open();
  await pasted(lab, file);
  await expect(lab.notice).toContainText("its weights are those of this run, bit for bit");
  await lab.settled();
  const tables = lab.page.locator("#task table.sentence");
  await expect(tables.first()).toContainText("onerror=window.hit=1>");
  expect(await lab.page.evaluate(() => "hit" in window)).toBe(false);
  await expect(lab.page.locator("img[src=x]")).toHaveCount(0);
});

test("of a file that is chosen, the section says what has come of it", async ({ lab }) => {
  await lab.open("head-size=9");
  const choose = lab.page.getByLabel("Open a saved run");
  const said = lab.page.locator(".taken-said");
  await choose.setInputFiles({ name: "a.txt", mimeType: "text/plain", buffer: Buffer.from("a b") });
  await expect(said).toContainText("sentences go into the box");
  await expect(lab.field("Head size")).toHaveValue("9");
  const buffer = exported("weights");
  await choose.setInputFiles({ name: "mine.safetensors", mimeType: "application/octet-stream", buffer });
  await expect(said).toContainText("open at step 800: its weights are those of this run, bit for bit");
  await expect(lab.field("Head size")).toHaveValue("7");
});

test("the page saves itself as one file", async ({ lab }) => {
  await lab.open();
  const { name, bytes } = await saved(lab, "This page as one file");
  expect(name).toBe("attention-lab.html");
  expect(bytes.toString()).toContain("<title>Attention Lab</title>");
});

test("the link stands there as a code", async ({ lab }) => {
  await lab.open();
  await lab.page.getByText("The link as a code").click();
  await expect(lab.page.getByRole("img", { name: "The link to this run as a code" })).toBeVisible();
});
