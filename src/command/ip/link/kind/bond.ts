import { BOND_MODES, PLAIN_BOND, type BondSettings } from '../../../../namespace/link-kind/bond.js';
import { matches, refuseNotSimulated, refuseValue, type Words } from '../../arguments.js';
import { readU32 } from '../../number-arguments.js';
import type { KindWords } from './kind-words.js';

/** `type bond`. Source: `iplink_bond.c` of iproute2. */
export const bondWords: KindWords = {
  kind: 'bond',
  read: (words) => {
    const mode = readMode(words);
    return { settle: () => ({ settings: { ...PLAIN_BOND, mode } }) };
  },
  details: () => refuseNotSimulated('-details of a bond'),
  portDetails: () => refuseNotSimulated('-details of a port of a bond'),
};

/** How often ports are looked at makes no difference where no time passes. */
function readMode(words: Words): BondSettings['mode'] {
  let mode: BondSettings['mode'] = PLAIN_BOND.mode;
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    if (matches(word, 'mode')) {
      const value = words.next();
      mode =
        BOND_MODES.find((name) => name === value) ??
        BOND_MODES[readU32(value) ?? -1] ??
        refuseValue(value, 'invalid mode');
    } else if (matches(word, 'miimon')) {
      const value = words.next();
      if (readU32(value) === undefined) refuseValue(value, 'invalid miimon');
    } else {
      refuseNotSimulated(`ip link type bond ${word}`);
    }
  }
  return mode;
}
