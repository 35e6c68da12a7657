import { boundedDiagram } from '../../engine/bounded.js';
import { TRANSLATED_ENDS } from '../../../connection/tracked-fields.js';
import type { Route } from '../../../fib/route.js';
import { programOf } from '../../../evaluate/program-of.js';
import { isXtablesRule, type XtablesRule } from '../../../netfilter/rule.js';
import { LOOPBACK_INDEX } from '../../../path/loopback.js';
import type { Program } from '../../../program/program.js';
import { chainRuleOf, type Step } from '../../../program/step.js';
import { analyse } from '../../ask/analysis.js';
import { withCodedFields } from '../../atoms/with-coded-fields.js';
import { DiagramFull, FALSE, type Node } from '../../engine/diagram.js';
import { PacketSpace, type Registers } from '../../packets/packet-space.js';
import { conditionOf } from '../../run/predicate-condition.js';
import type { Assignment } from '../../../predicate/assignment.js';
import type { Predicate } from '../../../predicate/predicate.js';
import type { Facts } from '../facts.js';
import { routesOf } from '../networks.js';

/** Packets as they came to a rule, and those of them that it took. */
export interface Visit {
  readonly packets: Node;
  readonly held: Node;
  readonly registers: Registers;
}

/** What the whole path says of the rules of chains. */
export interface PathReach {
  readonly space: PacketSpace;
  /** Rules that some packet meets, of whatever connection. */
  readonly met: ReadonlySet<XtablesRule>;
  /** How packets come to the rules that none meets, and to those that drop. */
  readonly visits: ReadonlyMap<XtablesRule, readonly Visit[]>;
}

/** The functions of a path are not to grow larger than this many nodes. */
export const MOST_NODES = 1 << 23;

/** Nor are more states to be looked at than this. */
export const MOST_STATES = 60_000;

/** Every rule that was asked about is met: nothing more is to be found. */
class AllMet extends Error {}

/** Following ends here, unfinished. */
class TooMuch extends Error {}

/**
 * Follows every packet, of any connection, from where it is made or received to its end, and reports which rules of chains it meets. What
 * comes back in to its own host is not followed there: {@link mayComeBack} reports it.
 *
 * @param wanted - the rules that are asked about: when each is met, nothing more is looked for
 * @returns the rules of which it is not known whether they are met, when the path is too much to follow; undefined when each is met
 */
export function followPath(
  facts: Facts,
  wanted: ReadonlySet<XtablesRule>,
): PathReach | Unfollowed | undefined {
  const left = new Set(wanted);
  try {
    return follow(facts, left);
  } catch (error) {
    if (error instanceof AllMet) return undefined;
    if (error instanceof TooMuch || error instanceof DiagramFull) return { unknown: left };
    throw error;
  }
}

/** A path that was too much to follow. */
export interface Unfollowed {
  readonly unknown: ReadonlySet<XtablesRule>;
}

function follow({ namespace, family, tables, bound }: Facts, wanted: Set<XtablesRule>): PathReach {
  const connections = 'any';
  let states = 0;
  const base = new PacketSpace([namespace], undefined, boundedDiagram(bound, MOST_NODES));
  const whole = withoutReturn(programOf(namespace, family));
  const program = tables.has('nat') ? whole : withoutTranslation(whole);
  return withCodedFields(base, [namespace], family, connections, (space, _, comparing) => {
    const met = new Set<XtablesRule>();
    const visits = new Map<XtablesRule, Visit[]>();
    const keep = (rule: XtablesRule, visit: Visit): void => {
      const before = visits.get(rule);
      if (before === undefined) visits.set(rule, [visit]);
      else before.push(visit);
    };
    for (const direction of ['received', 'sent'] as const) {
      analyse(space, namespace, {
        family,
        direction,
        connections,
        program,
        comparing,
        observed: 'nothing',
        seen: (_id, step, packets, held, { registers }) => {
          if (++states > MOST_STATES) throw new TooMuch();
          const rule = chainRuleOf(step);
          if (rule === undefined || !isXtablesRule(rule)) return;
          if (held !== FALSE) {
            met.add(rule);
            if (wanted.delete(rule) && wanted.size === 0) throw new AllMet();
          }
          if (!met.has(rule) || drops(rule)) keep(rule, { packets, held, registers });
        },
      });
    }
    return { space, met, visits };
  });
}

/** The packets at a hook that may have been sent by this host itself: to an address that some table calls local, or to many hosts. */
export function mayComeBack({ reach, state, namespace, family }: Facts): Node {
  const { diagram } = reach.space;
  const routes = [...state.tables.keys()].flatMap((id) => routesOf(namespace, family, id));
  const to = (qualifies: (route: Route) => boolean): Node =>
    diagram.any(routes.filter(qualifies).map(({ dst }) => reach.isIn('dst', dst)));
  const own = diagram.and(to(overLo), reach.space.isDevice('iif', 'lo'));
  return diagram.any([
    own,
    to(({ type }) => type === 'broadcast' || type === 'multicast'),
    reach.isForMany(),
  ]);
}

function overLo({ type, nexthops }: Route): boolean {
  return type === 'local' || nexthops.some(({ dev }) => dev === LOOPBACK_INDEX);
}

/** The rule refuses what it meets. */
export function drops({ target }: XtablesRule): boolean {
  if (target.kind === 'extension') return target.data.name === 'REJECT';
  return target.kind === 'verdict' && target.verdict === 'DROP';
}

/** The packets of a visit that meet some conditions. */
export function among(
  { space }: Pick<PathReach, 'space'>,
  { packets, registers }: Visit,
  parts: readonly Predicate[],
): Node {
  return parts.reduce<Node>(
    (left, when) =>
      left === FALSE ? FALSE : space.diagram.and(left, conditionOf(space.diagram, when, registers)),
    packets,
  );
}

/** The program, but for the ways of packets that come back in to their own host: they end there, and a copy for the sender isn't made. */
function withoutReturn(program: Program): Program {
  const ends = program.steps.findIndex(({ kind }) => kind === 'end');
  const steps = program.steps.map((step): Step => {
    const loops = step.kind === 'assign' && step.loops === true;
    if (loops) return { kind: 'assign', assignments: [], next: ends };
    return step.kind === 'emit' ? { kind: 'assign', assignments: [], next: step.next } : step;
  });
  return { ...program, steps };
}

/** The program of a host without table nat: the packets of a connection stay as they are. */
function withoutTranslation(program: Program): Program {
  const steps = program.steps.map((step): Step => {
    if (step.kind !== 'assign') return step;
    return { ...step, assignments: step.assignments.filter((change) => !isTranslating(change)) };
  });
  return { ...program, steps };
}

function isTranslating(change: Assignment): boolean {
  return change.kind === 'copy' && TRANSLATED_ENDS.includes(change.from);
}
