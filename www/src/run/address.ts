import { BACKENDS, type Backend } from "./lab.js";

/** What the address of the page says about a run. */
export interface Address {
  settings: string;
  backend: Backend;
}

/** Reads `#head-size=40&...&backend=cpu`; what it does not say stays the notebook's. */
export function readAddress(hash: string = location.hash): Address {
  const parameters = new URLSearchParams(hash.replace(/^#/, ""));
  const backend = parameters.get("backend") ?? "auto";
  parameters.delete("backend");
  if (!isBackend(backend)) {
    throw new Error(`The address asks for the device "${backend}": use ${BACKENDS.join(", ")}.`);
  }
  return { settings: parameters.toString(), backend };
}

/** Browsers refuse to change the address many times a second, as under a slider that is dragged. */
const restBeforeWriting = 200;
let pending = 0;

/**
 * Writes the address, once it has come to rest, without a new entry in the history: Back shall leave the page, not
 * undo a knob.
 */
export function writeAddress({ settings, backend }: Address): void {
  const chosen = backend === "auto" ? "" : `&backend=${backend}`;
  clearTimeout(pending);
  pending = window.setTimeout(
    () => history.replaceState(null, "", `#${settings}${chosen}`),
    restBeforeWriting,
  );
}

export function isBackend(text: string): text is Backend {
  return (BACKENDS as readonly string[]).includes(text);
}
