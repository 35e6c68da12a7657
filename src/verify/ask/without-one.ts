import { printAddress } from '../../address/address-text.js';
import { addressBits } from '../../address/family.js';
import { TABLE } from '../../fib/route.js';
import { frozen } from '../../frozen.js';
import { describeAs } from '../../host/describe.js';
import type { Host } from '../../host/host.js';
import { acceptedMissing } from '../../host/incomplete-host-error.js';
import { familyKey } from '../../namespace/namespace.js';
import { tablesOf } from '../../netfilter/netfilter.js';

/** A host from which one thing was taken away, and whether it still does what it should. */
export interface WithoutOne {
  /** The command that takes it away. */
  readonly command: string;
  /** Whether the property holds then; undefined when the tool refuses to take it away, or nothing is left to prove. */
  readonly holds: boolean | undefined;
  /** What the tool printed when it refused; empty when it obeyed. */
  readonly refusal: string;
}

/**
 * Takes away each single rule, route, address and link of a host, and asks whether a property still holds: what it doesn't survive is what
 * it rests on. Links are set down; the routes of table local go with their addresses.
 *
 * @throws IncompleteHostError when the host is incomplete and that wasn't accepted
 * @param holds - the property, of a host: a proof's `holds`, say. Have the proof take the `names` of the whole host, since a gateway goes with
 *   its last route
 *
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * import { packetSet, prove, withoutOne } from 'nexthop/verify';
 * const host = Host.fromCommands(['ip link set lo up']);
 * const near = packetSet({ dst: '127.0.0.1', src: 'none', oif: 'none' });
 * const needed = withoutOne(host, (rest) => prove(rest, { names: host }).every(near).delivered().holds);
 * needed.find(({ command }) => command === 'ip link set lo down')?.holds; // false
 * ```
 */
export function withoutOne(
  host: Host,
  holds: (without: Host) => boolean | undefined,
): readonly WithoutOne[] {
  acceptedMissing(host.machine);
  const removed = removals(host).map((words) => {
    const { host: without, exit, stderr } = host.exec(words);
    return {
      command: words.join(' '),
      holds: exit === 0 ? holds(without) : undefined,
      refusal: exit === 0 ? '' : stderr,
    };
  });
  return frozen(removed);
}

/** The commands that take one thing away each. */
function removals(host: Host): readonly (readonly string[])[] {
  const { namespace, machine } = host;
  const describe = describeAs(namespace, machine.files);
  const configured = ([4, 6] as const).flatMap((family): readonly (readonly string[])[] => {
    const { rules, tables } = namespace[familyKey(family)];
    const iptables = family === 4 ? 'iptables' : 'ip6tables';
    const ip = (...words: readonly string[]): readonly string[] =>
      ['ip', `-${family}`].concat(words);
    const chainRules: readonly (readonly string[])[] = [
      ...tablesOf(namespace.netfilter, family),
    ].flatMap(([table, { chains }]) =>
      [...chains.values()].flatMap(({ name, rules: { size } }) =>
        Array.from({ length: size }, (_, index) =>
          [iptables, '-t', table, '-D', name].concat(`${index + 1}`),
        ),
      ),
    );
    const policies = rules
      .toArray()
      .map((rule) =>
        ip('rule', 'del', 'priority', `${rule.priority}`, ...describe.rule(rule).split(' ')),
      );
    const routes = [...tables.values()]
      .filter(({ id }) => id !== TABLE.local)
      .flatMap(({ id, routes: found }) =>
        [...found.values()].flat().map((route) => {
          const words = describe.route(route).split(/\s+/);
          const table = words.includes('table') ? [] : ['table', `${id}`];
          return ip('route', 'del', ...words.concat(table));
        }),
      );
    return chainRules.concat(policies, routes);
  });
  const links = namespace.links.toArray();
  const addresses = links.flatMap(({ name, addresses: own }) =>
    own.map(({ local, length }) => {
      const prefix = `${printAddress(local)}/${Math.min(length, addressBits(local.family))}`;
      return ['ip', 'addr', 'del', prefix, 'dev', name];
    }),
  );
  return [
    ...configured,
    ...addresses,
    ...links.map(({ name }) => ['ip', 'link', 'set', name, 'down']),
  ];
}
