import type { Address } from '../../../address/address.js';
import { parseInetAddress, parseInetPrefix, type InetPrefix } from '../address-arguments.js';
import {
  matches,
  matchesAny,
  refuseDuplicate,
  refuseGarbage,
  refuseNotSimulated,
  refuseValue,
  refuseWithUsage,
  Words,
} from '../arguments.js';
import type { IpContext } from '../ip-context.js';
import { readScope } from '../named-numbers.js';
import { readU32 } from '../number-arguments.js';
import { readAddressProtocol } from './address-protocols.js';
import {
  emptyAddressRequest,
  FOREVER,
  type AddressRequest,
  type AddressRequestDraft,
} from './address-request.js';
import { ADDRESS_USAGE } from './usage.js';

/** The words for properties: whether they can be given, and whether to IPv6 addresses only. Source: `ifa_flag_data` of iproute2. */
const FLAGS: ReadonlyMap<string, 'read-only' | 'IPv6' | 'any'> = new Map([
  ['secondary', 'read-only'],
  ['temporary', 'read-only'],
  ['nodad', 'IPv6'],
  ['optimistic', 'IPv6'],
  ['dadfailed', 'read-only'],
  ['home', 'IPv6'],
  ['deprecated', 'read-only'],
  ['tentative', 'read-only'],
  ['permanent', 'read-only'],
  ['mngtmpaddr', 'IPv6'],
  ['noprefixroute', 'any'],
  ['autojoin', 'any'],
  ['stable-privacy', 'read-only'],
]);

/** Reads the words after `ip address add` and its like. @throws Refusal in the tool's words. Source: `ipaddr_modify` of iproute2. */
export function parseAddressRequest(context: IpContext): AddressRequest {
  const words = new Words(context.argv);
  const draft = emptyAddressRequest(context.family);
  let word: string | undefined;
  while ((word = words.take()) !== undefined) readOption(word, draft, words, context);
  return draft;
}

function readOption(
  word: string,
  draft: AddressRequestDraft,
  words: Words,
  { names, warn }: Pick<IpContext, 'names' | 'warn'>,
): void {
  if (word === 'peer' || word === 'remote') {
    const value = words.next();
    if (draft.peer !== undefined) refuseDuplicate('peer', value);
    draft.peer = takePrefix(draft, value);
  } else if (matches(word, 'broadcast') || word === 'brd') {
    const value = words.next();
    if (draft.broadcast !== undefined) refuseDuplicate('broadcast', value);
    draft.broadcast = value === '+' || value === '-' ? value : takeAddress(draft, value);
  } else if (word === 'anycast') {
    refuseNotSimulated('ip address anycast');
  } else if (word === 'scope') {
    const value = words.next();
    draft.scope = readScope(names, value) ?? refuseValue(value, 'invalid scope value.');
  } else if (word === 'dev') {
    draft.dev = words.next();
  } else if (word === 'label') {
    draft.label = words.next();
  } else if (matchesAny(word, 'metric', 'priority', 'preference')) {
    const value = words.next();
    draft.metric = readU32(value) ?? refuseValue(value, '"metric" value is invalid\n');
  } else if (matches(word, 'valid_lft')) {
    if (draft.validLifetime !== undefined) refuseDuplicate('valid_lft', word);
    draft.validLifetime = readLifetime('valid_lft', words.next());
  } else if (matches(word, 'preferred_lft')) {
    if (draft.preferredLifetime !== undefined) refuseDuplicate('preferred_lft', word);
    draft.preferredLifetime = readLifetime('preferred_lft', words.next());
  } else if (FLAGS.has(word)) {
    readFlag(word, draft, warn);
  } else if (word === 'proto') {
    const value = words.next();
    draft.protocol = readAddressProtocol(value) ?? refuseValue(value, '"proto" value is invalid\n');
  } else {
    readLocal(word === 'local' ? words.next() : word, draft);
  }
}

function readLocal(word: string, draft: AddressRequestDraft): void {
  if (matches(word, 'help')) refuseWithUsage(ADDRESS_USAGE);
  if (draft.local !== undefined) refuseGarbage('local', word);
  draft.local = takePrefix(draft, word);
  draft.localWord = word;
}

function takePrefix(draft: AddressRequestDraft, word: string): InetPrefix {
  const prefix = parseInetPrefix(word, draft.family);
  draft.family ??= prefix.family;
  return prefix;
}

function takeAddress(draft: AddressRequestDraft, word: string): Address {
  const { address, family } = parseInetAddress(word, draft.family);
  draft.family ??= family;
  return address ?? refuseNotSimulated(`ip address broadcast ${word}`);
}

function readLifetime(option: string, word: string): number {
  if (word === 'forever') return FOREVER;
  return readU32(word) ?? refuseValue(word, `${option} value`);
}

function readFlag(word: string, draft: AddressRequestDraft, warn: IpContext['warn']): void {
  const kind = FLAGS.get(word);
  if (kind === 'read-only') {
    warn(`Warning: ${word} option is not mutable from userspace\n`);
  } else if (kind === 'IPv6' && draft.family !== 6) {
    warn(`Warning: ${word} option can be set only for IPv6 addresses\n`);
  } else if (word === 'nodad' || word === 'home') {
    draft.flags.add(word);
  } else if (word === 'mngtmpaddr' || word === 'noprefixroute') {
    draft.flags.add(word);
  } else {
    refuseNotSimulated(word === 'optimistic' ? 'ip address optimistic' : 'ip address autojoin');
  }
}
