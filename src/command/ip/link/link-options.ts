import { ROOT_NAMESPACE, type Machine } from '../../../machine/machine.js';
import type { Namespace } from '../../../namespace/namespace.js';
import { Refusal } from '../../refusal.js';
import {
  matches,
  refuseDuplicate,
  refuseGarbage,
  refuseNotSimulated,
  refuseValue,
  refuseWithUsage,
  type Words,
} from '../arguments.js';
import { deviceIndex, isDeviceName } from '../device-arguments.js';
import { parseLladdr } from '../lladdr-argument.js';
import { readGroup } from '../named-numbers.js';
import type { Names } from '../names.js';
import { readS32 } from '../number-arguments.js';
import type { LinkRequestDraft } from './link-request.js';
import { readOnOff } from './read-on-off.js';
import { readVrf } from '../vrf/vrf-argument.js';
import { LINK_USAGE } from './usage.js';
import type { IP_UNSIMULATED } from '../unsimulated.js';

/** What reading a request depends on. */
export interface LinkRequestContext {
  readonly machine: Machine;
  /** The namespace in which the command runs. */
  readonly namespace: Namespace;
  readonly names: Names;
  /** A device is to be made. */
  readonly create: boolean;
}

/** Takes what follows an option, the word itself being taken already. */
type Reader = (
  draft: LinkRequestDraft,
  words: Words,
  context: LinkRequestContext,
  word: string,
) => void;

/** The switches that are `on` or `off`. */
type Switch = 'multicast' | 'allmulticast' | 'promisc' | 'arp' | 'dynamic';

/** An option of a device that Linux has and is refused by name. */
type UnsimulatedOption =
  (typeof IP_UNSIMULATED)['options of devices'][number] extends `ip link ${infer Option}`
    ? Option
    : never;

/** The options in the order in which the tool tries them. The first that a word is, or abbreviates, is meant. Source: `iplink_parse` of iproute2. */
const OPTIONS: readonly (readonly [accepts: (word: string) => boolean, read: Reader])[] = [
  [exactly('up'), (draft) => void (draft.up = true)],
  [exactly('down'), (draft) => void (draft.up = false)],
  [exactly('name'), readName],
  [exactly('index'), readIndex],
  [abbreviated('link'), (draft, words) => void (draft.lower = words.next())],
  [abbreviated('address'), (draft, words) => void (draft.lladdr = parseLladdr(words.next()))],
  [
    either(abbreviated('broadcast'), exactly('brd')),
    (draft, words) => void (draft.broadcast = parseLladdr(words.next())),
  ],
  [
    either(abbreviated('txqueuelen'), exactly('qlen'), abbreviated('txqlen')),
    readCount('txqueuelen', 'txQueueLength'),
  ],
  [exactly('mtu'), readCount('mtu', 'mtuBytes')],
  unsimulated(exactly, 'xdpgeneric'),
  unsimulated(exactly, 'xdpdrv'),
  unsimulated(exactly, 'xdpoffload'),
  unsimulated(exactly, 'xdp'),
  [exactly('netns'), readNetns],
  [exactly('multicast'), readSwitch('multicast')],
  [exactly('allmulticast'), readSwitch('allmulticast')],
  [exactly('promisc'), readSwitch('promisc')],
  [exactly('trailers'), readTrailers],
  [exactly('arp'), readSwitch('arp')],
  [exactly('carrier'), readCarrier],
  unsimulated(exactly, 'vf'),
  [abbreviated('master'), readMaster],
  [
    exactly('vrf'),
    (draft, words, { namespace }) =>
      void (draft.master = readVrf(words, namespace, 'Not a valid VRF name').index),
  ],
  [abbreviated('nomaster'), (draft) => void (draft.master = null)],
  [abbreviated('dynamic'), readSwitch('dynamic')],
  [abbreviated('type'), readType],
  [abbreviated('alias'), readAlias],
  [exactly('group'), readGroupOption],
  unsimulated(exactly, 'mode'),
  unsimulated(exactly, 'state'),
  unsimulated(abbreviated, 'numtxqueues'),
  unsimulated(abbreviated, 'numrxqueues'),
  [abbreviated('addrgenmode'), readAddrgenmode],
  unsimulated(abbreviated, 'link-netns'),
  unsimulated(abbreviated, 'link-netnsid'),
  unsimulated(exactly, 'protodown'),
  unsimulated(exactly, 'protodown_reason'),
  unsimulated(exactly, 'gso_max_size'),
  unsimulated(exactly, 'gso_max_segs'),
  unsimulated(exactly, 'gro_max_size'),
  unsimulated(exactly, 'gso_ipv4_max_size'),
  unsimulated(exactly, 'gro_ipv4_max_size'),
  unsimulated(exactly, 'parentdev'),
  [() => true, readDevice],
];

/** Takes one option with what belongs to it. @throws Refusal in the tool's words. */
export function readLinkOption(
  word: string,
  draft: LinkRequestDraft,
  words: Words,
  context: LinkRequestContext,
): void {
  const [, read] = OPTIONS.find(([accepts]) => accepts(word)) ?? [undefined, readDevice];
  read(draft, words, context, word);
}

function exactly(keyword: string): (word: string) => boolean {
  return (word) => word === keyword;
}

function abbreviated(keyword: string): (word: string) => boolean {
  return (word) => matches(word, keyword);
}

function either(...accepts: readonly ((word: string) => boolean)[]): (word: string) => boolean {
  return (word) => accepts.some((one) => one(word));
}

/** An option that is refused by its whole name, however it is abbreviated. */
function unsimulated(
  accepts: (keyword: string) => (word: string) => boolean,
  keyword: UnsimulatedOption,
): readonly [accepts: (word: string) => boolean, read: Reader] {
  return [accepts(keyword), () => refuseNotSimulated(`ip link ${keyword}`)];
}

function readName(draft: LinkRequestDraft, words: Words): void {
  const name = words.next();
  if (draft.name !== undefined) refuseDuplicate('name', name);
  if (!isDeviceName(name)) refuseBareValue(name, '"name" not a valid ifname');
  draft.name = name;
  draft.dev ??= name;
}

function readDevice(draft: LinkRequestDraft, words: Words, _context: unknown, word: string): void {
  if (word !== 'dev' && matches(word, 'help')) refuseWithUsage(LINK_USAGE);
  const dev = word === 'dev' ? words.next() : word;
  // A name that was given without a device stands for both, so far.
  if (draft.dev !== draft.name) refuseGarbage('dev', dev);
  if (dev === '' || /[/\s]/.test(dev) || dev.length > MOST_ALTNAME) {
    refuseBareValue(dev, '"dev" not a valid ifname');
  }
  draft.dev = dev;
}

/** Longest alternative name, which may stand for a device. */
const MOST_ALTNAME = 127;

/** The tool's reason is without a line end of its own here. */
function refuseBareValue(word: string, reason: string): never {
  refuseValue(word, reason);
}

function readIndex(draft: LinkRequestDraft, words: Words): void {
  const word = words.next();
  if (draft.index !== undefined) refuseDuplicate('index', word);
  const index = Number.parseInt(/^\s*[+-]?\d+/.exec(word)?.[0] ?? '0', 10);
  if (index <= 0) refuseBareValue(word, 'Invalid "index" value');
  draft.index = index;
}

function readCount(option: string, key: 'txQueueLength' | 'mtuBytes'): Reader {
  return (draft, words) => {
    const word = words.next();
    if (draft[key] !== undefined) refuseDuplicate(option, word);
    draft[key] = readS32(word) ?? refuseValue(word, `Invalid "${option}" value\n`);
  };
}

function readSwitch(option: Switch): Reader {
  return (draft, words) => {
    draft[option] = readOnOff(option, words.next());
  };
}

function readTrailers(_draft: LinkRequestDraft, words: Words): void {
  if (!readOnOff('trailers', words.next())) refuseNotSimulated('ip link trailers off');
}

/** The tool looks this word up in a table, and exits otherwise than for the other switches. Source: `parse_one_of` of iproute2. */
function readCarrier(draft: LinkRequestDraft, words: Words): void {
  const word = words.next();
  if (word !== 'on' && word !== 'off') {
    const why = `Error: argument of "carrier" must be one of "off", "on", not "${word}"\n`;
    throw new Refusal(22, why, false);
  }
  draft.carrier = word === 'on';
}

function readType(draft: LinkRequestDraft, words: Words): void {
  draft.type = { kind: words.next(), rest: words.rest() };
}

function readAlias(draft: LinkRequestDraft, words: Words): void {
  const alias = words.next();
  if (new TextEncoder().encode(alias).length >= MOST_ALIAS) {
    refuseValue(alias, 'alias too long\n');
  }
  draft.alias = alias;
}

/** Source: `IFALIASZ`. */
const MOST_ALIAS = 256;

function readGroupOption(
  draft: LinkRequestDraft,
  words: Words,
  { names }: LinkRequestContext,
): void {
  const word = words.next();
  if (draft.group !== undefined) refuseDuplicate('group', word);
  draft.group = readGroup(names, word) ?? refuseValue(word, 'Invalid "group" value\n');
}

function readMaster(
  draft: LinkRequestDraft,
  words: Words,
  { namespace }: LinkRequestContext,
): void {
  const word = words.next();
  draft.master = deviceIndex(namespace, word) ?? refuseValue(word, 'Device does not exist\n');
}

function readAddrgenmode(draft: LinkRequestDraft, words: Words): void {
  const word = words.next();
  if (word === 'stable_secret' || word === 'random') refuseNotSimulated(`addrgenmode ${word}`);
  if (word !== 'eui64' && word !== 'none') {
    refuseValue(word, 'Invalid address generation mode\n');
  }
  draft.makesLinkLocal = word === 'eui64';
}

/** A namespace by its name, by its file, or as that of process 1, which is the first one. */
function readNetns(draft: LinkRequestDraft, words: Words, { machine }: LinkRequestContext): void {
  const word = words.next();
  if (draft.netns !== undefined) refuseDuplicate('netns', word);
  const name = word.replace(/^(\/var)?\/run\/netns\//, '');
  if (name !== ROOT_NAMESPACE && machine.namespaces.has(name)) {
    draft.netns = name;
  } else if (word === '1') {
    draft.netns = ROOT_NAMESPACE;
  } else if (/^\d+$/.test(word)) {
    refuseNotSimulated('ip link netns PID');
  } else {
    refuseValue(word, 'Invalid "netns" value\n');
  }
}
