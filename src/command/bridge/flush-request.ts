import type { Address } from '../../address/address.js';
import type { Namespace } from '../../namespace/namespace.js';
import { parseInetAddress } from '../ip/address-arguments.js';
import { refuseGarbage, refuseValue, type Words } from '../ip/arguments.js';
import { deviceIndex } from '../ip/device-arguments.js';
import { readU16, readU32 } from '../ip/number-arguments.js';
import { refuseWithFdbUsage } from './fdb-usage.js';
import { refuseInWords } from './refuse.js';
import { readVlan } from './vlan-argument.js';
import { readVni } from './vni-argument.js';

/** Bits that an entry is to have: those of the mask are compared. */
export interface AskedBits {
  readonly value: number;
  readonly mask: number;
}

/** Bits of the state of an entry. One that is permanent doesn't age either. */
export const STATE_BITS = { permanent: 1, static: 2 } as const;

/** Bits of what else is known of an entry. */
export const FLAG_BITS = {
  added_by_user: 1,
  extern_learn: 2,
  sticky: 4,
  offloaded: 8,
  router: 16,
} as const;

/** Which entries of a device are to go, as it was asked for. */
export interface FlushRequest {
  readonly dev: number;
  readonly brport: number | undefined;
  readonly vlan: number | undefined;
  readonly srcVni: number | undefined;
  readonly nhid: number;
  readonly vni: number | undefined;
  readonly port: number;
  /** A far end; `any` for a word that stands for all addresses. */
  readonly dst: Address | 'any' | undefined;
  readonly self: boolean;
  readonly master: boolean;
  readonly state: AskedBits;
  readonly flags: AskedBits;
}

/** What a word does to the bits that are asked for. */
interface BitsOfWord {
  readonly set?: number;
  readonly clear?: number;
  readonly mask: number;
}

const { permanent: PERMANENT, static: STATIC } = STATE_BITS;
const BOTH = PERMANENT + STATIC;

/** Source: `fdb_flush` of iproute2. */
const STATE_WORDS: ReadonlyMap<string, BitsOfWord> = new Map([
  ['permanent', { set: PERMANENT, mask: PERMANENT }],
  ['nopermanent', { clear: PERMANENT, mask: PERMANENT }],
  ['static', { set: STATIC, mask: BOTH }],
  ['nostatic', { clear: STATIC, mask: STATIC }],
  ['dynamic', { clear: BOTH, mask: BOTH }],
  ['nodynamic', { set: STATIC, mask: STATIC }],
]);

const FLAG_WORDS: ReadonlyMap<string, BitsOfWord> = new Map(
  Object.entries(FLAG_BITS).flatMap(([name, bit]): [string, BitsOfWord][] => [
    [name, { set: bit, mask: bit }],
    [`no${name}`, { clear: bit, mask: bit }],
  ]),
);

/** Words for an address of no bytes. */
const ANY_WORDS: ReadonlySet<string> = new Set(['any', 'all', 'default']);

const NO_BITS: AskedBits = { value: 0, mask: 0 };

function withBits({ value, mask }: AskedBits, word: BitsOfWord): AskedBits {
  return { value: (value & ~(word.clear ?? 0)) | (word.set ?? 0), mask: mask | word.mask };
}

/** Reads the words after `bridge fdb flush`. @throws Refusal in the tool's words. Source: `fdb_flush` of iproute2. */
export function readFlushRequest(namespace: Namespace, words: Words): FlushRequest {
  const names: { dev?: string; brport?: string; vlan?: string } = {};
  const numbers: { srcVni?: number; nhid?: number; vni?: number; port?: number } = {};
  const flags = { self: false, master: false };
  const bits = { state: NO_BITS, flags: NO_BITS };
  let dst: FlushRequest['dst'];
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    const state = STATE_WORDS.get(word);
    const flag = FLAG_WORDS.get(word);
    if (state !== undefined) bits.state = withBits(bits.state, state);
    else if (flag !== undefined) bits.flags = withBits(bits.flags, flag);
    else if (word === 'dev') names.dev = words.next();
    else if (word === 'brport' || word === 'vlan') {
      if (names[word] !== undefined) refuseGarbage(word, word);
      names[word] = words.next();
    } else if (word === 'src_vni') numbers.srcVni = readVni(words.next(), 'invalid src VNI');
    else if (word === 'vni') numbers.vni = readVni(words.next(), 'invalid VNI');
    else if (word === 'nhid') numbers.nhid = readNexthop(words.next());
    else if (word === 'port') numbers.port = readPort(words.next());
    else if (word === 'dst') {
      const next = words.next();
      if (dst !== undefined) refuseGarbage('dst', next);
      const { address } = parseInetAddress(next, undefined);
      dst = ANY_WORDS.has(next) ? 'any' : address;
    } else if (word === 'self') flags.self = true;
    else if (word === 'master') flags.master = true;
    // The tool takes the word after it for nothing.
    else if (word === 'help') words.next();
    else refuseWithFdbUsage(`bridge fdb: unknown command "${word}"?\n`);
  }
  if (names.dev === undefined) return refuseInWords('Device is a required argument.');
  return {
    ...flags,
    ...bits,
    self: flags.self || !flags.master,
    dst,
    srcVni: numbers.srcVni,
    vni: numbers.vni,
    nhid: numbers.nhid ?? 0,
    port: numbers.port ?? 0,
    dev:
      deviceIndex(namespace, names.dev) ??
      refuseInWords(`Cannot find bridge device "${names.dev}"`),
    brport: readBridgePort(namespace, names.brport),
    vlan: checkedVlan(names.vlan),
  };
}

function readBridgePort(namespace: Namespace, name: string | undefined): number | undefined {
  if (name === undefined) return undefined;
  const why = `Cannot find bridge port device "${name}"`;
  return deviceIndex(namespace, name) ?? refuseInWords(why);
}

function checkedVlan(word: string | undefined): number | undefined {
  const vlan = word === undefined ? undefined : readVlan(word);
  return vlan !== undefined && vlan >= 4096 ? refuseInWords(`Invalid VLAN ID "${vlan}"`) : vlan;
}

function readNexthop(word: string): number {
  return readU32(word) ?? refuseValue(word, '"nid" value is invalid\n');
}

function readPort(word: string): number {
  return readU16(word) ?? refuseValue(word, 'invalid port\n');
}
