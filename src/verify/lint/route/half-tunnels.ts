import { printPrefix } from '../../../address/address-text.js';
import { defaultPrefix, makePrefix, prefixCovers, type Prefix } from '../../../address/prefix.js';
import { addressFromWords } from '../../../address/address.js';
import { TABLE } from '../../../fib/route.js';
import { linkByIndex } from '../../../namespace/namespace.js';
import type { Check } from '../check.js';
import { makeFinding } from '../finding.js';
import { routesOf } from '../networks.js';

/** Routes no longer than this may stand for a part of everything; what is left out on purpose is smaller, or nobody's public network. */
const LONGEST = 8;

/** A list of what is left when one network is taken out of everything has at most a route for each bit. */
const MOST_ROUTES = 64;

/** Prefixes that nobody in the internet has: this network, private ones, loopback, multicast and the reserved. Source: RFC 6890. */
const NOBODYS = [0, 10, 127] as const;
const MULTICAST = 224;

/** Halves that are put in the place of a default route and leave a part of it to it. */
export const halfTunnels: Check = (facts) => {
  const { namespace, family } = facts;
  const routes = routesOf(namespace, family, TABLE.main).filter(
    (route) => route.dst.length > 0 && route.written !== undefined,
  );
  const parts = routes.filter(({ dst }) => dst.length <= LONGEST);
  const half = parts.find(({ dst, type }) => dst.length === 1 && type === 'unicast');
  const rest = routesOf(namespace, family, TABLE.main).find(({ dst }) => dst.length === 0);
  const [into, past] = [half, rest].map((route) => route?.nexthops[0]?.dev);
  if (family === 6 || half === undefined || into === undefined || past === undefined) return [];
  if (into === past) return [];
  if (routes.length > MOST_ROUTES) return [];
  const left = uncovered(
    defaultPrefix(family),
    routes.map(({ dst }) => dst),
  ).filter((prefix) => prefix.length <= LONGEST && !isNobodys(prefix));
  const device = (dev: number): string => linkByIndex(namespace, dev)?.name ?? '';
  const same = parts.filter(({ nexthops }) => nexthops.some(({ dev }) => dev === into));
  const last = same.toSorted((a, b) => b.dst.length - a.dst.length)[0] ?? half;
  if (left.length === 0) return [];
  const names = same.map((route) => facts.sayRoute(route));
  return [
    makeFinding({
      kind: 'leak',
      family,
      subject: facts.describe.route(last),
      written: last.written,
      also: [...same.map((route) => route.written), rest?.written],
      text: `The routes by ${device(into)} (${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}) are no whole default route: ${left.map(printPrefix).join(', ')} still leave${left.length === 1 ? 's' : ''} by ${device(past)}`,
    }),
  ];
};

function isNobodys({ address, length }: Prefix): boolean {
  const first = (address.words[0] ?? 0) >>> 24;
  return first >= MULTICAST || (length === LONGEST && NOBODYS.some((one) => one === first));
}

/** What of a prefix none of the parts covers. */
function uncovered(whole: Prefix, parts: readonly Prefix[]): readonly Prefix[] {
  if (parts.some((part) => prefixCovers(part, whole))) return [];
  if (!parts.some((part) => prefixCovers(whole, part))) return [whole];
  const { address, length } = whole;
  const [first = 0, ...others] = address.words;
  const upper = addressFromWords(address.family, [
    (first | (0x80000000 >>> length)) >>> 0,
    ...others,
  ]);
  return [makePrefix(address, length + 1), makePrefix(upper, length + 1)].flatMap((part) =>
    uncovered(part, parts),
  );
}
