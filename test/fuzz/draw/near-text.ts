import * as fc from 'fast-check';
import { assertNever } from '../../../src/assert-never.js';
import { ODD_TEXTS } from './odd-values.js';

/** One change of a text. */
interface TextEdit {
  readonly kind: 'insert' | 'remove' | 'replace' | 'double' | 'move' | 'line' | 'cut' | 'splice';
  readonly at: number;
  readonly length: number;
  readonly other: number;
  readonly piece: string;
  readonly foreign: string;
}

/**
 * Texts that differ from recorded ones by a few pieces.
 *
 * @param most - how many characters of a recorded text are taken, whole lines of it
 */
export function nearText(recorded: readonly string[], most = 4000): fc.Arbitrary<string> {
  const texts = recorded.filter((text) => text !== '');
  const pieces = [...new Set(texts.flatMap((text) => text.match(/[\w.:/-]+|[^\w\s]+/g) ?? []))];
  const edits: fc.Arbitrary<TextEdit> = fc.record({
    kind: fc.constantFrom(
      ...([
        'insert',
        'insert',
        'remove',
        'replace',
        'replace',
        'double',
        'move',
        'line',
        'cut',
        'splice',
      ] as const),
    ),
    at: fc.nat(),
    length: fc.oneof(fc.nat(8), fc.nat(200)),
    other: fc.nat(),
    piece: fc.oneof(fc.constantFrom(...pieces), fc.constantFrom(...ODD_TEXTS)),
    foreign: fc.constantFrom(...texts),
  });
  return fc
    .tuple(fc.constantFrom(...texts), fc.nat(), fc.array(edits, { maxLength: 6 }))
    .map(([text, from, list]) => list.reduce(editText, excerpt(text, from, most)));
}

/** A part of a long text, of whole lines. */
function excerpt(text: string, from: number, most: number): string {
  if (text.length <= most) return text;
  const start = text.lastIndexOf('\n', from % text.length) + 1;
  const end = text.lastIndexOf('\n', start + most);
  return text.slice(start, end > start ? end + 1 : start + most);
}

function editText(text: string, { kind, at, length, other, piece, foreign }: TextEdit): string {
  const from = at % (text.length + 1);
  const to = other % (text.length + 1);
  const taken = text.slice(from, from + length);
  const rest = text.slice(from + length);
  switch (kind) {
    case 'insert':
      return text.slice(0, from) + piece + text.slice(from);
    case 'remove':
      return text.slice(0, from) + rest;
    case 'replace':
      return text.slice(0, from) + piece + rest;
    case 'double':
      return text.slice(0, from) + taken + taken + rest;
    case 'move':
      return text.slice(0, to) + taken + text.slice(to);
    case 'line': {
      const start = text.lastIndexOf('\n', from - 1) + 1;
      const end = text.indexOf('\n', from);
      return text.slice(0, start) + (end < 0 ? '' : text.slice(end + 1));
    }
    case 'cut':
      return text.slice(0, from);
    case 'splice': {
      const start = other % (foreign.length + 1);
      return text.slice(0, from) + foreign.slice(start, start + length) + text.slice(from);
    }
    default:
      return assertNever(kind);
  }
}
