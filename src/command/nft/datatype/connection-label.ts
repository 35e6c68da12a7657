import type { DatatypeText, NumberContext } from './datatype-text.js';
import { readInteger } from './integer.js';

const FILE = '/etc/connlabel.conf';
const BITS = 128n;

/** Labels of connections: bits by their names in connlabel.conf. Source: nft's `ct_label_type_parse`. */
export const connectionLabelText: DatatypeText = {
  read: (word, { names }) => {
    const [, known] = names.connectionLabels.symbols.find(([name]) => name === word) ?? [];
    const bit = known === undefined ? readInteger(word) : BigInt(known);
    if (bit === undefined) {
      return { mistake: `${FILE}: could not parse conntrack label "${word}"` };
    }
    return bit < BITS ? 1n << bit : { mistake: `${word}: bit ${bit} out of range (${BITS} max)` };
  },
  print: (value, context) => {
    const label = nameOf(value, context);
    return label === undefined ? `${firstBit(value)}` : `"${label}"`;
  },
  json: (value, context) => nameOf(value, context) ?? firstBit(value),
};

function nameOf(value: bigint, { names }: NumberContext): string | undefined {
  const bit = firstBit(value);
  return names.connectionLabels.symbols.find(([, number]) => number === bit)?.[0];
}

function firstBit(value: bigint): number {
  return value === 0n ? 0 : (value & -value).toString(2).length - 1;
}
