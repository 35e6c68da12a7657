import { printAddress, printPrefix } from '../../../address/address-text.js';
import { sameAddress } from '../../../address/address.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';

/** Rules that name the address of a network with a length that makes it a wider one: the bits behind the length count for nothing. */
export const loosePrefixes: Check = (facts) =>
  facts.rules.flatMap((rule) =>
    (['from', 'to'] as const).flatMap((side): readonly Finding[] => {
      const asked = rule[side];
      if (asked === undefined || sameAddress(asked.prefix.address, asked.written)) return [];
      const meant = facts.networks.find(
        ({ prefix }) =>
          sameAddress(prefix.address, asked.written) && prefix.length > asked.prefix.length,
      );
      if (meant === undefined) return [];
      const written = `${printAddress(asked.written)}/${asked.prefix.length}`;
      return [
        makeFinding({
          kind: 'wrong-prefix',
          ...facts.aboutRule(rule),
          text: `${facts.sayRule(rule)} takes all of ${printPrefix(asked.prefix)}, since the bits behind the length of ${written} count for nothing; the network on ${meant.device} is ${printPrefix(meant.prefix)}`,
        }),
      ];
    }),
  );
