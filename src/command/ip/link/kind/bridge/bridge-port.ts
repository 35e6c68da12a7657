import {
  changeBridgePort,
  type BridgePortChange,
} from '../../../../../namespace/change-bridge-port.js';
import {
  NEW_PORT_FLAGS,
  NEW_PORT_OPTIONS,
  type BridgePortFlag,
  type BridgePortOption,
} from '../../../../../namespace/link-kind/bridge.js';
import { Refusal } from '../../../../refusal.js';
import {
  errnoRefusal,
  kernelRefusal,
  matches,
  refuseNotSimulated,
  refuseValue,
  type Words,
} from '../../../arguments.js';
import { deviceIndex } from '../../../device-arguments.js';
import { readU16, readU32, readU8 } from '../../../number-arguments.js';
import { BRIDGE_PORT_USAGE } from './bridge-usage.js';
import type { PortWords } from '../port-words.js';

/** `type bridge_slave`. Source: `iplink_bridge_slave.c` of iproute2. */
export const bridgePortWords: PortWords = {
  master: 'bridge',
  usage: BRIDGE_PORT_USAGE,
  read: (words, here) => {
    const asked = readAsked(words, (name) => deviceIndex(here, name) !== undefined);
    return ({ namespace, master, port }, left) => {
      const { bridge, stopped } = changeBridgePort(namespace, master, port.index, asked);
      if (stopped === undefined) return bridge;
      const why = 'errno' in stopped ? errnoRefusal(stopped.errno) : kernelRefusal(stopped.text);
      throw why.leaving(left(bridge));
    };
  },
};

/** All words in the order in which the tool tries them: an abbreviation is for the first that it fits. */
const WORDS =
  'fdb_flush state priority cost hairpin guard root_block fastleave learning flood mcast_flood bcast_flood mcast_to_unicast proxy_arp proxy_arp_wifi mcast_router mcast_fast_leave neigh_suppress neigh_vlan_suppress group_fwd_mask vlan_tunnel isolated locked mab backup_port nobackup_port backup_nhid'.split(
    ' ',
  );

/** Those that the tool doesn't take in short. */
const WHOLE: ReadonlySet<string> = new Set(['neigh_vlan_suppress', 'mab', 'backup_nhid']);

/** How a number is read, and what the tool reports of a word that is none. */
type Reading = readonly [read: (value: string) => number | undefined, why: string];

const NUMBERS: Readonly<Record<string, Reading>> = {
  state: [readU8, 'state is invalid'],
  priority: [readU16, 'priority is invalid'],
  cost: [readU32, 'cost is invalid'],
  mcast_router: [readU8, 'invalid mcast_router'],
  group_fwd_mask: [readU16, 'invalid group_fwd_mask'],
  backup_nhid: [readU32, 'backup_nhid is invalid'],
};

/** @throws Refusal in the tool's words, or by the name of what is not simulated */
function readAsked(words: Words, isDevice: (name: string) => boolean): BridgePortChange {
  const flags: Partial<Record<BridgePortFlag, boolean>> = {};
  const options: Partial<Record<BridgePortOption, number>> = {};
  let [flush, mab] = [false, false];
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    const known = knownWord(word);
    if (known === 'fdb_flush') flush = true;
    else if (known === 'backup_port') {
      const value = words.next();
      if (!isDevice(value)) refuseValue(value, 'Device does not exist\n');
      refuseWord(known);
    } else if (known in NUMBERS) {
      const value = readNumber(known, words.next());
      if (isOption(known)) options[known] = value;
      // There is none to be given up.
      else if (known !== 'backup_nhid' || value !== 0) refuseWord(known);
    } else if (known !== 'nobackup_port') {
      const value = readFlag(known, words.next());
      if (isFlag(known)) flags[known] = value;
      else if (known === 'mcast_fast_leave') flags.fastleave = value;
      else if (known === 'mab') mab = value;
      else if (value) refuseWord(known);
    }
  }
  return { flags, options, flush, mab };
}

function knownWord(word: string): string {
  const known = WORDS.find((one) => (WHOLE.has(one) ? one === word : matches(word, one)));
  if (known !== undefined) return known;
  const why = matches(word, 'help') ? '' : `bridge_slave: unknown option "${word}"?\n`;
  throw new Refusal(1, why + BRIDGE_PORT_USAGE, false);
}

function readNumber(known: string, word: string): number {
  const [read, why] = NUMBERS[known] ?? [];
  return read?.(word) ?? refuseValue(word, why ?? '');
}

function readFlag(known: string, word: string): boolean {
  if (word === 'on' || word === 'off') return word === 'on';
  const why = `Error: argument of "${known}" must be one of "off", "on", not "${word}"\n`;
  throw new Refusal(1, why);
}

function isFlag(word: string): word is BridgePortFlag {
  return Object.hasOwn(NEW_PORT_FLAGS, word);
}

function isOption(word: string): word is BridgePortOption {
  return Object.hasOwn(NEW_PORT_OPTIONS, word);
}

/** Refuses what would change which frames go where, and isn't followed. */
function refuseWord(word: string): never {
  return refuseNotSimulated(`ip link type bridge_slave ${word}`);
}
