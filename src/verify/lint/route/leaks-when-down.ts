import { printAddress } from '../../../address/address-text.js';
import type { Address } from '../../../address/address.js';
import { prefixContains } from '../../../address/prefix.js';
import { TABLE, type Route } from '../../../fib/route.js';
import { linkByIndex } from '../../../namespace/namespace.js';
import type { Rule } from '../../../rpdb/rule.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { routesOf, SHORT } from '../networks.js';
import { probe } from '../reach/probes.js';
import { selectorsOf, tableOf } from '../policy/selectors.js';

/** Packets that are kept to one device, and leave by another when it goes down. */
export const leaksWhenDown: Check = (facts) =>
  facts.rules.flatMap((rule): readonly Finding[] => {
    const kept = keptTo(facts, rule);
    if (kept === undefined) return [];
    const { device, route, uid, from } = kept;
    const packet = probe({
      dst: facts.far,
      ...(uid === undefined ? {} : { uid }),
      ...(from === undefined ? {} : { src: from }),
    });
    if (facts.send(packet).outcome.dev !== device) return [];
    const { outcome } = facts.send(packet, facts.withDown(device));
    if (outcome.kind !== 'transmit' || outcome.dev === device) return [];
    const table = facts.describe.table(tableOf(rule) ?? 0);
    const whose =
      uid === undefined
        ? `from ${from === undefined ? device : printAddress(from)}`
        : `of uid ${uid}`;
    return [
      makeFinding({
        kind: 'leak',
        family: facts.family,
        subject: facts.describe.route(route),
        written: route.written,
        also: [rule.written],
        text: `When ${device} goes down ${facts.sayRoute(route)} goes with it, and packets ${whose}, which ${facts.sayRule(rule)} keeps to it, leave by ${outcome.dev}; \`unreachable default metric 4278198272\` is missing in table ${table}`,
      }),
    ];
  });

interface Kept {
  readonly device: string;
  readonly route: Route;
  readonly uid?: number;
  readonly from?: Address;
}

/** Whom a rule keeps to one device: a user, or the addresses of a device that has a table of its own by name. */
function keptTo(facts: Facts, rule: Rule): Kept | undefined {
  const table = tableOf(rule);
  const { namespace, family, rules } = facts;
  const [only, ...more] = selectorsOf(rule);
  if (table === undefined || table === TABLE.main || rule.not || more.length > 0) return undefined;
  const out = routesOf(namespace, family, table).filter(({ dst }) => dst.length <= SHORT);
  const route = out.find(({ type }) => type === 'unicast');
  const device = linkByIndex(namespace, route?.nexthops[0]?.dev ?? 0)?.name;
  if (route === undefined || device === undefined || out.length !== 1) return undefined;
  if (only === 'uidrange') return { device, route, uid: rule.uidrange?.from ?? 0 };
  const { from } = rule;
  const own = facts.own.find(
    (other) =>
      other.device === device && from !== undefined && prefixContains(from.prefix, other.address),
  );
  const apart = rules.some(
    (other) => tableOf(other) === table && other.iif === device && selectorsOf(other).length === 1,
  );
  return only === 'from' && own !== undefined && apart
    ? { device, route, from: own.address }
    : undefined;
}
