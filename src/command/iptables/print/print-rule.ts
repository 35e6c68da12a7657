import { assertNever } from '../../../assert-never.js';
import { tick } from '../../../bound.js';
import { printAddress } from '../../../address/address-text.js';
import { addressFromWords } from '../../../address/address.js';
import type { Family } from '../../../address/family.js';
import { maskLength } from '../../../address/prefix.js';
import type { Counter } from '../../../namespace/traffic/traffic.js';
import { findMatch, findTarget } from '../../../netfilter/extension/registry.js';
import type { AddressMatch, DeviceMatch, RuleSpecification } from '../../../netfilter/rule.js';
import { ownProtocolName } from '../../../netfilter/extension/option/protocol-names.js';

/** To write a rule takes so many pieces of work. */
const RULE_PIECES = 8;

/**
 * Writes a rule as `-S` and iptables-save do, without the chain: `-p tcp -m tcp --dport 25 -j ACCEPT`. Empty for a rule that says nothing.
 *
 * @param counter - written as `-c PACKETS BYTES` before the target when given
 */
export function printRule(rule: RuleSpecification, family: Family, counter?: Counter): string {
  tick(RULE_PIECES);
  return [
    printAddressMatch('-s', rule.src),
    printAddressMatch('-d', rule.dst),
    printDevice('-i', rule.indev),
    printDevice('-o', rule.outdev),
    printProtocol(rule),
    rule.fragment === undefined ? '' : not(rule.fragment, '-f'),
    ...rule.matches.flatMap((match) => [
      `-m ${match.name}`,
      findMatch(match.name, family)?.print(match, family) ?? '',
    ]),
    counter === undefined ? '' : `-c ${counter.packets} ${counter.bytes}`,
    printTarget(rule, family),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function printAddressMatch(option: string, match: AddressMatch | undefined): string {
  if (match === undefined) return '';
  const { address, mask } = match;
  const length =
    maskLength(address.family, mask) ?? printAddress(addressFromWords(address.family, mask));
  return not(match, `${option} ${printAddress(address)}/${length}`);
}

function printDevice(option: string, match: DeviceMatch | undefined): string {
  return match === undefined ? '' : not(match, `${option} ${match.name}`);
}

function printProtocol({ protocol }: RuleSpecification): string {
  if (protocol === undefined) return '';
  return not(protocol, `-p ${ownProtocolName(protocol.number) ?? protocol.number}`);
}

function printTarget({ target }: RuleSpecification, family: Family): string {
  switch (target.kind) {
    case 'none':
      return '';
    case 'verdict':
      return `-j ${target.verdict}`;
    case 'jump':
      return `-j ${target.chain}`;
    case 'goto':
      return `-g ${target.chain}`;
    case 'extension': {
      const { data } = target;
      const options = findTarget(data.name, family)?.print(data, family) ?? '';
      return options === '' ? `-j ${data.name}` : `-j ${data.name} ${options}`;
    }
    default:
      return assertNever(target);
  }
}

function not({ inverted }: { readonly inverted: boolean }, text: string): string {
  return inverted ? `! ${text}` : text;
}
