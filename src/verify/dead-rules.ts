import { describeAs, type Describe } from '../host/describe.js';
import type { Host } from '../host/host.js';
import type { Family } from '../address/family.js';
import { TABLE } from '../fib/route.js';
import { familyKey } from '../namespace/namespace.js';
import type { NetfilterRule } from '../netfilter/rule.js';
import type { Rule } from '../rpdb/rule.js';
import type { Note } from '../program/note.js';
import { analyse } from './analysis.js';
import { FALSE, type Node } from './engine/diagram.js';
import { PacketSpace } from './packet-space.js';

/** Something in a configuration that has no effect, or is not what it looks like. */
export interface Finding {
  readonly kind: 'dead-chain-rule' | 'dead-rule' | 'priority-tie' | 'no-covering-route';
  readonly family: Family;
  /** What it is about, as the tools print it. */
  readonly subject: string;
  /** The command that made it, as it was written; null when the kernel did. */
  readonly written: string | null;
  /** The rules before it that leave it nothing, as the tools print them; empty when no packet could meet it anyway. */
  readonly shadowedBy: readonly string[];
  /** The finding in one sentence. */
  readonly text: string;
}

/**
 * Finds rules that no packet reaches or meets, rules of one priority, and tables that rules look in without a route for every destination.
 * Exact: every packet counts, sent or received, of any connection.
 */
export function deadRules(host: Host): readonly Finding[] {
  const describe = describeAs(host.namespace, host.machine.files);
  return ([4, 6] as const).flatMap((family) =>
    deadIn(host, family, describe).concat(
      priorityTies(host, family, describe),
      uncoveredTables(host, family, describe),
    ),
  );
}

/** A rule as packets come to it: those that do, and those that meet it. */
interface Met {
  readonly note: Extract<Note, { kind: 'chain-rule' | 'rule' }>;
  reached: Node;
  held: Node;
}

function deadIn(host: Host, family: Family, describe: Describe): readonly Finding[] {
  const { namespace } = host;
  const space = new PacketSpace([namespace]);
  const { diagram } = space;
  const met = new Map<NetfilterRule | Rule, Met>();
  for (const direction of ['sent', 'received'] as const) {
    const possible = space.possible(namespace, direction);
    analyse(space, namespace, {
      family,
      direction,
      connections: 'any',
      seen: (_, { note }, packets, held) => {
        if (note?.kind !== 'chain-rule' && note?.kind !== 'rule') return;
        const before = met.get(note.rule) ?? { note, reached: FALSE, held: FALSE };
        before.reached = diagram.or(before.reached, diagram.and(packets, possible));
        before.held = diagram.or(before.held, diagram.and(held, possible));
        met.set(note.rule, before);
      },
    });
  }
  return [...chainRules(host, family, met, describe), ...policyRules(host, family, met, describe)];
}

function chainRules(
  { namespace }: Host,
  family: Family,
  met: ReadonlyMap<NetfilterRule | Rule, Met>,
  describe: Describe,
): readonly Finding[] {
  const { tables } = namespace[familyKey(family)].ruleset;
  return [...tables].flatMap(([table, chains]) =>
    [...chains.values()].flatMap(({ name, rules: list }) => {
      const rules = list.toArray();
      return rules.flatMap((rule, index): readonly Finding[] => {
        const own = met.get(rule);
        if (own !== undefined && own.held !== FALSE) return [];
        const reached = own !== undefined && own.reached !== FALSE;
        const takers = reached ? [] : rules.slice(0, index).filter((other) => takesAll(other, met));
        const subject = describe.chainRule(rule, name, family);
        const shadowedBy = takers.map((other) => describe.chainRule(other, name, family));
        const why = reached ? 'no packet that comes to it meets it' : unreached(shadowedBy, name);
        return [
          {
            kind: 'dead-chain-rule',
            family,
            subject,
            written: rule.written ?? null,
            shadowedBy,
            text: `rule ${index + 1} of ${table} ${name} (${subject}) does nothing: ${why}`,
          },
        ];
      });
    }),
  );
}

/** The rule leaves nothing to those after it. */
function takesAll(rule: NetfilterRule, met: ReadonlyMap<NetfilterRule | Rule, Met>): boolean {
  const own = met.get(rule);
  const leaves = rule.target.kind === 'verdict' || rule.target.kind === 'goto';
  return own !== undefined && own.held !== FALSE && leaves && own.held === own.reached;
}

function unreached(shadowedBy: readonly string[], chain: string): string {
  return shadowedBy.length === 0
    ? `no packet comes so far in ${chain}`
    : `${shadowedBy.join(' and ')} before it takes every packet`;
}

function policyRules(
  { namespace }: Host,
  family: Family,
  met: ReadonlyMap<NetfilterRule | Rule, Met>,
  describe: Describe,
): readonly Finding[] {
  const { rules, customRules } = namespace[familyKey(family)];
  if (!customRules) return [];
  return rules.toArray().flatMap((rule): readonly Finding[] => {
    const own = met.get(rule);
    if (rule.written === undefined || (own !== undefined && own.held !== FALSE)) return [];
    const subject = `${rule.priority}: ${describe.rule(rule)}`;
    const why =
      own === undefined || own.reached === FALSE
        ? 'no lookup comes so far'
        : 'no lookup that comes to it meets it';
    return [
      {
        kind: 'dead-rule',
        family,
        subject,
        written: rule.written,
        shadowedBy: [],
        text: `ip rule ${subject} does nothing: ${why}`,
      },
    ];
  });
}

function priorityTies({ namespace }: Host, family: Family, describe: Describe): readonly Finding[] {
  const rules = namespace[familyKey(family)].rules.toArray();
  return rules.flatMap((rule, index): readonly Finding[] => {
    const before = rules[index - 1];
    if (before === undefined || before.priority !== rule.priority) return [];
    const subject = `${rule.priority}: ${describe.rule(rule)}`;
    const other = `${before.priority}: ${describe.rule(before)}`;
    return [
      {
        kind: 'priority-tie',
        family,
        subject,
        written: rule.written ?? null,
        shadowedBy: [],
        text: `ip rule ${subject} has the priority of ${other}: the one that was added first comes first`,
      },
    ];
  });
}

/** Tables of people's own that a rule looks in: what they have no route for goes on to the next rule. */
function uncoveredTables(
  { namespace }: Host,
  family: Family,
  describe: Describe,
): readonly Finding[] {
  const { rules, tables } = namespace[familyKey(family)];
  const own = rules
    .toArray()
    .flatMap((rule) => (rule.action.kind === 'lookup' ? [{ rule, id: rule.action.table }] : []))
    .filter(({ id }) => id !== TABLE.local && id !== TABLE.main && id !== TABLE.default);
  return own.flatMap(({ rule, id }): readonly Finding[] => {
    if ((tables.get(id)?.lengths.get(0) ?? 0) > 0) return [];
    const subject = `${rule.priority}: ${describe.rule(rule)}`;
    const lacks = tables.has(id) ? 'no default route' : 'no route at all';
    return [
      {
        kind: 'no-covering-route',
        family,
        subject,
        written: rule.written ?? null,
        shadowedBy: [],
        text: `table ${describe.table(id)} has ${lacks}: what it doesn't cover goes past ip rule ${subject} to the next one`,
      },
    ];
  });
}
