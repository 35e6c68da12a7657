import type { Bound } from '../../../bound.js';
import { boundedDiagram } from '../../engine/bounded.js';
import { isConnectionField } from '../../../connection/tracked-fields.js';
import type { Address } from '../../../address/address.js';
import type { Family } from '../../../address/family.js';
import type { Prefix } from '../../../address/prefix.js';
import type { Namespace } from '../../../namespace/namespace.js';
import { HOOK_NAMES, type HookName } from '../../../netfilter/hook.js';
import { isXtablesRule, type XtablesRule } from '../../../netfilter/rule.js';
import { rulePredicate } from '../../../netfilter/rule-predicate.js';
import { baseChains, type PlacedChain } from '../../../netfilter/netfilter.js';
import { FIELD_NAMES } from '../../../packet/field.js';
import { lowerBaseChain } from '../../../path/netfilter/chain-walk.js';
import { FRAME_DESTINATIONS } from '../../../path/frame.js';
import { Lowering } from '../../../path/lowering.js';
import { addressIn, addressIs } from '../../../predicate/address-predicate.js';
import { any } from '../../../predicate/predicate.js';
import { chainRuleOf } from '../../../program/step.js';
import { FALSE, TRUE, type Node } from '../../engine/diagram.js';
import { constantVector, freeVector, isMasked, type Vector } from '../../engine/vector.js';
import { Findings } from '../../fate/findings.js';
import { FIELD_INDEX, PacketSpace, type Registers } from '../../packets/packet-space.js';
import { conditionOf } from '../../run/predicate-condition.js';
import { SymbolicRun } from '../../run/symbolic-run.js';
import { FIELD_LEVELS } from '../../engine/variables.js';
import { matchScope } from './match-scope.js';

/** The packets that come to a rule at one hook, and those that meet it. */
export interface Reached {
  readonly hook: HookName;
  readonly reached: Node;
  readonly held: Node;
}

/** The sets of packets that come to rules are not to grow larger than this many nodes. */
const MOST_NODES = 1 << 23;

/**
 * Which packets come to each rule, when any packet can come to the table: of any mark, connection and devices that the hook can see. The
 * `iif` and `oif` variables are the devices that the hook sees. What is unreachable here is unreachable.
 */
export class ChainReach {
  readonly space: PacketSpace;
  readonly #met = new Map<XtablesRule, Map<HookName, { reached: Node; held: Node }>>();

  /** @throws DiagramFull when they are too many to be kept apart */
  constructor(
    private readonly namespace: Namespace,
    readonly family: Family,
    bound: Bound,
  ) {
    this.space = new PacketSpace([namespace], undefined, boundedDiagram(bound, MOST_NODES));
    for (const hook of HOOK_NAMES) {
      for (const placed of baseChains(namespace.netfilter, family, hook)) this.#walk(placed, hook);
    }
  }

  /** By hook; empty for a rule of a chain to which nothing leads. */
  of(rule: XtablesRule): readonly Reached[] {
    return [...(this.#met.get(rule) ?? [])].map(([hook, { reached, held }]) => ({
      hook,
      reached,
      held,
    }));
  }

  /** The packets that meet a rule's own conditions, by hook, whatever comes before it. */
  matching(rule: XtablesRule): ReadonlyMap<HookName, Node> {
    return new Map(
      this.of(rule).map(({ hook }) => {
        const when = rulePredicate(rule, matchScope(this.namespace, this.family, hook));
        const { diagram } = this.space;
        const condition = conditionOf(diagram, when, this.registers(hook));
        return [hook, diagram.and(this.possible(hook), condition)];
      }),
    );
  }

  #walk(placed: PlacedChain, hook: HookName): void {
    const lowering = new Lowering(this.namespace, this.family);
    const { builder } = lowering;
    const end = builder.add({ kind: 'end', ending: { kind: 'transmit' } });
    const entry = lowerBaseChain(lowering, placed, { hook, dropErrno: undefined }, end);
    const { diagram } = this.space;
    const run = new SymbolicRun(
      { steps: builder.steps, family: this.family },
      {
        space: this.space,
        findings: new Findings(),
        connections: 'any',
        observed: 'nothing',
        seen: (_, step, packets, held) => {
          const rule = chainRuleOf(step);
          if (rule === undefined || !isXtablesRule(rule)) return;
          const hooks = this.#met.get(rule) ?? new Map<HookName, { reached: Node; held: Node }>();
          const before = hooks.get(hook) ?? { reached: FALSE, held: FALSE };
          hooks.set(hook, {
            reached: diagram.or(before.reached, packets),
            held: diagram.or(before.held, held),
          });
          this.#met.set(rule, hooks);
        },
      },
    );
    run.run(entry, this.possible(hook), this.registers(hook));
  }

  /** The packets from an address, or to it. */
  isAddress(field: 'src' | 'dst', address: Address): Node {
    return conditionOf(
      this.space.diagram,
      addressIs(field, address),
      this.registers('POSTROUTING'),
    );
  }

  /** The packets from somewhere in a prefix, or to it. */
  isIn(field: 'src' | 'dst', prefix: Prefix): Node {
    return conditionOf(this.space.diagram, addressIn(field, prefix), this.registers('POSTROUTING'));
  }

  /** The packets that come in frames for more than one host. */
  isForMany(): Node {
    const { broadcast, multicast } = FRAME_DESTINATIONS[this.family];
    return conditionOf(
      this.space.diagram,
      any([broadcast, multicast]),
      this.registers('POSTROUTING'),
    );
  }

  /** The packets of a user. */
  isUid(uid: number): Node {
    return isMasked(this.space.diagram, this.space.block('uid'), 0xffffffff, uid);
  }

  /** The packets for which the hook sees an output device of that name; all when it isn't known. */
  isRouted(device: string | null): Node {
    return device === null ? TRUE : this.space.isDevice('oif', device);
  }

  /** The registers of any packet at a hook. */
  registers(hook: HookName): Registers {
    const { space } = this;
    const { diagram } = space;
    const plain = space.registers(this.namespace, seesInput(hook) ? 'received' : 'sent');
    const devices = {
      indev: seesInput(hook) ? (plain[FIELD_INDEX.iif] ?? []) : constantVector(31, 0),
      outdev: this.#outdev(hook),
    };
    return FIELD_NAMES.map((field): Vector => {
      if (field === 'indev' || field === 'outdev') return devices[field];
      if (field === 'sport') return space.block('sport');
      // What leaves was sent by a local socket or was not.
      if (field === 'socket' && hook === 'POSTROUTING') {
        return space.block('portGiven');
      }
      if (field === 'frame') return this.#frame(hook, plain);
      const levels = isConnectionField(field) ? FIELD_LEVELS.get(field) : undefined;
      if (levels !== undefined) return freeVector(diagram, levels);
      return plain[FIELD_INDEX[field]] ?? [];
    });
  }

  /** What NAT may have made of the destination since is left out. */
  #frame(hook: HookName, registers: Registers): Vector {
    const { broadcast, multicast } = FRAME_DESTINATIONS[this.family];
    if (hook !== 'PREROUTING' && hook !== 'INPUT') return constantVector(2, 0);
    return [multicast, broadcast].map((when) => conditionOf(this.space.diagram, when, registers));
  }

  #outdev(hook: HookName): Vector {
    if (hook === 'PREROUTING' || hook === 'INPUT') return constantVector(31, 0);
    return this.space.registers(this.namespace, 'sent')[FIELD_INDEX.oif] ?? [];
  }

  /** Every packet that can come to a hook. */
  possible(hook: HookName): Node {
    const { space } = this;
    const { diagram } = space;
    const zero = (block: Parameters<PacketSpace['isZero']>[0]): Node => space.isZero(block);
    const exists = (block: 'iif' | 'oif'): Node =>
      diagram.any(this.namespace.links.toArray().map(({ name }) => space.isDevice(block, name)));
    const seesOutput = hook !== 'PREROUTING' && hook !== 'INPUT';
    return diagram.all([
      seesInput(hook) ? exists('iif') : zero('iif'),
      seesOutput ? exists('oif') : zero('oif'),
      seesInput(hook) ? space.isNoSocket() : TRUE,
      space.isCarried(),
    ]);
  }
}

function seesInput(hook: HookName): boolean {
  return hook === 'PREROUTING' || hook === 'INPUT' || hook === 'FORWARD';
}
