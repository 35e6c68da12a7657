import { printAddress, printPrefix } from '../../../address/address-text.js';
import type { Address } from '../../../address/address.js';
import { TABLE } from '../../../fib/route.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { sayStep } from '../reach/journey.js';
import type { Facts } from '../facts.js';
import { hostIn, leadsBy, routesOf, SHORT } from '../networks.js';
import { probe } from '../reach/probes.js';

/** Networks of which one may open connections to the other, untranslated, and not the other way, since nothing accepts that. */
export const oneWayForwarding: Check = (facts) => {
  const { family } = facts;
  const reported = new Set<string>();
  const networks = facts.networks.filter(({ prefix }) => prefix.length > SHORT);
  return networks.flatMap((one) =>
    networks.flatMap((other): readonly Finding[] => {
      if (one.device === other.device) return [];
      const there = facts.send(probe({ src: one.host, iif: one.device, dst: other.host }));
      if (there.outcome.kind !== 'transmit' || there.outcome.dev !== other.device) return [];
      if (there.outcome.src !== printAddress(one.host)) return [];
      const back = facts.send(probe({ src: other.host, iif: other.device, dst: one.host }));
      const accepted = there.met.findLast(({ table }) => table === 'filter');
      const key = accepted?.text ?? '';
      if (back.outcome.at !== 'filter FORWARD policy' || accepted === undefined) return [];
      // A way out to everywhere is closed from there, unless the network lies on both sides of it.
      const out = facts.send(probe({ src: one.host, iif: one.device, dst: facts.far })).outcome.dev;
      const closed = other.device === out || isUplink(facts, other.device);
      if (closed && !isOnBothSides(facts, accepted, other.device)) return [];
      if (reported.has(key) || opens(facts, other.device, one.host, key)) return [];
      reported.add(key);
      const [from, to] = [printPrefix(other.prefix), printPrefix(one.prefix)];
      return [
        makeFinding({
          kind: 'missing-accept',
          family,
          subject: 'filter FORWARD',
          also: [accepted.written],
          clues: ['-P FORWARD DROP', ':FORWARD DROP'],
          text: `New connections from ${from} (${other.device}) to ${to} (${one.device}) end at the policy of FORWARD (\`${family === 4 ? 'iptables' : 'ip6tables'} -P FORWARD DROP\`), while ${sayStep(accepted)} lets ${to} open connections to ${from}: nothing accepts them`,
        }),
      ];
    }),
  );
};

/** Another provider's network is a way out too, whichever of them these packets take. */
function isUplink({ waysOut }: Facts, device: string): boolean {
  return waysOut.some((way) => way.device === device && way.hasGateway);
}

/** Reports whether a rule accepts the sources of a network of which a part is reached by a device. */
function isOnBothSides(
  { chainRules, namespace, family }: Facts,
  step: { readonly table: string; readonly chain: string; readonly number: number },
  device: string,
): boolean {
  const src = chainRules.find(
    ({ table, chain, number }) =>
      table === step.table && chain === step.chain && number === step.number,
  )?.rule.src;
  if (src === undefined || src.inverted) return false;
  return routesOf(namespace, family, TABLE.main).some(
    (route) =>
      route.dst.length > SHORT &&
      leadsBy(namespace, route, device) &&
      src.mask.every(
        (bits, index) =>
          (((route.dst.address.words[index] ?? 0) ^ (src.address.words[index] ?? 0)) & bits) === 0,
      ),
  );
}

/** Reports whether some network behind a device may open connections to a host, by another rule. */
function opens(facts: Facts, device: string, to: Address, rule: string): boolean {
  return sourcesBehind(facts, device).some((src) => {
    const { outcome, met } = facts.send(probe({ src, iif: device, dst: to }));
    const by = met.findLast(({ table }) => table === 'filter')?.text;
    return outcome.kind === 'transmit' && by !== rule;
  });
}

/** Hosts that are reached by a device: of each of its routes, be it by a gateway, and of the internet. */
function sourcesBehind({ namespace, family }: Facts, device: string): readonly Address[] {
  return routesOf(namespace, family, TABLE.main)
    .filter(
      (route) =>
        route.type === 'unicast' && route.dst.length > SHORT && leadsBy(namespace, route, device),
    )
    .flatMap(({ dst }) => hostIn(dst, []) ?? []);
}
