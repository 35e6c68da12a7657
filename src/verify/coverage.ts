import type { Family } from '../address/family.js';
import type { StepEvent } from '../evaluate/evaluate.js';
import { describeAs, type Describe } from '../host/describe.js';
import type { Host } from '../host/host.js';
import { sendPacket } from '../host/send-packet.js';
import { familyKey } from '../namespace/namespace.js';
import type { Packet } from '../packet/packet.js';
import type { NetfilterRule } from '../netfilter/rule.js';
import type { Rule } from '../rpdb/rule.js';
import type { BehaviourClass } from './behaviour-class.js';
import { classes } from './classes.js';

/** A rule or route, and how many packets exercised it. */
export interface CoveredItem {
  readonly kind: 'chain-rule' | 'rule' | 'route';
  readonly family: Family;
  /** Where it stands: `mangle OUTPUT rule 1`, `rule 32765`, `table smtp`. */
  readonly place: string;
  /** It as the tools print it. */
  readonly text: string;
  /** The command that made it, as it was written; null when the kernel made it. */
  readonly written: string | null;
  /** How many packets came to it; of a route those that took it. */
  readonly reached: number;
  /** How many packets met it: the rule matched, the route was found. */
  readonly met: number;
}

/** A class of packets, and how many of the packets are in it. */
export interface CoveredClass {
  readonly of: BehaviourClass;
  readonly packets: number;
}

/** What packets exercise of a host. */
export interface Coverage {
  /** How many packets there were. */
  readonly packets: number;
  /** Rules of chains, by table and chain. */
  readonly chainRules: readonly CoveredItem[];
  /** The `ip rule`s, by priority. */
  readonly rules: readonly CoveredItem[];
  /** Routes, by table; those that the kernel made have no command. */
  readonly routes: readonly CoveredItem[];
  /** What was written by people and no packet met. */
  readonly unmet: readonly CoveredItem[];
  /** The behaviour classes of the families and directions that the packets have. Worked out when it's asked for, which takes time. */
  readonly classes: readonly CoveredClass[];
}

/**
 * Tells which rules and routes of a host some packets exercise, and which behaviour classes they come from. The packets are sent one after
 * the other: each finds connections and counters as the one before left them. The host stays as it is.
 *
 * @throws RangeError when a packet names a device that the host doesn't have
 *
 * @example
 * ```ts
 * import { Host, udp } from 'nexthop';
 * import { coverage } from 'nexthop/verify';
 * const host = Host.fromCommands(`
 *   ip link set lo up
 *   iptables -A OUTPUT -p udp --dport 53 -j DROP
 *   iptables -A OUTPUT -p tcp --dport 22 -j DROP
 * `);
 * const { unmet } = coverage(host, [udp({ dst: '127.0.0.1', dport: 53 })]);
 * unmet[0]?.written; // 'iptables -A OUTPUT -p tcp --dport 22 -j DROP'
 * ```
 */
export function coverage(host: Host, packets: Iterable<Packet>): Coverage {
  const sent = [...packets];
  const visits = new Visits();
  let { namespace } = host;
  for (const packet of sent) {
    ({ namespace } = sendPacket(namespace, packet, { step: (event) => visits.add(event) }));
    visits.endPacket();
  }
  const describe = describeAs(host.namespace, host.machine.files);
  const of = (list: typeof chainRuleItems): readonly CoveredItem[] =>
    ([4, 6] as const).flatMap((family) => list({ host, family, describe, visits }));
  const chainRules = of(chainRuleItems);
  const rules = of(ruleItems);
  const routes = of(routeItems);
  let known: readonly CoveredClass[] | undefined;
  return {
    packets: sent.length,
    chainRules,
    rules,
    routes,
    unmet: [...chainRules, ...rules, ...routes].filter(
      ({ written, met }) => written !== null && met === 0,
    ),
    get classes() {
      return (known ??= coveredClasses(host, sent));
    },
  };
}

/** How many packets came to each rule and route, and met it. */
class Visits {
  readonly #reached = new Map<object, number>();
  readonly #met = new Map<object, number>();
  /** The same for the packet under way, which can come to a rule several times. */
  readonly #now = new Map<object, boolean>();
  /** The chain rule of the last step: each of its conditions is a step, of which the last says whether it matched. */
  #last: { readonly rule: object; readonly before: boolean } | undefined;

  add({ note, held, found }: StepEvent): void {
    if (note.kind === 'chain-rule') {
      const again = this.#last?.rule === note.rule;
      const before = again ? (this.#last?.before ?? false) : (this.#now.get(note.rule) ?? false);
      this.#now.set(note.rule, before || held);
      this.#last = { rule: note.rule, before };
      return;
    }
    this.#last = undefined;
    if (note.kind === 'rule') {
      this.#now.set(note.rule, (this.#now.get(note.rule) ?? false) || held);
    }
    const route = held && note.kind === 'table' ? found?.resolution.route : undefined;
    if (route !== undefined) this.#now.set(route, true);
  }

  endPacket(): void {
    for (const [item, met] of this.#now) {
      this.#reached.set(item, (this.#reached.get(item) ?? 0) + 1);
      if (met) this.#met.set(item, (this.#met.get(item) ?? 0) + 1);
    }
    this.#now.clear();
    this.#last = undefined;
  }

  /** A rule or route with how many packets exercised it. */
  tell(own: object, item: Omit<CoveredItem, 'reached' | 'met'>): CoveredItem {
    return { ...item, reached: this.#reached.get(own) ?? 0, met: this.#met.get(own) ?? 0 };
  }
}

/** What the items of one family are listed from. */
interface Listing {
  readonly host: Host;
  readonly family: Family;
  readonly describe: Describe;
  readonly visits: Visits;
}

function chainRuleItems({ host, family, describe, visits }: Listing): readonly CoveredItem[] {
  const { tables } = host.namespace[familyKey(family)].ruleset;
  return [...tables].flatMap(([table, chains]) =>
    [...chains.values()].flatMap(({ name, rules }) =>
      rules.toArray().map((rule: NetfilterRule, index): CoveredItem => {
        const place = `${table} ${name} rule ${index + 1}`;
        const text = describe.chainRule(rule, name, family);
        const { written = null } = rule;
        return visits.tell(rule, { kind: 'chain-rule', family, place, text, written });
      }),
    ),
  );
}

function ruleItems({ host, family, describe, visits }: Listing): readonly CoveredItem[] {
  return host.namespace[familyKey(family)].rules.toArray().map((rule: Rule): CoveredItem => {
    const place = `rule ${rule.priority}`;
    const { written = null } = rule;
    const text = describe.rule(rule);
    return visits.tell(rule, { kind: 'rule', family, place, text, written });
  });
}

function routeItems({ host, family, describe, visits }: Listing): readonly CoveredItem[] {
  return [...host.namespace[familyKey(family)].tables.values()].flatMap(({ id, routes }) =>
    [...routes.values()].flat().map((route): CoveredItem => {
      const place = `table ${describe.table(id)}`;
      const { written = null } = route;
      const text = describe.route(route);
      return visits.tell(route, { kind: 'route', family, place, text, written });
    }),
  );
}

function coveredClasses(host: Host, packets: readonly Packet[]): readonly CoveredClass[] {
  const ways = new Map(
    packets.map(({ dst: { family }, iif }) => {
      const direction = iif === undefined ? ('sent' as const) : ('received' as const);
      return [`${family} ${direction}`, { family, direction }];
    }),
  );
  return [...ways.values()]
    .flatMap((options) => classes(host, options))
    .map((of) => ({ of, packets: packets.filter((packet) => of.has(packet)).length }));
}
