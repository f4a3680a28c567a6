import { renderSVG } from "uqr";

/** A link as a code to be photographed, as an SVG document. */
export function code(link: string): string {
  return renderSVG(link, { ecc: "L", border: 2 });
}
