import { parse } from 'csv-parse/sync';
import { suggestWord } from '../../nearest-word.js';
import { NUMBER_FIELDS } from '../../packet/given-numbers.js';
import { PACKET_JSON_FIELDS, parsePacketJson } from '../../packet/packet-json.js';
import type { Packet } from '../../packet/packet.js';
import { ParseError } from '../../parse-error.js';
import type { FlowRecord, RecordReader } from './text-flows.js';

const NUMBERS: ReadonlySet<string> = new Set<string>(NUMBER_FIELDS);

/** A record and the line on which it stands. */
interface ParsedRecord {
  readonly record: readonly string[];
  readonly line: number;
}

/**
 * Packets as CSV: the first line names the fields as JSON has them, an empty cell leaves one out. Source: RFC 4180.
 *
 * No record goes over more than one line. `push` and `end` throw ParseError when a column is none of a packet's fields.
 */
export function csvRecords(): RecordReader {
  let rest = '';
  let lines = 0;
  let fields: readonly string[] | undefined;

  function* take(text: string): Iterable<FlowRecord> {
    const first = lines;
    const spoiled: FlowRecord[] = [];
    const parsed: ParsedRecord[] = [];
    parse(text.replaceAll('\r\n', '\n'), {
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      skip_records_with_error: true,
      on_skip: (error) => {
        spoiled.push({ line: first + 1, read: () => refuse(error?.message ?? 'not CSV') });
      },
      on_record: (record: readonly string[], { lines: line }) => {
        parsed.push({ record, line: first + line });
        return null;
      },
    });
    lines += text.split('\n').length - 1;
    for (const { record, line } of parsed) {
      if (fields === undefined) fields = readFields(record);
      else yield { line, read: readCells.bind(undefined, fields, record) };
    }
    yield* spoiled;
  }

  return {
    push(text) {
      const whole = `${rest}${text}`;
      const end = whole.lastIndexOf('\n') + 1;
      rest = whole.slice(end);
      return end === 0 ? [] : take(whole.slice(0, end));
    },
    end: () => (rest === '' ? [] : take(rest)),
  };
}

function readFields(names: readonly string[]): readonly string[] {
  const unknown = names.find((name) => !PACKET_JSON_FIELDS.includes(name));
  if (unknown === undefined) return names;
  const expected =
    suggestWord(unknown, PACKET_JSON_FIELDS) ?? `one of ${PACKET_JSON_FIELDS.join(', ')}`;
  throw new ParseError(expected, unknown);
}

function readCells(fields: readonly string[], cells: readonly string[]): Packet {
  if (cells.length > fields.length) {
    throw new RangeError(`columns: ${fields.length} at most, got ${cells.length}`);
  }
  return parsePacketJson(
    Object.fromEntries(
      fields.map((name, index) => [name, readCell(name, cells[index] ?? '')] as const),
    ),
  );
}

/** A cell as JSON has it: null when it's empty, a number where numbers stand. */
function readCell(name: string, cell: string): string | number | null {
  if (cell === '') return null;
  const isNumber = /^(0x[0-9a-f]+|[0-9]+)$/i.test(cell);
  return isNumber && (NUMBERS.has(name) || name === 'protocol') ? Number(cell) : cell;
}

function refuse(why: string): never {
  throw new TypeError(why);
}
