import type { DatatypeText, NumberContext } from './datatype-text.js';
import { integerJson, readInteger } from './integer.js';

/** Protocols by their names in /etc/protocols. */
export const inetProtocolText: DatatypeText = {
  read: (word, { names }) => {
    const number = readInteger(word);
    if (number !== undefined) return number > 0xffn ? { mistake: 'Protocol out of range' } : number;
    const known = names.databases.protocols.numberOf(word);
    return known === undefined ? { mistake: 'Could not resolve protocol name' } : BigInt(known);
  },
  print: (value, context) => nameOf(value, context) ?? value.toString(),
  json: (value, context) => nameOf(value, context) ?? integerJson(value),
};

function nameOf(value: bigint, { names, style }: NumberContext): string | undefined {
  return style.numericProtocol ? undefined : names.databases.protocols.nameOf(Number(value));
}
