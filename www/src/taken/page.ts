/** Whether this page is the one file: it has nothing beside it, and whoever has it has all of it. */
export const isOneFile = import.meta.env.MODE === "one-file";
