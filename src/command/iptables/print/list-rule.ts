import { assertNever } from '../../../assert-never.js';
import { tick } from '../../../bound.js';
import { printAddress } from '../../../address/address-text.js';
import { addressFromWords, isUnspecified } from '../../../address/address.js';
import { addressBits, type Family } from '../../../address/family.js';
import { maskLength } from '../../../address/prefix.js';
import type { Counter } from '../../../namespace/traffic/traffic.js';
import { INSTALLED_DATABASES } from '../../../databases/databases.js';
import { findMatch, findTarget } from '../../../netfilter/extension/registry.js';
import type { AddressMatch, DeviceMatch, RuleSpecification } from '../../../netfilter/rule.js';
import { printCount, type ListingStyle } from './list-style.js';
import {
  listedProtocolName,
  ownProtocolName,
} from '../../../netfilter/extension/option/protocol-names.js';
import { addressName } from '../read/read-addresses.js';

/** To write a rule takes so many pieces of work. */
const RULE_PIECES = 8;

/** Writes a rule as a line of `-L`, with its line end. Source: `nft_ipv4_print_rule`, `print_rule_details`. */
export function listRule(
  rule: RuleSpecification,
  number: number,
  counter: Counter,
  family: Family,
  style: ListingStyle,
): string {
  tick(RULE_PIECES);
  const { numeric, verbose } = style;
  const width = style.exact ? 8 : 5;
  const count = (value: number) => `${printCount(value, style.exact).padStart(width)} `;
  return [
    style.lineNumbers ? `${String(number).padEnd(4)} ` : '',
    verbose ? count(counter.packets) + count(counter.bytes) : '',
    `${targetName(rule, family).padEnd(9)} `,
    `${listProtocol(rule, style, 4)} `,
    `${fragmentMarks(rule)} `,
    verbose ? ` ${listDevice(rule.indev, numeric).padEnd(6)} ` : '',
    verbose ? `${listDevice(rule.outdev, numeric).padEnd(6)} ` : '',
    listAddress(rule.src, family, numeric, 19),
    listAddress(rule.dst, family, numeric, 19),
    rule.target.kind === 'goto' ? '[goto] ' : '',
    listExtensions(rule, family, style),
    '\n',
  ].join('');
}

/** Whether names are shown, and where they are looked up. */
type NameStyle = Pick<ListingStyle, 'numeric' | 'databases'>;

const NUMERIC: NameStyle = { numeric: true, databases: INSTALLED_DATABASES };

/** Writes a rule as -v lets the commands that edit rules do, with its line end. Source: `FMT_PRINT_RULE`. */
export function echoRule(rule: RuleSpecification, family: Family): string {
  return [
    `${targetName(rule, family)} ${listProtocol(rule, NUMERIC, 0)} opt ${fragmentMarks(rule)} `,
    `in ${listDevice(rule.indev, true)} out ${listDevice(rule.outdev, true)} `,
    listAddress(rule.src, family, true, 0),
    `${listAddress(rule.dst, family, true, 0).replace(/^(.)(.*) $/, '$1-> $2')}  `,
    rule.target.kind === 'goto' ? '[goto] ' : '',
    listExtensions(rule, family, NUMERIC),
    '\n',
  ].join('');
}

function targetName({ target }: RuleSpecification, family: Family): string {
  switch (target.kind) {
    case 'none':
      return '';
    case 'verdict':
      return target.verdict;
    case 'extension':
      return findTarget(target.data.name, family)?.listedAs ?? target.data.name;
    case 'jump':
    case 'goto':
      return target.chain;
    default:
      return assertNever(target);
  }
}

function listProtocol(
  { protocol }: RuleSpecification,
  { numeric, databases }: NameStyle,
  width: number,
): string {
  const number = protocol?.number ?? 0;
  const name = numeric ? ownProtocolName(number) : listedProtocolName(number, databases);
  return (protocol?.inverted ? '!' : ' ') + (name ?? String(number)).padEnd(width);
}

function fragmentMarks({ fragment }: RuleSpecification): string {
  if (fragment === undefined) return '--';
  return fragment.inverted ? '!f' : '-f';
}

function listDevice(match: DeviceMatch | undefined, numeric: boolean): string {
  if (match === undefined) return numeric ? '*' : 'any';
  return (match.inverted ? '!' : '') + match.name;
}

function listAddress(
  match: AddressMatch | undefined,
  family: Family,
  numeric: boolean,
  width: number,
): string {
  return `${match?.inverted ? '!' : ' '}${addressText(match, family, numeric).padEnd(width)} `;
}

function addressText(match: AddressMatch | undefined, family: Family, numeric: boolean): string {
  if (match === undefined) {
    if (!numeric) return 'anywhere';
    return family === 4 ? '0.0.0.0/0' : '::/0';
  }
  const { address, mask } = match;
  // IPv6 goes by the address, whatever its mask.
  if (!numeric && family === 6 && isUnspecified(address)) return 'anywhere';
  const name = (numeric ? undefined : addressName(address)) ?? printAddress(address);
  const length = maskLength(family, mask);
  if (length === addressBits(family)) return name;
  return `${name}/${length ?? printAddress(addressFromWords(family, mask))}`;
}

function listExtensions(
  rule: RuleSpecification,
  family: Family,
  { numeric, databases }: NameStyle,
): string {
  const style = { numeric, family, databases };
  const texts = rule.matches.map((match) => {
    const extension = findMatch(match.name, family);
    const text = extension?.list(match, style) ?? '';
    return text === '' || extension?.listedUnspaced === true ? text : ` ${text}`;
  });
  if (rule.target.kind === 'extension') {
    const { data } = rule.target;
    const text = findTarget(data.name, family)?.list(data, style) ?? '';
    if (text !== '') texts.push(` ${text}`);
  }
  return texts.join('');
}
