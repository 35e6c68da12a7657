import { matches, refuseNotSimulated, refuseValue, type Words } from '../../arguments.js';
import { readU32 } from '../../number-arguments.js';
import type { KindWords } from './kind-words.js';

/** Options of a bridge that make no difference to where this host's packets go, whatever their number. Source: `bridge_parse_opt` of iproute2. */
const WITHOUT_EFFECT = ['forward_delay', 'ageing_time', 'priority', 'mcast_snooping'] as const;

/** Options that make none as long as they are 0: the spanning tree would hold ports back, for a time that doesn't pass here. */
const OFF = ['stp_state', 'vlan_filtering'] as const;

/** Checks the words after `type bridge`. @throws Refusal in the tool's words, or by the name of what is not simulated */
function checkBridgeOptions(words: Words): void {
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    const option = find(WITHOUT_EFFECT, word) ?? find(OFF, word);
    if (option === undefined) return refuseNotSimulated(`ip link type bridge ${word}`);
    const value = words.next();
    const number = readU32(value) ?? refuseValue(value, `invalid ${option}`);
    if (number !== 0 && find(OFF, word) !== undefined) {
      refuseNotSimulated(`ip link type bridge ${option} ${value}`);
    }
  }
}

function find(options: readonly string[], word: string): string | undefined {
  return options.find((option) => matches(word, option));
}

/** `type bridge`. */
export const bridgeWords: KindWords = {
  kind: 'bridge',
  read: (words) => {
    checkBridgeOptions(words);
    return { settle: () => ({}) };
  },
  change: (words) => {
    checkBridgeOptions(words);
    return {};
  },
};
