import type { NatFlag, NatStatement, TproxyStatement } from '../tree/statement.js';
import type { Expression } from '../tree/expression.js';
import { internalSpan } from '../tree/span.js';
import {
  isArray,
  property,
  typeName,
  wordList,
  type Json,
  type JsonReader,
} from './json-reader.js';
import type { ExpressionReader } from './read-expression.js';
import { readFamily } from './read-lookup.js';

const at = internalSpan;

/** A property that a statement is given, if it is there. */
export function readGiven(
  e: ExpressionReader,
  value: Json,
  key: string,
  message: string,
): Expression | undefined {
  const given = property(value, key);
  if (given === undefined) return undefined;
  return e.r.within(message, () => e.read(given, 'STMT'));
}

/** The flags of a property, which is a word or a list of words. A wrong flag is reported and left out. */
export function readFlags<Flag extends string>(
  r: JsonReader,
  value: Json,
  key: string,
  flags: readonly Flag[],
  kind: string,
): Flag[] {
  const given = property(value, key);
  if (given === undefined) return [];
  const words = wordList(given) ?? r.fail(`Invalid ${kind} flags type ${typeName(given)}.`);
  return words.flatMap((word, index) => {
    const found = flags.find((flag) => flag === word);
    if (found !== undefined) return [found];
    const isText = typeof word === 'string';
    const wrongType = `Invalid ${kind} flag type ${typeName(word)}, expected string.`;
    r.report(isText ? `Unknown ${kind} flag '${word}'.` : wrongType);
    if (isArray(given)) r.report(`Parsing ${kind} flag at index ${index} failed.`);
    return [];
  });
}

const natFlags: readonly (NatFlag | 'netmap')[] = [
  'random',
  'fully-random',
  'persistent',
  'netmap',
];

/** Source: libnftables-json(5), NETWORK ADDRESS TRANSLATION. */
export function readNat(e: ExpressionReader, nat: NatStatement['nat'], value: Json): NatStatement {
  const { r } = e;
  const family = readFamily(r, value);
  const address = readGiven(e, value, 'addr', 'Invalid nat addr.');
  const port = readGiven(e, value, 'port', 'Invalid nat port.');
  const flags = readFlags(r, value, 'flags', natFlags, 'nat');
  const forms = readFlags(r, value, 'type_flags', ['interval', 'prefix', 'concat'], 'nat type');
  const form = forms.find((word) => word !== 'interval');
  return {
    kind: 'nat',
    nat,
    ...family,
    ...(address === undefined ? {} : { address }),
    ...(port === undefined ? {} : { port }),
    ...(form === undefined ? {} : { form }),
    // A prefix is mapped as a net in any case.
    flags: flags.filter((flag) => flag !== 'netmap'),
    at,
  };
}

/** Source: libnftables-json(5), TPROXY. */
export function readTproxy(e: ExpressionReader, value: Json): TproxyStatement {
  const family = readFamily(e.r, value);
  const address = readGiven(e, value, 'addr', 'Invalid addr.');
  const port = readGiven(e, value, 'port', 'Invalid port.');
  return {
    kind: 'tproxy',
    ...family,
    ...(address === undefined ? {} : { address }),
    ...(port === undefined ? {} : { port }),
    at,
  };
}
