/** What an address has beside its run: a teacher's lesson, or a student's answers. */
export interface Given {
  lesson: string | undefined;
  answers: string | undefined;
}

/**
 * Reads it before the run is read. Answers stand behind the #, so that no server ever sees them; they are taken out of the
 * address, which from then on is that of the run.
 */
export function takeGiven(): Given {
  const lesson = new URLSearchParams(location.search).get("lesson") ?? undefined;
  const [, answers] = /^#answers=([\w.-]+)$/.exec(location.hash) ?? [];
  if (answers !== undefined) history.replaceState(history.state, "", "#class");
  return { lesson, answers };
}
