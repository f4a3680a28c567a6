/** A side of a stage where an arrow leaves or arrives. */
export type Side = "left" | "right" | "top" | "bottom";

/** An arrow from one stage to the next. */
export interface Arrow {
  from: string;
  to: string;
  /** Sides when the stages stand side by side, and when they stand one above the other. */
  wide: readonly [Side, Side];
  narrow: readonly [Side, Side];
}

const across = ["right", "left"] as const;
const down = ["bottom", "top"] as const;

/** Who is made from whom. */
export const arrows: readonly Arrow[] = [
  { from: "input", to: "query", wide: across, narrow: down },
  { from: "input", to: "key", wide: across, narrow: down },
  { from: "input", to: "value", wide: across, narrow: down },
  { from: "query", to: "scores", wide: across, narrow: down },
  { from: "key", to: "scores", wide: across, narrow: down },
  { from: "mask", to: "scores", wide: down, narrow: ["left", "right"] },
  { from: "scores", to: "attention", wide: across, narrow: down },
  { from: "attention", to: "output", wide: across, narrow: across },
  { from: "value", to: "output", wide: ["right", "bottom"], narrow: down },
  { from: "output", to: "logits", wide: across, narrow: down },
  { from: "input", to: "skip", wide: ["bottom", "left"], narrow: ["left", "left"] },
  { from: "skip", to: "logits", wide: ["right", "bottom"], narrow: across },
  { from: "logits", to: "probabilities", wide: across, narrow: down },
];

/** Between a stage and the tip of an arrow. */
const gap = 5;
const corner = 14;
/** Where a way round all stages runs, from the left edge. */
const margin = 3;

interface Point {
  x: number;
  y: number;
}

/** How long the head of an arrow is, and how far its lines go to either side. */
const head = { length: 7, width: 3.5 };

/**
 * An arrow as two SVG paths: its way, and its head at the end of it, drawn as lines like the rest so that whatever
 * colours the one colours the other. Sideways it meets the picture, upwards and downwards the whole stage, whose name
 * stands above the picture and whose shape below it.
 */
export function path(
  [out, into]: readonly [Side, Side],
  from: { whole: DOMRect; picture: DOMRect },
  to: { whole: DOMRect; picture: DOMRect },
  origin: Point,
): { way: string; tip: string } {
  const start = port(from, out, origin);
  const end = port(to, into, origin);
  // At the edge there is no room beside the stage, only beside its picture.
  if (out === "left" && into === "left") end.x = to.picture.left - gap - origin.x;
  return { way: way(out, into, start, end), tip: tip(into, end) };
}

function way(out: Side, into: Side, start: Point, end: Point): string {
  const [x, y] = [end.x.toFixed(1), end.y.toFixed(1)];
  const begin = `M${start.x.toFixed(1)} ${start.y.toFixed(1)}`;
  if (out === "left" && into === "left") {
    return `${begin}H${margin + corner}q${-corner} 0 ${-corner} ${corner}V${end.y - corner}q0 ${corner} ${corner} ${corner}H${x}`;
  }
  if (out === "right" && into === "bottom") {
    return `${begin}H${end.x - corner}q${corner} 0 ${corner} ${-corner}V${y}`;
  }
  if (out === "bottom" && into === "left") {
    return `${begin}V${end.y - corner}q0 ${corner} ${corner} ${corner}H${x}`;
  }
  if (out === "bottom") {
    const middle = ((start.y + end.y) / 2).toFixed(1);
    return `${begin}C${start.x.toFixed(1)} ${middle} ${x} ${middle} ${x} ${y}`;
  }
  const middle = ((start.x + end.x) / 2).toFixed(1);
  return `${begin}C${middle} ${start.y.toFixed(1)} ${middle} ${y} ${x} ${y}`;
}

/** Two short lines from the end of the way, back and to both sides. */
function tip(into: Side, { x, y }: Point): string {
  const back = { left: [-1, 0], right: [1, 0], top: [0, -1], bottom: [0, 1] } as const;
  const [across, down] = back[into];
  const wing = (side: number) => {
    const [wingX, wingY] = [
      x + head.length * across + side * head.width * down,
      y + head.length * down + side * head.width * across,
    ];
    return `${wingX.toFixed(1)} ${wingY.toFixed(1)}`;
  };
  return `M${wing(-1)}L${x.toFixed(1)} ${y.toFixed(1)}L${wing(1)}`;
}

function port({ whole, picture }: { whole: DOMRect; picture: DOMRect }, side: Side, origin: Point): Point {
  const [middleX, middleY] = [picture.left + picture.width / 2, picture.top + picture.height / 2];
  const at = {
    left: { x: whole.left - gap, y: middleY },
    right: { x: whole.right + gap, y: middleY },
    top: { x: middleX, y: whole.top - gap },
    bottom: { x: middleX, y: whole.bottom + gap / 2 },
  }[side];
  return { x: at.x - origin.x, y: at.y - origin.y };
}
