import type { Accounts } from '../../databases/accounts.js';
import { suggestWord } from '../../nearest-word.js';
import { PACKET_NUMBER_NAMES } from '../../packet/packet-number.js';
import { PACKET_JSON_FIELDS, parsePacketJson } from '../../packet/packet-json.js';
import type { Packet } from '../../packet/packet.js';
import { ParseError } from '../../parse-error.js';
import { csvCells } from './csv-cells.js';
import { isBlank, type LineReader } from './line-reader.js';

const NUMBERS: ReadonlySet<string> = new Set<string>(PACKET_NUMBER_NAMES);
/** Columns without which no line is a packet. */
const NEEDED = ['dst', 'protocol'];

/**
 * Reads packets as CSV: the first line names the fields as JSON has them, an empty cell leaves one out.
 *
 * @param head - the line that names the columns; when it's empty, the first line that isn't blank does
 * @param accounts - the users and groups that lines may name
 */
export function csvLines(head: string, accounts: Accounts): LineReader {
  let columns = head === '' ? undefined : readColumns(head);
  return (text) => {
    if (isBlank(text)) return 'a blank line';
    if (columns !== undefined) return readPacket(columns, csvCells(text), accounts);
    columns = readColumns(text);
    return 'names of columns';
  };
}

/**
 * Reads the line that names the columns.
 *
 * @param line - its number in the file
 * @throws ParseError when a column is none of a packet's fields, is there twice, or is missing
 */
export function readColumns(text: string, line = 1): readonly string[] {
  const names = cellsOfHead(text.replace(/^\uFEFF/, ''), line);
  const wrong = (expected: string, found: string): ParseError =>
    new ParseError(expected, found, { line, column: Math.max(0, text.indexOf(found)) + 1 });
  for (const [index, name] of names.entries()) {
    if (!PACKET_JSON_FIELDS.includes(name)) throw wrong(expectedColumn(name), name);
    if (names.indexOf(name) < index) {
      const column = text.lastIndexOf(name) + 1;
      throw new ParseError('each column once', name, { line, column });
    }
  }
  const missing = NEEDED.find((name) => !names.includes(name));
  if (missing !== undefined) throw wrong(`a column ${missing}`, text.trim());
  return names;
}

function cellsOfHead(text: string, line: number): readonly string[] {
  try {
    return csvCells(text);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new ParseError(`names of columns, not ${error.message}`, text.trim(), {
      line,
      column: 1,
    });
  }
}

function expectedColumn(name: string): string {
  if (/[;\t|]/.test(name)) return 'commas between columns';
  return suggestWord(name, PACKET_JSON_FIELDS) ?? `one of ${PACKET_JSON_FIELDS.join(', ')}`;
}

function readPacket(
  columns: readonly string[],
  cells: readonly string[],
  accounts: Accounts,
): Packet {
  if (cells.length !== columns.length) {
    throw new RangeError(`cells: ${columns.length}, got ${cells.length}`);
  }
  return parsePacketJson(
    Object.fromEntries(
      columns.map((name, index) => [name, readCell(name, cells[index] ?? '')] as const),
    ),
    accounts,
  );
}

/** A cell as JSON has it: null when it's empty, a number where numbers stand. */
function readCell(name: string, cell: string): string | number | null {
  if (cell === '') return null;
  const isNumber = /^(0x[0-9a-f]+|[0-9]+)$/i.test(cell);
  return isNumber && NUMBERS.has(name) ? Number(cell) : cell;
}
