import type { Family } from '../../../address/family.js';
import type { PortSelector } from '../../../rpdb/rule.js';
import { isInetAddress, parseInetPrefix } from '../address-arguments.js';
import { matchesAny, refuseValue, Words } from '../arguments.js';
import { readDsfield, readRouteProtocol, readTableId } from '../named-numbers.js';
import type { Names } from '../names.js';
import { readU32 } from '../number-arguments.js';
import { EVERY_RULE, type ChosenPrefix, type RuleChoice } from './rule-choice.js';
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

/** Reads the words after `ip rule list` or `ip rule flush`. @throws Refusal */
export function parseRuleChoice(argv: readonly string[], family: Family, names: Names): RuleChoice {
  const words = new Words(argv);
  const choice = { ...EVERY_RULE };
  for (let word = words.take(); word !== undefined; word = words.take()) {
    Object.assign(choice, readOption(word, words, family, names));
  }
  return choice;
}

/** The tool tries the options in this order; what is none of them is a destination. */
function readOption(word: string, words: Words, family: Family, names: Names): Partial<RuleChoice> {
  if (matchesAny(word, 'preference', 'order', 'priority')) {
    return { priority: value(words, (text) => readU32(text), 'preference value is invalid\n') };
  }
  switch (word) {
    case 'not':
      return { not: true };
    case 'tos':
    case 'dsfield':
      return { tos: value(words, (text) => readDsfield(names, text), 'TOS value is invalid\n') };
    case 'fwmark': {
      const { value: fwmark, mask } = parseFwmark(words.next());
      return mask === undefined ? { fwmark } : { fwmark, fwmask: mask };
    }
    case 'dev':
    case 'iif':
      return { iif: parseDeviceName(words.next(), '"iif"/"dev"') };
    case 'oif':
      return { oif: parseDeviceName(words.next(), '"oif"') };
    case 'l3mdev':
      return { l3mdev: true };
    case 'uidrange':
      return { uidrange: parseUidrange(words.next()) };
    default:
  }
  if (matchesAny(word, 'tun_id')) return { tunId: parseTunId(words.next()) };
  if (matchesAny(word, 'lookup', 'table')) {
    return {
      table: value(words, (text) => readTableId(names, text), 'table id value is invalid\n'),
    };
  }
  if (matchesAny(word, 'from', 'src')) return { from: readPrefix(words.next(), family) };
  if (matchesAny(word, 'protocol')) return { protocol: readProtocol(words.next(), names) };
  switch (word) {
    case 'ipproto':
      return { ipproto: parseIpproto(words.next()) };
    case 'sport':
      return { sport: readPorts(words.next()) };
    case 'dport':
      return { dport: readPorts(words.next()) };
    case 'dscp': {
      const { value: dscp, mask } = parseDscp(words.next(), names);
      return { dscp: { value: dscp, mask: mask ?? 0x3f } };
    }
    case 'flowlabel':
      return { flowlabel: parseFlowlabel(words.next()) };
    default:
      return { to: readPrefix(matchesAny(word, 'dst', 'to') ? words.next() : word, family) };
  }
}

function value<T>(words: Words, read: (text: string) => T | undefined, reason: string): T {
  const text = words.next();
  return read(text) ?? refuseValue(text, reason);
}

function readPrefix(word: string, family: Family): ChosenPrefix | undefined {
  const prefix = parseInetPrefix(word, family);
  return isInetAddress(prefix) ? prefix : undefined;
}

function readPorts(word: string): PortSelector {
  const ports = parsePorts(word);
  return { ...ports, mask: ports.mask ?? 0xffff };
}

function readProtocol(word: string, names: Names): number | undefined {
  if (names.protocols.numberOf(word) === undefined && word === 'all') return undefined;
  return readRouteProtocol(names, word) ?? refuseValue(word, 'invalid "protocol"\n');
}
