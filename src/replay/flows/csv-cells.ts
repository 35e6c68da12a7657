/** A cell and what ends it: text in quotes, where two quotes are one, or text without any. Blanks around it don't count. */
const CELL = /\s*(?:"((?:[^"]|"")*)"\s*|([^",]*))(,|$)/y;

/**
 * The cells of one line of CSV.
 *
 * A quoted cell ends on its line: in packets nothing goes over several, and a quote that was damaged costs one line. Source: RFC 4180.
 *
 * @throws TypeError when a quote isn't closed, or stands where none can
 */
export function csvCells(line: string): readonly string[] {
  if (!line.includes('"')) return line.split(',').map((cell) => cell.trim());
  const cells: string[] = [];
  CELL.lastIndex = 0;
  for (;;) {
    const from = CELL.lastIndex;
    const found = CELL.exec(line);
    if (found === null) throw new TypeError(whatIsWrong(line.slice(from)));
    const [, quoted, plain = '', end] = found;
    cells.push(quoted === undefined ? plain.trim() : quoted.replaceAll('""', '"'));
    if (end === '') return cells;
  }
}

function whatIsWrong(rest: string): string {
  return /^\s*"(?:[^"]|"")*$/.test(rest)
    ? 'a quote that is not closed on its line'
    : 'a quote within a cell';
}
