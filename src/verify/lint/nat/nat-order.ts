import { printAddress, printPrefix } from '../../../address/address-text.js';
import type { Address } from '../../../address/address.js';
import { prefixContains, type Prefix } from '../../../address/prefix.js';
import { portsOf } from '../reach/ports-of.js';
import type { DnatTarget } from '../../../netfilter/extension/target/nat/nat-address-target.js';
import type { XtablesRule } from '../../../netfilter/rule.js';
import type { TargetData } from '../../../netfilter/extension/extension.js';
import type { Check } from '../check.js';
import type { ChainRule } from '../chain/chain-rules.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';

/** Rules of the policy database for a destination that PREROUTING has changed before they see it. */
export const untranslatedDestinations: Check = (facts) => {
  const changes = translations(facts);
  return facts.rules.flatMap((rule): readonly Finding[] => {
    const { to } = rule;
    if (to === undefined || rule.not || rule.iif === 'lo') return [];
    const change = changes.find(
      ({ at, target }) =>
        covers(at.rule, to.prefix) &&
        target.address !== undefined &&
        !prefixContains(to.prefix, target.address) &&
        isUnconditional(at.rule),
    );
    if (change === undefined) return [];
    const { at, target } = change;
    return [
      makeFinding({
        kind: 'nat-order',
        ...facts.aboutRule(rule),
        also: [at.rule.written],
        text: `${facts.sayRule(rule)} never sees ${printPrefix(to.prefix)} on packets that arrive: ${facts.sayChainRule(at)} has turned it into ${say(target.address)} before routing; did you mean to ${say(target.address)}?`,
      }),
    ];
  });
};

/** Rules for forwarded packets that name the port or the address which DNAT has changed before them. */
export const untranslatedPorts: Check = (facts) => {
  const changes = translations(facts);
  const later = facts.chainRules.filter(
    ({ hooks }) => hooks.length > 0 && hooks.every((hook) => hook === 'FORWARD'),
  );
  return later.flatMap((at): readonly Finding[] => {
    const change = changes.find((other) => isSeenBefore(facts, at, other));
    if (change === undefined) return [];
    const { target } = change;
    const became = `${say(target.address)}${target.port === undefined ? '' : `:${target.port}`}`;
    return [
      makeFinding({
        kind: 'nat-order',
        ...facts.aboutChainRule(at),
        also: [change.at.rule.written],
        text: `${facts.sayChainRule(at)} names what ${facts.sayChainRule(change.at)} has turned into ${became} before FORWARD, so it never meets those packets`,
      }),
    ];
  });
};

interface Translation {
  readonly at: ChainRule;
  readonly target: DnatTarget;
}

function translations({ chainRules }: Facts): readonly Translation[] {
  return chainRules.flatMap((at): readonly Translation[] => {
    const { target } = at.rule;
    if (target.kind !== 'extension' || !at.hooks.includes('PREROUTING')) return [];
    return isDnat(target.data) ? [{ at, target: target.data }] : [];
  });
}

function isDnat(data: TargetData): data is DnatTarget {
  return data.name === 'DNAT';
}

function isUnconditional({ protocol, indev, matches }: XtablesRule): boolean {
  return (
    protocol === undefined && indev === undefined && matches.every(({ name }) => name === 'comment')
  );
}

function covers({ dst }: XtablesRule, prefix: Prefix): boolean {
  if (dst === undefined || dst.inverted) return false;
  const { words } = prefix.address;
  const longEnough = dst.mask.every((bits, index) => {
    const own = prefix.length - 32 * index;
    const mask = own >= 32 ? 0xffffffff : own <= 0 ? 0 : (0xffffffff << (32 - own)) >>> 0;
    return (bits & ~mask) >>> 0 === 0;
  });
  return (
    longEnough &&
    dst.mask.every(
      (bits, index) =>
        ((words[index] ?? 0) & bits) >>> 0 === ((dst.address.words[index] ?? 0) & bits) >>> 0,
    )
  );
}

/** Reports whether a rule of FORWARD asks for the port that a packet had before its translation, or for the own address. */
function isSeenBefore(facts: Facts, { rule }: ChainRule, { at, target }: Translation): boolean {
  const { dst, indev } = rule;
  const named = dst !== undefined && !dst.inverted && dst.mask.every((word) => word === 0xffffffff);
  const own = named && facts.own.some(({ address }) => sameWords(address, dst.address));
  const [asked, before] = [portsOf(rule), portsOf(at.rule)];
  const samePort = asked.some((port) => before.includes(port));
  if (own) return asked.length === 0 || samePort;
  const outside = indev !== undefined && !indev.inverted && facts.uplinks.has(indev.name);
  const sameProtocol = rule.protocol?.number === at.rule.protocol?.number;
  return (
    samePort &&
    sameProtocol &&
    outside &&
    dst === undefined &&
    target.port !== undefined &&
    target.lastPort === undefined &&
    !asked.includes(target.port)
  );
}

function sameWords(one: Address, other: Address): boolean {
  return one.words.every((word, index) => word === other.words[index]);
}

function say(address: Address | undefined): string {
  return address === undefined ? 'another port' : printAddress(address);
}
