/** Of the page as a figure of another page. */
export const wholePage = "The whole page";
export const noSuchPart = (name: string) =>
  `This page has no part “${name}” to be shown alone; this is the bench. The name of a section stands last in its address, as “seed-study” does.`;
