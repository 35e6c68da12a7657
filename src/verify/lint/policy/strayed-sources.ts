import { printAddress } from '../../../address/address-text.js';
import { prefixContains } from '../../../address/prefix.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { probe } from '../reach/probes.js';
import { selectorsOf, tableOf } from './selectors.js';

/** Rules for an own address whose table leads out by another device, though that of the address has a way out of its own. */
export const strayedSources: Check = (facts) =>
  facts.rules.flatMap((rule): readonly Finding[] => {
    const { from } = rule;
    if (from === undefined || rule.not || selectorsOf(rule).length > 1) return [];
    if (tableOf(rule) === undefined) return [];
    return facts.own
      .filter(({ address, device }) => {
        return facts.uplinks.has(device) && prefixContains(from.prefix, address);
      })
      .flatMap(({ address, device }): readonly Finding[] => {
        const journey = facts.send(probe({ dst: facts.far, src: address }));
        const { outcome, table } = journey;
        if (outcome.kind !== 'transmit' || outcome.dev === device) return [];
        const source = printAddress(address);
        const other = facts.own.find((own) => own.device === outcome.dev);
        if (outcome.src !== source || other === undefined || table === undefined) return [];
        if (journey.rule?.written !== (rule.written ?? null) || rule.written === undefined)
          return [];
        return [
          makeFinding({
            kind: 'missing-snat',
            family: facts.family,
            subject: facts.subject(rule),
            written: table.written ?? rule.written,
            also: [rule.written],
            text: `${facts.sayRule(rule)} leads packets from ${source}, an address of ${device}, out by ${outcome.dev} (\`${table.written ?? table.route ?? ''}\`), where no SNAT or MASQUERADE meets them, though ${device} has a way out of its own`,
          }),
        ];
      });
  });
