import {
  type BondOption,
  PLAIN_BOND,
  BOND_MODES,
} from '../../../../../namespace/link-kind/bond.js';
import type { Namespace } from '../../../../../namespace/namespace.js';
import { Refusal } from '../../../../refusal.js';
import {
  matches,
  refuseByKernel,
  refuseNotSimulated,
  refuseValue,
  type Words,
} from '../../../arguments.js';
import { deviceIndex, refuseNoDevice } from '../../../device-arguments.js';
import { parseLladdr } from '../../../lladdr-argument.js';
import { readSigned, readUnsigned } from '../../../number-arguments.js';
import { bondDetails, bondPortDetails } from './bond-details.js';
import { BOND_NUMBERS, BOND_WORDS } from './bond-options.js';
import { settleBondOptions, type BondRequest } from './bond-settle.js';
import { BOND_USAGE } from './bond-usage.js';
import type { KindWords } from '../kind-words.js';
import { leftBehind, leftWith } from '../left-with.js';

/** `type bond`. Source: `iplink_bond.c` of iproute2. */
export const bondWords: KindWords = {
  kind: 'bond',
  usage: BOND_USAGE,
  read: (words, { namespace }) => {
    const request = readWords(words, namespace);
    const bond = { settings: PLAIN_BOND, up: false };
    return {
      settle: (place) => ({
        settings: settleBondOptions(namespace, bond, request, () => leftBehind(place)),
      }),
    };
  },
  change: (words, { context, namespace }, link) => {
    const request = readWords(words, namespace);
    const { settings, up } = link;
    return {
      settle: () => {
        if (settings.kind !== 'bond') return {};
        const bond = { settings, up };
        return {
          settings: settleBondOptions(namespace, bond, request, (soFar) =>
            leftWith(context, { ...link, settings: soFar }),
          ),
        };
      },
    };
  },
  details: bondDetails,
  portDetails: bondPortDetails,
};

/** Reads the words after `type bond`. @throws Refusal in the tool's words, or by the name of what is not simulated */
function readWords(words: Words, namespace: Namespace): BondRequest {
  const numbers = new Map<BondOption, number>();
  const request: { -readonly [Key in keyof BondRequest]: BondRequest[Key] } = { numbers };
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    const known = wordFor(word);
    switch (known) {
      case 'mode':
        request.mode = BOND_MODES[readName(words.next(), BOND_MODES, 'mode')];
        break;
      case 'active_slave':
        request.active = findPort(namespace, words.next());
        break;
      case 'clear_active_slave':
        request.active = null;
        break;
      case 'primary': {
        const name = words.next();
        findPort(namespace, name);
        request.primary = name;
        break;
      }
      case 'ad_actor_system':
        request.actorSystem = parseLladdr(words.next());
        break;
      case 'arp_ip_target':
      case 'ns_ip6_target':
        return refuseNotSimulated(`ip link type bond ${known}`);
      case 'help':
        throw new Refusal(1, BOND_USAGE, false);
      case undefined:
        throw new Refusal(1, `bond: unknown command "${word}"?\n${BOND_USAGE}`, false);
      case 'num_unsol_na':
        numbers.set('num_grat_arp', readNumber('num_grat_arp', words.next()));
        break;
      default:
        numbers.set(known, readNumber(known, words.next()));
    }
  }
  return request;
}

function wordFor(word: string): (typeof BOND_WORDS)[number] | undefined {
  return BOND_WORDS.find((known) => (WHOLE.has(known) ? word === known : matches(word, known)));
}

const WHOLE: ReadonlySet<string> = new Set([
  'ns_ip6_target',
  ...Object.entries(BOND_NUMBERS).flatMap(([name, { whole }]) => (whole === true ? [name] : [])),
]);

function readNumber(option: BondOption, value: string): number {
  const { as, only, range } = BOND_NUMBERS[option];
  if (option === 'coupled_control' && value !== 'on' && value !== 'off') {
    const why = `Error: argument of "${option}" must be one of "off", "on", not "${value}"\n`;
    throw new Refusal(1, why, false);
  }
  const name = option === 'num_grat_arp' ? 'num_grat_arp|num_unsol_na' : option;
  const number =
    typeof as === 'number'
      ? (readUnsigned(value, 2 ** as - 1) ?? refuseValue(value, `invalid ${name}`))
      : readName(value, as, name);
  // The kernel looks at this one before it makes or changes anything.
  const isTooLong = option === 'peer_notify_delay' && number > (range?.[1] ?? number);
  if (isTooLong) refuseByKernel('integer out of range');
  const differs = only !== undefined && number !== only && option !== 'use_carrier';
  // Which port is better depends on their speeds.
  if (differs || (option === 'primary_reselect' && number === 1)) {
    refuseNotSimulated(`ip link type bond ${option} ${value}`);
  }
  return number;
}

/** One of several names, or its number. Source: `get_index` of iproute2. */
function readName(value: string, names: readonly string[], option: string): number {
  const number = readSigned(value, 0, names.length - 1, 10) ?? names.indexOf(value);
  return number < 0 ? refuseValue(value, `invalid ${option}`) : number;
}

function findPort(namespace: Namespace, name: string): number {
  return deviceIndex(namespace, name) ?? refuseNoDevice(name);
}
