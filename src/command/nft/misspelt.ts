/**
 * How unlike two words are, as nft counts it: characters are compared from the second on, with the
 * end of the word as one more, and the table of distances has a row of the second word's length,
 * so that the end of a row is the beginning of the next.
 */
function distance(from: string, to: string): number {
  const rows = from.length;
  const columns = to.length;
  const table = Array.from({ length: (rows + 1) * (columns + 1) }, () => 0);
  const at = (row: number, column: number): number => table[row * columns + column] ?? 0;
  for (let row = 0; row <= rows; row += 1) table[row * columns] = row;
  for (let column = 0; column <= columns; column += 1) table[column] = column;
  for (let row = 1; row <= rows; row += 1) {
    for (let column = 1; column <= columns; column += 1) {
      const cost = from[row] === to[column] ? 0 : 1;
      let least = Math.min(at(row - 1, column) + 1, at(row, column - 1) + 1);
      least = Math.min(least, at(row - 1, column - 1) + cost);
      const isSwap = from[row] === to[column - 1] && from[row - 1] === to[column];
      if (row > 1 && column > 1 && isSwap) least = Math.min(least, at(row - 2, column - 2) + cost);
      table[row * columns + column] = least;
    }
  }
  return at(rows, columns);
}

/**
 * The candidate that nft proposes for a wrong word: the first of those nearest to it, if it is near
 * enough for the length of the words.
 */
export function nearestName(word: string, candidates: Iterable<string>): string | undefined {
  return nearest(word, candidates, (candidate) => distance(candidate, word));
}

/** The same for a value's name, which nft compares the other way round. Source: nft's `symbol_parse_fuzzy`. */
export function nearestSymbol(word: string, candidates: Iterable<string>): string | undefined {
  return nearest(word, candidates, (candidate) => distance(word, candidate));
}

function nearest(
  word: string,
  candidates: Iterable<string>,
  slipsOf: (candidate: string) => number,
): string | undefined {
  let found: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const longer = Math.max(candidate.length, word.length);
    const shorter = Math.min(candidate.length, word.length);
    if (longer <= 1) continue;
    const allowed = longer - shorter <= 1 ? Math.ceil(longer / 3) : Math.ceil((longer + 2) / 3);
    const slips = slipsOf(candidate);
    if (slips > allowed || slips >= least) continue;
    found = candidate;
    least = slips;
  }
  return found;
}
