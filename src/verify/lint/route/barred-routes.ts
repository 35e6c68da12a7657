import { assertNever } from '../../../assert-never.js';
import { boundedDiagram } from '../../engine/bounded.js';
import { parseAddress } from '../../../address/address-text.js';
import { TABLE, type Route } from '../../../fib/route.js';
import { findChain } from '../../../netfilter/ruleset.js';
import { analyse } from '../../ask/analysis.js';
import { withCodedFields } from '../../atoms/with-coded-fields.js';
import { FALSE } from '../../engine/diagram.js';
import { Findings } from '../../fate/findings.js';
import { PacketSpace } from '../../packets/packet-space.js';
import type { Arrival } from '../../run/arrival.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { MOST_NODES } from '../reach/path-reach.js';
import { probe } from '../reach/probes.js';

const LOOPBACK = { 4: parseAddress('127.0.0.1'), 6: parseAddress('::1') } as const;

/** What a route has let through, and whether the policy of OUTPUT has dropped something of it. */
interface Use {
  passes: boolean;
  barred: boolean;
}

/** Routes of which the policy of OUTPUT leaves no packet, of whatever connection, and what this host sends to itself, as far as it isn't marked. */
export const barredRoutes: Check = (facts) => {
  const output = findChain(facts, 'filter', 'OUTPUT');
  if (output?.base?.policy !== 'DROP' || output.rules.size === 0) return [];
  const led = [...useOfRoutes(facts)].filter(
    ([{ table, written }]) => table !== TABLE.local && written !== undefined,
  );
  // A family of which nothing gets out, as where no rule is, is shut off, and meant to be.
  const letsOut = led.some(([, { passes }]) => passes);
  const barred = led.filter(([, use]) => letsOut && use.barred && !use.passes);
  return [
    ...(barsItself(facts) ? [itself(facts)] : []),
    ...barred.map(([route]) => leadsNothing(facts, route)),
  ];
};

function barsItself(facts: Facts): boolean {
  const { outcome } = facts.send(probe({ dst: LOOPBACK[facts.family] }));
  return outcome.kind === 'drop' && outcome.at === 'filter OUTPUT policy';
}

function useOfRoutes(facts: Facts): ReadonlyMap<Route, Use> {
  const { namespace, family, bound } = facts;
  const uses = new Map<Route, Use>();
  const base = new PacketSpace([namespace], undefined, boundedDiagram(bound, MOST_NODES));
  withCodedFields(base, [namespace], family, 'any', (space, _, comparing) => {
    uses.clear();
    for (const direction of ['sent', 'received'] as const) {
      const findings = new Findings(true);
      const asked = { family, direction, connections: 'any', observed: 'fate' } as const;
      // A socket that is bound to a device may take a route that is there for something else.
      const unbound = space.isNoDevice('oif');
      const options = { ...asked, findings, comparing, packets: unbound };
      const { arrivals, packets } = analyse(space, namespace, options);
      for (const arrival of arrivals) {
        const { packets: here, memory } = arrival.state;
        const possible = space.diagram.and(here, packets);
        if (possible === FALSE) continue;
        for (const number of space.diagram.valuesWhere(memory.found, possible)) {
          const route = findings.resolution(number)?.route;
          if (route !== undefined) note(uses, route, arrival);
        }
      }
    }
  });
  return uses;
}

function note(uses: Map<Route, Use>, route: Route, { step: { ending } }: Arrival): void {
  let use = uses.get(route);
  if (use === undefined) uses.set(route, (use = { passes: false, barred: false }));
  switch (ending.kind) {
    case 'transmit':
    case 'deliver':
      use.passes = true;
      break;
    case 'drop':
      if (ending.at.kind === 'policy' && ending.at.hook === 'OUTPUT') use.barred = true;
      break;
    case 'error':
      break;
    default:
      assertNever(ending);
  }
}

function policyOf({ family }: Facts): string {
  return `${family === 4 ? 'iptables' : 'ip6tables'} -P OUTPUT DROP`;
}

function itself(facts: Facts): Finding {
  return makeFinding({
    kind: 'missing-accept',
    family: facts.family,
    subject: 'filter OUTPUT',
    clues: [policyOf(facts), '-P OUTPUT DROP', ':OUTPUT DROP'],
    text: `The policy of OUTPUT (\`${policyOf(facts)}\`) drops all that this host sends to itself: \`-A OUTPUT -o lo -j ACCEPT\` is missing`,
  });
}

function leadsNothing(facts: Facts, route: Route): Finding {
  return makeFinding({
    kind: 'missing-accept',
    family: facts.family,
    subject: facts.describe.route(route),
    written: route.written,
    clues: [policyOf(facts), '-P OUTPUT DROP', ':OUTPUT DROP'],
    text: `${facts.sayRoute(route)} leads nothing out: the policy of OUTPUT (\`${policyOf(facts)}\`) drops all that takes it, and no rule accepts any of it`,
  });
}
