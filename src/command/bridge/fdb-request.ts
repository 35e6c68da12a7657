import type { Address } from '../../address/address.js';
import type { BridgeEntry } from '../../namespace/link-kind/bridge.js';
import { parseInetAddress } from '../ip/address-arguments.js';
import { matches, matchesAny, refuseGarbage, type Words } from '../ip/arguments.js';
import { refuseWithFdbUsage } from './fdb-usage.js';
import { refuseInWords, refuseUnsimulated } from './refuse.js';

/** What is done to the entries of an address. */
export type FdbChange = 'add' | 'append' | 'replace' | 'delete';

/** A change of forwarding entries, as it was asked for. */
export interface FdbRequest {
  readonly lladdr: string;
  readonly dev: string;
  /** Of VXLAN: the far end. */
  readonly dst: Address | undefined;
  /** It is for the bridge that the device is a port of. */
  readonly master: boolean;
  /** It is for the device itself. */
  readonly self: boolean;
  readonly state: BridgeEntry['state'];
  /** It may age (`dynamic`), whatever else is said. */
  readonly ages: boolean;
  readonly sticky: boolean;
}

/** Reads the words after `bridge fdb add` and its like. @throws Refusal in the tool's words. Source: `fdb_modify` of iproute2. */
export function readFdbRequest(words: Words): FdbRequest {
  let dev: string | undefined;
  let text: string | undefined;
  let dst: Address | undefined;
  const flags = { master: false, self: false, permanent: false, kept: false, sticky: false };
  // Without `dynamic` an entry is not to age (NUD_NOARP).
  let ages = false;
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    const unsimulated = UNSIMULATED.find(({ name, whole }) =>
      whole ? word === name : matches(word ?? '', name),
    );
    if (word === 'dev') dev = words.next();
    else if (word === 'dst') {
      const next = words.next();
      if (dst !== undefined) refuseGarbage('dst', next);
      dst = parseInetAddress(next, undefined).address;
    } else if (word === 'self') flags.self = true;
    else if (matches(word, 'master')) flags.master = true;
    // A word for VXLAN alone.
    else if (matches(word, 'router')) refuseUnsimulated('bridge fdb router');
    else if (matchesAny(word, 'local', 'permanent')) flags.permanent = true;
    else if (matchesAny(word, 'temp', 'static')) flags.kept = true;
    else if (matches(word, 'dynamic')) ages = true;
    else if (unsimulated !== undefined) refuseUnsimulated(`bridge fdb ${unsimulated.name}`);
    else if (matches(word, 'sticky')) flags.sticky = true;
    else {
      if (word === 'to') word = words.next();
      if (matches(word, 'help')) refuseWithFdbUsage();
      if (text !== undefined) refuseGarbage('to', word);
      text = word;
    }
  }
  if (dev === undefined || text === undefined) {
    return refuseInWords('Device and address are required arguments.');
  }
  const { master, self, sticky } = flags;
  const lasting = ages ? 'dynamic' : flags.kept ? 'static' : 'permanent';
  const state = flags.permanent ? 'permanent' : lasting;
  return { lladdr: readLladdr(text), dev, dst, master, self: self || !master, state, ages, sticky };
}

/** What the tool reads besides, whole or abbreviated. */
const UNSIMULATED: readonly { readonly name: string; readonly whole: boolean }[] = [
  ...['nhid', 'port', 'vni', 'src_vni', 'via'].map((name) => ({ name, whole: true })),
  ...['vlan', 'use', 'extern_learn'].map((name) => ({ name, whole: false })),
  ...['activity_notify', 'inactive', 'norefresh'].map((name) => ({ name, whole: true })),
];

/** A link-layer address of 6 bytes, as it is printed. @throws Refusal in the tool's words */
export function readLladdr(text: string): string {
  const bytes = text.split(':').map((byte) => Number.parseInt(byte, 16));
  if (bytes.length !== 6 || bytes.some((byte) => !(byte <= 0xff))) {
    return refuseInWords(`Invalid mac address ${text}`);
  }
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(':');
}
