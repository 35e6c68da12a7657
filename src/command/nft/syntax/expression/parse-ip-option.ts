import type { Parser } from '../parser/parser.js';
import type { IpOptionExpression } from '../tree/selector.js';
import type { Span } from '../tree/span.js';

type Field = NonNullable<IpOptionExpression['field']>;

/** The fields that the options have. Source: nft(8), EXTENSION HEADER EXPRESSIONS. */
export const ipOptionFields: Readonly<Record<IpOptionExpression['option'], readonly Field[]>> = {
  lsrr: ['type', 'length', 'ptr', 'addr'],
  rr: ['type', 'length', 'ptr', 'addr'],
  ssrr: ['type', 'length', 'ptr', 'addr'],
  ra: ['type', 'length', 'value'],
};

function isOption(word: string): word is IpOptionExpression['option'] {
  return Object.hasOwn(ipOptionFields, word);
}

/** A field of an option of IP by its word. */
export function ipOptionField(word: string): Field | undefined {
  return word === 'type' ||
    word === 'length' ||
    word === 'value' ||
    word === 'ptr' ||
    word === 'addr'
    ? word
    : undefined;
}

/** `ip option lsrr ptr` behind `ip`. */
export function parseIpOption(p: Parser, start: Span): IpOptionExpression {
  p.take();
  const { kind: option } = p.expect('lsrr', 'rr', 'ssrr', 'ra');
  if (!isOption(option)) throw new TypeError(option);
  const field = ipOptionField(p.peek().kind);
  if (field === undefined) {
    p.closeScope('ip');
    return { kind: 'ip-option', option, at: p.spanFrom(start) };
  }
  p.take();
  if (field === 'type') p.closeScope('type');
  p.closeScope('ip');
  if (!ipOptionFields[option].includes(field)) p.refuse(start, 'unknown ip option type/field');
  const at = p.spanFrom(start);
  // The type of an option is the same for all packets that have it: it asks for nothing more.
  return field === 'type'
    ? { kind: 'ip-option', option, at }
    : { kind: 'ip-option', option, field, at };
}
