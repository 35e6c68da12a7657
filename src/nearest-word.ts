/**
 * The candidate that a wrong word was most likely meant to be; undefined when none is near. Letter case plays no part.
 *
 * Near is a word that begins like the candidate (three letters or more), or one that a few slips of the pen turn into it: one slip
 * in words of up to five letters, one more for every three letters after that. Among equals the first candidate wins.
 */
export function nearestWord(word: string, candidates: Iterable<string>): string | undefined {
  const wrong = word.toLowerCase();
  let nearest: string | undefined;
  let least = Math.max(1, Math.floor(wrong.length / 3)) + 1;
  for (const candidate of candidates) {
    const right = candidate.toLowerCase();
    const slips = wrong.length > 2 && right.startsWith(wrong) ? 0.5 : countSlips(wrong, right);
    if (slips < least) {
      nearest = candidate;
      least = slips;
    }
  }
  return nearest;
}

/** `did you mean WORD?`, or undefined when no candidate is near. */
export function suggestWord(word: string, candidates: Iterable<string>): string | undefined {
  const nearest = nearestWord(word, candidates);
  return nearest === undefined ? undefined : `did you mean ${nearest}?`;
}

/** Letters to insert, leave out, replace or swap with their neighbour (optimal string alignment distance). */
function countSlips(from: string, to: string): number {
  let beforeLast: readonly number[] = [];
  let last: readonly number[] = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const replaced = from[row - 1] === to[column - 1] ? 0 : 1;
      const swapped =
        row > 1 &&
        column > 1 &&
        from[row - 1] === to[column - 2] &&
        from[row - 2] === to[column - 1]
          ? at(beforeLast, column - 2) + 1
          : Infinity;
      current.push(
        Math.min(
          at(last, column) + 1,
          at(current, column - 1) + 1,
          at(last, column - 1) + replaced,
          swapped,
        ),
      );
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
