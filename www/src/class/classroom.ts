/** What the class kit is made of, fetched when somebody opens it. */
export { Hand } from "./hand.js";
export { Maker } from "./maker.js";
export { Marks } from "./marks.js";
export { printLesson } from "./sheet.js";
