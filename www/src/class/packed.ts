import * as text from "../text/en/class.js";

/** No lesson and no hand-in is as large, packed or not. */
const largest = 2 ** 20;

/** CRC-32 as in ZIP files: not against malice, but against what mail programs and copying do to a text. */
export function checkSum(content: string): string {
  let sum = -1;
  for (const byte of new TextEncoder().encode(content)) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (~sum >>> 0).toString(16).padStart(8, "0");
}

/** A text as signs that every address may have, smaller, with its check sum behind it. */
export async function packed(content: string): Promise<string> {
  const bytes = await through(new TextEncoder().encode(content), new CompressionStream("deflate-raw"));
  const signs = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const safe = signs.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return `${safe}.${checkSum(content)}`;
}

/** The text again. Fails with a sentence if a sign of it is another than it was. */
export async function unpacked(code: string): Promise<string> {
  const [signs = "", sum = ""] = code.trim().split(".");
  let content: string;
  try {
    const bytes = atob(signs.replaceAll("-", "+").replaceAll("_", "/"));
    const packed = Uint8Array.from(bytes, (sign) => sign.charCodeAt(0));
    content = new TextDecoder().decode(await through(packed, new DecompressionStream("deflate-raw")));
  } catch {
    throw new Error(text.damaged);
  }
  if (checkSum(content) !== sum) throw new Error(text.damaged);
  return content;
}

async function through(
  bytes: Uint8Array<ArrayBuffer>,
  stream: CompressionStream | DecompressionStream,
): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > largest) throw new RangeError();
    parts.push(value);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
