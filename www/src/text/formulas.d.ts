/** The formulas of a file, as MathML by their names; made when the page is built. */
declare module "*.tex" {
  const formulas: Record<string, string>;
  export default formulas;
}
