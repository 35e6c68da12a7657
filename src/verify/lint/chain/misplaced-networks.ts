import { printPrefix } from '../../../address/address-text.js';
import { prefixCovers, type Prefix } from '../../../address/prefix.js';
import type { XtablesRule } from '../../../netfilter/rule.js';
import type { Check } from '../check.js';
import { onlyTells } from './chain-rules.js';
import { matched, type Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { leadsBy, routesOf, type Network } from '../networks.js';
import { drops } from '../reach/path-reach.js';
import { refuses } from '../policy/selectors.js';

/** Rules for packets from a network on a device behind which that network is not. */
export const misplacedNetworks: Check = (facts) => [
  ...facts.rules.flatMap((rule): readonly Finding[] => {
    const { iif, from } = rule;
    if (iif === undefined || from === undefined || rule.not || refuses(rule)) return [];
    const network = behindAnother(facts, from.prefix, iif);
    if (network === undefined) return [];
    return [
      found(
        facts,
        { subject: facts.subject(rule), said: facts.sayRule(rule), written: rule.written },
        { ...network, asked: iif },
      ),
    ];
  }),
  ...facts.chainRules.flatMap(({ rule, chain, hooks }): readonly Finding[] => {
    const { indev, src } = rule;
    if (indev === undefined || indev.inverted || src === undefined || src.inverted) return [];
    if (hooks.length === 0 || isGuard(rule)) return [];
    const network = matched(src).map((prefix) => behindAnother(facts, prefix, indev.name))[0];
    if (network === undefined) return [];
    const subject = facts.describe.chainRule(rule, chain, facts.family);
    return [
      found(
        facts,
        { subject, said: facts.sayChainRule({ rule, chain }), written: rule.written },
        { ...network, asked: indev.name },
      ),
    ];
  }),
];

/** What drops, reports or spares is there for packets that should not come. */
function isGuard(rule: XtablesRule): boolean {
  const { target } = rule;
  if (drops(rule) || onlyTells(target) || target.kind === 'none') return true;
  return target.kind === 'jump' || target.kind === 'goto';
}

/** The network of another device that has a whole prefix, when nothing leads to the prefix by the device that is asked for. */
function behindAnother(facts: Facts, prefix: Prefix, asked: string): Network | undefined {
  const { namespace, family, state, networks } = facts;
  const link = namespace.links.find(({ name }) => name === asked);
  if (link === undefined || link.kind === 'loopback') return undefined;
  const leads = [...state.tables.keys()]
    .flatMap((id) => routesOf(namespace, family, id))
    .some(
      (route) =>
        route.dst.length > 1 &&
        (prefixCovers(route.dst, prefix) || prefixCovers(prefix, route.dst)) &&
        leadsBy(namespace, route, asked),
    );
  if (leads) return undefined;
  return networks.find(
    ({ prefix: whole, device }) => device !== asked && prefixCovers(whole, prefix),
  );
}

function found(
  { family }: Facts,
  rule: { readonly subject: string; readonly said: string; readonly written: string | undefined },
  { prefix, device, asked }: Network & { readonly asked: string },
): Finding {
  return makeFinding({
    kind: 'wrong-device',
    family,
    subject: rule.subject,
    written: rule.written,
    text: `${rule.said} asks for packets from ${printPrefix(prefix)} on ${asked}, but that network is connected on ${device}, and nothing leads to it by ${asked}; did you mean ${device}?`,
  });
}
