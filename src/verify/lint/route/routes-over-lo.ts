import { isLoopback } from '../../../address/address-class.js';
import { LOOPBACK_INDEX } from '../../../path/loopback.js';
import type { Check } from '../check.js';
import { makeFinding, type Finding } from '../finding.js';
import { routesOf } from '../networks.js';

/** Plain routes over lo: what they take goes out there and comes in again, and no socket of this host gets it. */
export const routesOverLo: Check = (facts) =>
  [...facts.state.tables.keys()]
    .flatMap((id) => routesOf(facts.namespace, facts.family, id))
    .flatMap((route): readonly Finding[] => {
      const { type, written, nexthops, dst } = route;
      if (type !== 'unicast' || written === undefined || isLoopback(dst.address)) return [];
      if (!nexthops.some(({ dev }) => dev === LOOPBACK_INDEX)) return [];
      return [
        makeFinding({
          kind: 'loop',
          family: facts.family,
          subject: facts.describe.route(route),
          written,
          text: `${facts.sayRoute(route)} sends its packets out by lo and in again, and gives them to no socket of this host; did you mean \`ip route add local\`?`,
        }),
      ];
    });
