import { element } from "../parts/dom.js";
import { count, fixed } from "../parts/numbers.js";
import { shape } from "../parts/svg.js";
import * as text from "../text/en/cells.js";

const width = 640;
const height = 260;
const room = { left: 44, right: 12, top: 12, bottom: 34 };
/** More points than these nobody sees. */
const mostPoints = 320;

/** Two losses over the epochs in one picture: by the shipped shaders, and by the edited ones. */
export function curve(shipped: readonly number[], yours: readonly number[]): HTMLElement {
  const drawing = shape("svg", {
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": text.run.curve(shipped.at(-1) ?? NaN, yours.at(-1) ?? NaN),
  });
  const epochs = Math.max(shipped.length, yours.length, 2);
  const finite = [...shipped, ...yours].filter(Number.isFinite);
  const top = step(finite.reduce((most, loss) => (loss > most ? loss : most), 0) || 1);
  const x = (epoch: number) => room.left + (epoch / (epochs - 1)) * (width - room.left - room.right);
  const y = (loss: number) => height - room.bottom - (loss / top.end) * (height - room.top - room.bottom);
  for (let loss = 0; loss <= top.end + 1e-9; loss += top.by) {
    drawing.append(
      shape("line", { class: "grid", x1: room.left, x2: width - room.right, y1: y(loss), y2: y(loss) }),
      shape("text", { class: "tick", x: room.left - 6, y: y(loss) + 4, "text-anchor": "end" }, tick(loss)),
    );
  }
  for (const epoch of [0, Math.floor((epochs - 1) / 2), epochs - 1]) {
    const anchor = epoch === 0 ? "start" : epoch === epochs - 1 ? "end" : "middle";
    drawing.append(
      shape("text", { class: "tick", x: x(epoch), y: height - 14, "text-anchor": anchor }, count(epoch)),
    );
  }
  const line = (name: string, losses: readonly number[]) => {
    const every = Math.max(1, Math.floor(losses.length / mostPoints));
    const points = losses
      .map((loss, epoch) => [epoch, loss] as const)
      .filter(
        ([epoch, loss]) => Number.isFinite(loss) && (epoch % every === 0 || epoch === losses.length - 1),
      )
      .map(([epoch, loss]) => `${x(epoch).toFixed(1)},${y(loss).toFixed(1)}`);
    drawing.append(shape("polyline", { class: `curve ${name}`, points: points.join(" ") }));
  };
  line("shipped", shipped);
  line("yours", yours);
  const legend = (name: "shipped" | "yours") =>
    element("span", { class: `cells-line ${name}` }, text.run[name]);
  return element(
    "figure",
    { class: "cells-curve" },
    element("figcaption", {}, `${text.run.meanLoss}: `, legend("shipped"), " ", legend("yours")),
    drawing,
  );
}

/** Round numbers for an axis that begins at 0: how far it goes, and by which steps. */
function step(most: number): { end: number; by: number } {
  const power = 10 ** Math.floor(Math.log10(most));
  const by = [0.2, 0.5, 1, 2, 5].map((part) => part * power).find((by) => most / by <= 5) ?? 5 * power;
  return { end: Math.ceil(most / by) * by, by };
}

function tick(loss: number): string {
  return loss >= 1000 || (loss > 0 && loss < 0.01)
    ? loss.toExponential(0)
    : fixed(loss, 2).replace(/\.?0+$/, "") || "0";
}
