import type { Machine } from '../../../../../machine/machine.js';
import {
  NEW_BRIDGE,
  NEW_BRIDGE_OPTIONS,
  type BridgeOption,
  type BridgeSettings,
} from '../../../../../namespace/link-kind/bridge.js';
import { Refusal } from '../../../../refusal.js';
import {
  errnoRefusal,
  matches,
  refuseByErrno,
  refuseNotSimulated,
  refuseValue,
  type Words,
} from '../../../arguments.js';
import { readUnsigned } from '../../../number-arguments.js';
import { bridgeDetails, bridgePortDetails } from './bridge-details.js';
import { BRIDGE_WORDS, type BridgeWord, type Settled } from './bridge-options.js';
import { BRIDGE_USAGE } from './bridge-usage.js';
import type { KindWords } from '../kind-words.js';
import { leftBehind, leftWith } from '../left-with.js';

/** Options that are read and asked for, by their names. */
type Asked = ReadonlyMap<BridgeOption, number>;

/** `type bridge`. Source: `iplink_bridge.c` of iproute2. */
export const bridgeWords: KindWords = {
  kind: 'bridge',
  usage: BRIDGE_USAGE,
  read: (words) => {
    const asked = readWords(words);
    return {
      settle: (place) => ({ settings: settle(NEW_BRIDGE, asked, () => leftBehind(place)) }),
    };
  },
  change: (words, { context }, link) => {
    const asked = readWords(words);
    const { settings } = link;
    const left = (soFar: BridgeSettings): Machine =>
      leftWith(context, { ...link, settings: soFar });
    return {
      settle: () => (settings.kind === 'bridge' ? { settings: settle(settings, asked, left) } : {}),
    };
  },
  details: bridgeDetails,
  portDetails: bridgePortDetails,
};

/** Reads the words after `type bridge`. @throws Refusal in the tool's words, or by the name of what is not simulated */
function readWords(words: Words): Asked {
  const asked = new Map<BridgeOption, number>();
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    const known = wordFor(word);
    if (known === undefined) {
      const why = matches(word, 'help') ? '' : `bridge: unknown command "${word}"?\n`;
      throw new Refusal(1, why + BRIDGE_USAGE, false);
    }
    if (known === 'group_address' || known === 'fdb_flush') {
      refuseNotSimulated(`ip link type bridge ${known}`);
    }
    const value = words.next();
    if (known === 'vlan_protocol') {
      if (value.toLowerCase() !== '802.1q')
        refuseNotSimulated(`ip link type bridge ${known} ${value}`);
    } else {
      const number = readUnsigned(value, mostOf(known)) ?? refuseValue(value, `invalid ${known}`);
      if (settled(known, number) === 'not simulated') {
        refuseNotSimulated(`ip link type bridge ${known} ${value}`);
      }
      asked.set(known, number);
    }
  }
  // The kernel looks at this one before it makes or changes anything. Source: `br_validate`.
  if ((asked.get('vlan_default_pvid') ?? 0) > MOST_VLAN) refuseByErrno('EINVAL');
  return asked;
}

const MOST_VLAN = 4094;

function wordFor(word: string): BridgeWord | undefined {
  return KNOWN.find((known) => {
    const reading = BRIDGE_WORDS[known];
    return reading !== 'no number' && reading.whole === true
      ? word === known
      : matches(word, known);
  });
}

const KNOWN: readonly BridgeWord[] = Object.keys(BRIDGE_WORDS).filter((name): name is BridgeWord =>
  Object.hasOwn(BRIDGE_WORDS, name),
);

/** The greatest number that the tool takes, or that a number of JavaScript holds. */
function mostOf(option: BridgeOption): number {
  const reading = BRIDGE_WORDS[option];
  return reading === 'no number' ? 0 : 2 ** Math.min(reading.bits, 53) - 1;
}

function settled(option: BridgeOption, value: number): Settled {
  const reading = BRIDGE_WORDS[option];
  return reading === 'no number' ? value : reading.settle(value);
}

/**
 * Gives a bridge what is asked for, in the kernel's order.
 *
 * @param left - the machine that is left when the kernel refuses one after others were set
 * @throws Refusal at the first that the kernel refuses
 */
function settle(
  before: BridgeSettings,
  asked: Asked,
  left: (soFar: BridgeSettings) => Machine,
): BridgeSettings {
  const options = { ...before.options };
  for (const [option, value] of IN_ORDER.map((name) => [name, asked.get(name)] as const)) {
    const now = value === undefined ? options[option] : settled(option, value);
    if (now === 'not simulated') continue;
    if (typeof now === 'string') throw errnoRefusal(now).leaving(left({ ...before, options }));
    options[option] = now;
  }
  return { ...before, options };
}

const IN_ORDER: readonly BridgeOption[] = Object.keys(NEW_BRIDGE_OPTIONS).filter(
  (name): name is BridgeOption => Object.hasOwn(NEW_BRIDGE_OPTIONS, name),
);
