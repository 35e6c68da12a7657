import { printAddress, printPrefix } from '../../../address/address-text.js';
import { prefixContains, prefixCovers, type Prefix } from '../../../address/prefix.js';
import { TABLE } from '../../../fib/route.js';
import { linkByIndex } from '../../../namespace/namespace.js';
import { nearestWord } from '../../../nearest-word.js';
import type { Check } from '../check.js';
import type { Facts } from '../facts.js';
import { makeFinding, type Finding } from '../finding.js';
import { forwardsAnything } from '../chain/forwarding-off.js';
import { BUILT_IN, routesOf, SHORT, type OwnAddress } from '../networks.js';
import { selectorsOf, tableOf } from './selectors.js';

/** Rules for a source that nobody has, while an address of the device to which their table leads has no rule. */
export const nobodysSources: Check = (facts) =>
  facts.rules.flatMap((rule): readonly Finding[] => {
    const { from, written } = rule;
    const table = tableOf(rule);
    if (table === undefined || BUILT_IN.has(table) || from === undefined || rule.not) return [];
    if (written === undefined || selectorsOf(rule).length > 1) return [];
    const device = deviceOf(facts, table);
    if (device === undefined || !isNobodys(facts, from.prefix, device)) return [];
    const free = facts.own.filter((own) => own.device === device && !hasRule(facts, own, table));
    // One address was probably written for the other.
    const near = nearestWord(
      printAddress(from.written),
      free.map((own) => printAddress(own.address)),
    );
    const meant = free.find((own) => printAddress(own.address) === near);
    if (meant === undefined) return [];
    const out = facts.route({ to: facts.far, from: meant.address });
    const isSpare = facts.networks.some(
      (network) => network.device === device && prefixCovers(network.prefix, from.prefix),
    );
    // A virtual address that another host has now is one of the same network.
    if (out?.device === meant.device && (isSpare || forwardsAnything(facts))) return [];
    const address = printAddress(meant.address);
    return [
      makeFinding({
        kind: 'missing-rule',
        ...facts.aboutRule(rule),
        text: `${facts.sayRule(rule)} asks for ${printPrefix(from.prefix)}, which is no address of this host and no network behind it, while ${address} (${meant.device}) has no rule for table ${facts.describe.table(table)}; did you mean from ${address}?`,
      }),
    ];
  });

/** No address of this host is in a prefix, and no route leads there but the default, and that of the network on a device. */
function isNobodys({ own, namespace, family }: Facts, prefix: Prefix, device: string): boolean {
  if (own.some(({ address }) => prefixContains(prefix, address))) return false;
  return !routesOf(namespace, family, TABLE.main).some(({ dst, nexthops }) => {
    if (dst.length <= SHORT) return false;
    const beside = nexthops.some(({ dev }) => linkByIndex(namespace, dev)?.name !== device);
    return prefixCovers(prefix, dst) || (prefixCovers(dst, prefix) && beside);
  });
}

/** The device by which a table's shortest route leads. */
function deviceOf({ namespace, family }: Facts, table: number): string | undefined {
  const [shortest] = routesOf(namespace, family, table)
    .filter(({ type }) => type === 'unicast')
    .toSorted((a, b) => a.dst.length - b.dst.length);
  const dev = shortest?.nexthops[0]?.dev;
  return dev === undefined ? undefined : linkByIndex(namespace, dev)?.name;
}

function hasRule({ rules }: Facts, { address }: OwnAddress, table: number): boolean {
  return rules.some(
    (rule) =>
      tableOf(rule) === table &&
      (rule.from === undefined || prefixContains(rule.from.prefix, address)),
  );
}
