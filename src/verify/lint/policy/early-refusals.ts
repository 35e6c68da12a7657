import { printPrefix } from '../../../address/address-text.js';
import { prefixContains, type Prefix } from '../../../address/prefix.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { refuses, selectorsOf, tableOf } from './selectors.js';

/** Rules that refuse all that arrives on a device before the rules for its networks are asked. */
export const earlyRefusals: Check = (facts) =>
  facts.rules.flatMap((rule): readonly Finding[] => {
    const { iif } = rule;
    if (iif === undefined || !refuses(rule) || rule.not || selectorsOf(rule).length > 1) return [];
    const without = facts.withRules(facts.rules.filter((other) => other !== rule));
    const later = facts.rules.slice(facts.rules.indexOf(rule) + 1);
    // A prefix that other devices have a part of is led out for these; what arrives here is refused on purpose.
    const isShared = (from: Prefix): boolean =>
      facts.networks.some(
        ({ device, host }) =>
          device !== iif && !facts.uplinks.has(device) && prefixContains(from, host),
      );
    const lost = facts.networks.flatMap(({ device, host, prefix }) => {
      const lookup = later.find(
        ({ from, not, ...other }) =>
          from !== undefined &&
          !not &&
          prefixContains(from.prefix, host) &&
          !isShared(from.prefix) &&
          other.action.kind === 'lookup',
      );
      const question = { to: facts.far, from: host, iif: device };
      if (device !== iif || lookup === undefined || tableOf(lookup) === undefined) return [];
      if (facts.route(question) !== undefined) return [];
      return facts.route(question, without) === undefined ? [] : [{ prefix, lookup }];
    });
    if (lost.length === 0) return [];
    const names = [...new Set(lost.map(({ prefix }) => printPrefix(prefix)))];
    const rules = [...new Set(lost.map(({ lookup }) => lookup))];
    return [
      makeFinding({
        kind: 'dead-rule',
        family: facts.family,
        subject: rules.map((other) => facts.subject(other)).join(', '),
        written: rule.written,
        also: rules.map(({ written }) => written),
        shadowedBy: [facts.subject(rule)],
        text: `${facts.sayRule(rule)} refuses what arrives on ${iif} before ${rules.map((other) => facts.sayRule(other)).join(' and ')} could lead packets from ${names.join(' and ')} out`,
      }),
    ];
  });
