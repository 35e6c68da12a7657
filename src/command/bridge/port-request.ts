import type { BridgePortChange } from '../../namespace/change-bridge-port.js';
import {
  NEW_PORT_FLAGS,
  type BridgePortFlag,
  type BridgePortOption,
} from '../../namespace/link-kind/bridge.js';
import type { Words } from '../ip/arguments.js';
import { readS32, readU32 } from '../ip/number-arguments.js';
import { Refusal } from '../refusal.js';
import { LINK_USAGE } from './link-usage.js';
import { EXIT, refuseInWords, refuseUnsimulated } from './refuse.js';

/** What `bridge link set` asks for. */
export interface PortRequest {
  readonly dev: string | undefined;
  readonly change: BridgePortChange;
  readonly self: boolean;
  readonly master: boolean;
}

/** Reads the words of `bridge link set`. @throws Refusal. Source: `brlink_modify` of iproute2. */
export function readPortRequest(words: Words, isDevice: (name: string) => boolean): PortRequest {
  let dev: string | undefined;
  let [self, master, mab] = [false, false, false];
  const flags: Partial<Record<BridgePortFlag, boolean>> = {};
  const options: { [option in BridgePortOption]?: number | undefined } = {};
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    const number = NUMBERS.get(word);
    if (word === 'dev') dev = words.next();
    else if (word === 'self') self = true;
    else if (word === 'master') master = true;
    else if (isFlag(word)) flags[word] = readOnOff(words, word);
    else if (number !== undefined) {
      const [option, read] = number;
      options[option] = read(words.next());
    } else if (word === 'mab') mab = readOnOff(words, word);
    else if (IDLE.has(word)) {
      if (readOnOff(words, word)) refuseUnsimulated(`bridge link set ${word}`);
      // Only cards that switch frames themselves look at it.
    } else if (word === 'learning_sync') readOnOff(words, word);
    else if (word !== 'nobackup_port') readUnfollowed(words, word, isDevice);
  }
  return { dev, change: { flags, options, flush: false, mab }, self, master };
}

function isFlag(word: string): word is BridgePortFlag {
  return Object.hasOwn(NEW_PORT_FLAGS, word);
}

/** What may be switched off, as it is. */
const IDLE: ReadonlySet<string> = new Set(['neigh_suppress', 'neigh_vlan_suppress', 'locked']);

function readOnOff(words: Words, name: string): boolean {
  const word = words.next();
  if (word === 'on' || word === 'off') return word === 'on';
  const why = `Error: argument of "${name}" must be one of "off", "on", not "${word}"\n`;
  throw new Refusal(234, why);
}

/** Numbers as the tool reads them; undefined where it asks for nothing. */
const NUMBERS: ReadonlyMap<
  string,
  readonly [BridgePortOption, (word: string) => number | undefined]
> = new Map([
  ['cost', ['cost', (word) => asked(readLeading(word) >>> 0 || -1)]],
  ['priority', ['priority', (word) => asked((readLeading(word) << 16) >> 16)]],
  ['mcast_router', ['mcast_router', (word) => asked((readLeading(word) << 24) >> 24)]],
  [
    'mcast_max_groups',
    [
      'mcast_max_groups',
      (word) => asked(readS32(word) ?? refuseArgument(word, 'mcast_max_groups')),
    ],
  ],
]);

/** A number below 0 is as good as none. */
function asked(number: number): number | undefined {
  return number < 0 ? undefined : number;
}

/** The number that a word begins with; 0 when it begins with none. Source: atoi(3). */
function readLeading(word: string): number {
  return Number(/^\s*[+-]?\d+/.exec(word)?.[0] ?? 0) | 0;
}

function refuseArgument(word: string, name: string): never {
  return refuseInWords(`Error: argument "${word}" is wrong: invalid ${name}`);
}

/** States of a port by name. Source: `stp_states` of iproute2. */
const STATES: ReadonlySet<string> = new Set(
  'disabled listening learning forwarding blocking'.split(' '),
);

/** Words that would change which frames go where. */
function readUnfollowed(words: Words, word: string, isDevice: (name: string) => boolean): void {
  if (!VALUED.has(word)) throw new Refusal(EXIT, LINK_USAGE);
  const value = words.next();
  if (word === 'state' && !/^\s*[+-]?\d+$/.test(value) && !STATES.has(value.toLowerCase())) {
    refuseInWords('Error: invalid STP port state');
  }
  if (word === 'hwmode' && value !== 'vepa' && value !== 'veb') {
    refuseInWords('Mode argument must be "vepa" or "veb".');
  }
  if (word === 'backup_port' && !isDevice(value)) {
    refuseInWords(`Error: device ${value} does not exist`);
  }
  if (word === 'backup_nhid' && (readU32(value) ?? refuseArgument(value, word)) === 0) return;
  refuseUnsimulated(`bridge link set ${word}`);
}

const VALUED: ReadonlySet<string> = new Set(['state', 'hwmode', 'backup_port', 'backup_nhid']);
