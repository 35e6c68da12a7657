import { BOND_MODES, PLAIN_BOND, type BondSettings } from '../../../../namespace/link-kind/bond.js';
import { matches, refuseNotSimulated, refuseValue, type Words } from '../../arguments.js';
import { readU32 } from '../../number-arguments.js';
import type { KindWords } from './kind-words.js';

/** `type bond`. Source: `iplink_bond.c` of iproute2. */
export const bondWords: KindWords = {
  kind: 'bond',
  read: (words) => {
    const settings = readSettings(words);
    return { settle: () => ({ settings }) };
  },
  details: () => refuseNotSimulated('-details of a bond'),
  portDetails: () => refuseNotSimulated('-details of a port of a bond'),
};

/**
 * How often ports are looked at makes no difference where no time passes, but for never. Modes that need a monitor have one. Source: `bond_check_params`,
 * `bond_option_mode_set`.
 */
function readSettings(words: Words): BondSettings {
  let { mode, monitored } = PLAIN_BOND;
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
      const interval = readU32(value) ?? refuseValue(value, 'invalid miimon');
      monitored = interval > 0;
    } else {
      refuseNotSimulated(`ip link type bond ${word}`);
    }
  }
  return { ...PLAIN_BOND, mode, monitored: monitored || NEED_MONITOR.has(mode) };
}

const NEED_MONITOR: ReadonlySet<BondSettings['mode']> = new Set([
  '802.3ad',
  'balance-tlb',
  'balance-alb',
]);
