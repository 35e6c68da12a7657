import type { Family } from '../../../address/family.js';
import type { RequestedPorts, RequestedPrefix, RuleRequest } from '../../../rpdb/rule-request.js';
import { routeTypeNumber } from '../../../fib/route.js';
import { parseInetPrefix, readInetAddress, refuseAddress32 } from '../address-arguments.js';
import { matchesAny, refuseValue, type Words } from '../arguments.js';
import { readDsfield, readGroup, readRouteProtocol, readTableId } from '../named-numbers.js';
import type { Names } from '../names.js';
import { readSigned, readU32 } from '../number-arguments.js';
import { readRealms } from '../route/read/realms-argument.js';
import {
  parseDeviceName,
  parseDscp,
  parseFlowlabel,
  parseFwmark,
  parseIpproto,
  parsePorts,
  parseTunId,
  parseUidrange,
} from './selector-values.js';

/** What the words of a rule are read with. */
export interface RuleReader {
  /** The family asked for; undefined when none was, and then addresses of both are read. */
  readonly family: Family | undefined;
  readonly names: Names;
  /** Takes what the tool prints and then goes on. */
  readonly warn: (stderr: string) => void;
}

/** A rule half read. */
export interface RuleDraft {
  readonly request: { -readonly [Key in keyof RuleRequest]: RuleRequest[Key] };
  lastTable: number | undefined;
  /** The last table id above 255: it is sent apart, and wins over a later one that isn't. */
  largeTable: number | undefined;
  /** The words said where the flow goes, so that table main isn't implied. */
  destined: boolean;
}

/** One option of a rule: which words mean it, and what it asks for. */
export interface RuleOption {
  readonly is: (word: string) => boolean;
  readonly read: (words: Words, reader: RuleReader, draft: RuleDraft) => Partial<RuleRequest>;
}

const exactly =
  (...keywords: readonly string[]) =>
  (word: string): boolean =>
    keywords.includes(word);
const abbreviating =
  (...keywords: readonly string[]) =>
  (word: string): boolean =>
    matchesAny(word, ...keywords);
const either =
  (one: (word: string) => boolean, other: (word: string) => boolean) =>
  (word: string): boolean =>
    one(word) || other(word);

/** The options in the order in which the tool tries them: the first that a word means is taken. */
export const RULE_OPTIONS: readonly RuleOption[] = [
  { is: exactly('not'), read: () => ({ not: true }) },
  { is: exactly('from'), read: (words, reader) => ({ from: readPrefix(words.next(), reader) }) },
  { is: exactly('to'), read: (words, reader) => ({ to: readPrefix(words.next(), reader) }) },
  {
    is: abbreviating('preference', 'order', 'priority'),
    read: (words) => ({
      priority: value(words, (word) => readU32(word), 'preference value is invalid\n'),
    }),
  },
  {
    is: either(exactly('tos'), abbreviating('dsfield')),
    read: (words, { names }) => ({
      tos: value(words, (word) => readDsfield(names, word), 'TOS value is invalid\n'),
    }),
  },
  {
    is: exactly('fwmark'),
    read: (words, _reader, { request }) => {
      const { value: fwmark, mask } = parseFwmark(words.next());
      return { fwmark, fwmask: mask ?? request.fwmask };
    },
  },
  {
    is: abbreviating('realms'),
    read: (words, { names }) => ({
      realms: value(words, (word) => readRealms(names, word), 'invalid realms\n'),
    }),
  },
  {
    is: abbreviating('protocol'),
    read: (words, { names }) => ({
      protocol: value(
        words,
        (word) => readRouteProtocol(names, word),
        '"protocol" value is invalid\n',
      ),
    }),
  },
  { is: abbreviating('tun_id'), read: (words) => ({ tunId: parseTunId(words.next()) }) },
  { is: either(abbreviating('table'), exactly('lookup')), read: readTable },
  {
    is: either(abbreviating('suppress_prefixlength'), exactly('sup_pl')),
    read: (words) => ({
      suppressPrefixlength: value(
        words,
        (word) => readSigned(word, 0, 0x7fffffff),
        'suppress_prefixlength value is invalid\n',
      ),
    }),
  },
  {
    is: either(abbreviating('suppress_ifgroup'), exactly('sup_group')),
    read: (words, { names }) => ({
      suppressIfgroup: value(
        words,
        (word) => readGroup(names, word),
        'Invalid "suppress_ifgroup" value\n',
      ),
    }),
  },
  {
    is: exactly('dev', 'iif'),
    read: (words) => ({ iif: parseDeviceName(words.next(), '"iif"/"dev"') }),
  },
  { is: exactly('oif'), read: (words) => ({ oif: parseDeviceName(words.next(), '"oif"') }) },
  {
    is: exactly('l3mdev'),
    read: (_words, _reader, draft) => {
      draft.destined = true;
      return { l3mdev: true };
    },
  },
  { is: exactly('uidrange'), read: (words) => ({ uidrange: parseUidrange(words.next()) }) },
  {
    is: either(exactly('nat'), abbreviating('map-to')),
    read: readNat,
  },
  { is: exactly('ipproto'), read: (words) => ({ ipproto: parseIpproto(words.next()) }) },
  {
    is: exactly('sport'),
    read: (words, _reader, { request }) => ({
      sport: keepMask(parsePorts(words.next()), request.sport),
    }),
  },
  {
    is: exactly('dport'),
    read: (words, _reader, { request }) => ({
      dport: keepMask(parsePorts(words.next()), request.dport),
    }),
  },
  {
    is: exactly('dscp'),
    read: (words, { names }, { request }) => {
      const { value: dscp, mask } = parseDscp(words.next(), names);
      return { dscp, dscpMask: mask ?? request.dscpMask };
    },
  },
  { is: exactly('flowlabel'), read: (words) => ({ flowlabel: parseFlowlabel(words.next()) }) },
];

function value<T>(words: Words, read: (word: string) => T | undefined, reason: string): T {
  const word = words.next();
  return read(word) ?? refuseValue(word, reason);
}

function readPrefix(word: string, { family }: RuleReader): RequestedPrefix {
  const { address, length } = parseInetPrefix(word, family);
  return { address, length };
}

/** The kernel has forgotten the action and takes it for a blackhole; the address comes to nothing. */
function readNat(words: Words, { warn }: RuleReader): Partial<RuleRequest> {
  const word = words.next();
  warn('Warning: route NAT is deprecated\n');
  if (readInetAddress(word, 4) === undefined) refuseAddress32(word);
  return { action: routeTypeNumber('nat') };
}

function readTable(words: Words, { names }: RuleReader, draft: RuleDraft): Partial<RuleRequest> {
  const id = value(words, (word) => readTableId(names, word), 'invalid table ID\n');
  draft.lastTable = id;
  if (id > 0xff) draft.largeTable = id;
  draft.destined = true;
  return {};
}

/** A mask is sent apart from the ports, and one from before stays when the new ports have none. */
function keepMask(ports: RequestedPorts, before: RequestedPorts | undefined): RequestedPorts {
  return { ...ports, mask: ports.mask ?? before?.mask };
}
