import { unspecifiedAddress, type Address } from '../../../../../address/address.js';
import type { Ip6TunnelSettings } from '../../../../../namespace/link-kind/ip6tnl.js';
import type { Namespace } from '../../../../../namespace/namespace.js';
import { PROTOCOL } from '../../../../../packet/protocol.js';
import { Refusal } from '../../../../refusal.js';
import { parseInetAddress } from '../../../address-arguments.js';
import {
  EXIT_USAGE,
  matches,
  refuseNotSimulated,
  refuseValue,
  type Words,
} from '../../../arguments.js';
import { deviceIndex, refuseNoDevice } from '../../../device-arguments.js';
import { readU32, readU8, readUnsigned } from '../../../number-arguments.js';
import { IP6TNL_USAGE } from './tunnel-usage.js';
import { UNSIMULATED_TUNNEL_WORDS } from './tunnel-words.js';

/** What the words after `type ip6tnl` say; what they don't say is absent. */
export type Ip6TunnelDraft = {
  -readonly [
    Key in Exclude<
      keyof Ip6TunnelSettings,
      'kind' | 'fallback' | 'firstName' | 'birthNamespace' | 'permanentLladdr'
    >
  ]?: Ip6TunnelSettings[Key];
} & {
  /** ifindex of the device that is named; 0 for none. */
  dev?: number;
};

const HOP_LIMIT: ReadonlySet<string> = new Set(['ttl', 'hoplimit', 'hlim']);
const TRAFFIC_CLASS: ReadonlySet<string> = new Set(['tclass', 'tc', 'tos', 'dsfield']);

/** What a number becomes that is none: whatever the tool has there. Source: `ip6tunnel_parse_opt`, whose check can't fail. */
const NO_LIMIT = 255;

/** Reads the words after `type ip6tnl`. @throws Refusal in the tool's words. Source: `ip6tunnel_parse_opt` of iproute2 */
export function readIp6TunnelWords(words: Words, namespace: Namespace): Ip6TunnelDraft {
  const draft: Ip6TunnelDraft = {};
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    if (word === 'mode') draft.carries = readMode(words.next());
    else if (word === 'remote') draft.remote = readEnd6(words.next());
    else if (word === 'local') draft.local = readEnd6(words.next());
    else if (matches(word, 'dev')) {
      const name = words.next();
      draft.dev = deviceIndex(namespace, name) ?? refuseNoDevice(name, EXIT_USAGE);
    } else if (HOP_LIMIT.has(word)) {
      const value = words.next();
      draft.hopLimit =
        value === 'inherit' ? 0 : (readU8(value) ?? refuseValue(value, 'invalid HLIM\n'));
    } else if (word === 'encaplimit') {
      const value = words.next();
      if (value !== 'none') draft.encapLimit = readU8(value) ?? NO_LIMIT;
      draft.ignoresEncapLimit = value === 'none';
    } else if (TRAFFIC_CLASS.has(word)) {
      draft.trafficClass = readOrInherit(words.next(), 0xff, 'invalid TClass');
    } else if (word === 'flowlabel' || word === 'fl') {
      draft.flowlabel = readOrInherit(words.next(), 0xfffff, 'invalid Flowlabel');
    } else if (word === 'dscp') {
      const value = words.next();
      draft.inheritsDscp = value === 'inherit' || refuseValue(value, 'not inherit');
    } else if (word === 'fwmark') {
      const value = words.next();
      draft.fwmark =
        value === 'inherit' ? value : (readU32(value) ?? refuseValue(value, 'invalid fwmark\n'));
    } else if (word === 'allow-localremote') draft.allowsLocalRemote = true;
    else if (word === 'noallow-localremote') draft.allowsLocalRemote = false;
    else if (UNSIMULATED_TUNNEL_WORDS.has(word)) refuseNotSimulated(`ip link type ip6tnl ${word}`);
    else throw new Refusal(1, IP6TNL_USAGE, false);
  }
  return draft;
}

/** Reads an end of a tunnel over IPv6. @throws Refusal */
export function readEnd6(word: string): Address {
  return parseInetAddress(word, 6).address ?? unspecifiedAddress(6);
}

/** Reads a number in hexadecimal, or `inherit`. @throws Refusal */
export function readOrInherit(word: string, max: number, why: string): number | 'inherit' {
  return word === 'inherit' ? word : (readUnsigned(word, max, 16) ?? refuseValue(word, why));
}

/** Prints a number as such listings do: in hexadecimal, with that many digits at least. */
export function printHex(value: number, digits: number): string {
  return `0x${value.toString(16).padStart(digits, '0')}`;
}

function readMode(word: string): number {
  return CARRIES_OF_MODE.get(word) ?? refuseValue(word, 'Cannot guess tunnel mode.');
}

/** What a tunnel of each mode carries. */
export const CARRIES_OF_MODE: ReadonlyMap<string, number> = new Map<string, number>([
  ['ipv6/ipv6', PROTOCOL.ipv6],
  ['ip6ip6', PROTOCOL.ipv6],
  ['ip/ipv6', PROTOCOL.ipip],
  ['ipv4/ipv6', PROTOCOL.ipip],
  ['ipip6', PROTOCOL.ipip],
  ['ip4ip6', PROTOCOL.ipip],
  ['any/ipv6', 0],
  ['any', 0],
]);
