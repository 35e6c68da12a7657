import type { Bound } from '../../../bound.js';
import { boundedDiagram } from '../../engine/bounded.js';
import type { Family } from '../../../address/family.js';
import { addressBits } from '../../../address/family.js';
import type { Address } from '../../../address/address.js';
import type { Prefix } from '../../../address/prefix.js';
import { linkByName, type Namespace } from '../../../namespace/namespace.js';
import { ADDRESS_FIELDS, FIELD_NAMES, FIELDS, type Field } from '../../../packet/field.js';
import { lowerTableQuery } from '../../../path/lower-query.js';
import { LOOPBACK_INDEX } from '../../../path/loopback.js';
import { addressIn, addressIs } from '../../../predicate/address-predicate.js';
import type { Resolution } from '../../../program/resolution.js';
import { ruleOf } from '../../../program/step.js';
import { rulePredicate } from '../../../rpdb/rule-predicate.js';
import type { Rule } from '../../../rpdb/rule.js';
import { FALSE, type Node } from '../../engine/diagram.js';
import { chooseVector, constantVector, isMasked, type Vector } from '../../engine/vector.js';
import { Findings } from '../../fate/findings.js';
import { FIELD_INDEX, PacketSpace, type Registers } from '../../packets/packet-space.js';
import { conditionOf } from '../../run/predicate-condition.js';
import { SymbolicRun } from '../../run/symbolic-run.js';
import { blockWidth } from '../../engine/variables.js';

/** The flows that come to a rule, those that it matches, and those that it decides. */
export interface RuleFlows {
  readonly reached: Node;
  readonly held: Node;
  readonly decided: Node;
}

const NONE: RuleFlows = { reached: FALSE, held: FALSE, decided: FALSE };

/** Which flow goes where, by the variables of its packet; `iif` 0 is a packet of this host's own. */
const BLOCK_OF: Partial<Record<Field, 'mark' | 'tos' | 'protocol' | 'sport' | 'dport' | 'uid'>> = {
  flowMark: 'mark',
  flowTos: 'tos',
  flowProtocol: 'protocol',
  flowSport: 'sport',
  flowDport: 'dport',
  flowUid: 'uid',
};

/** The policy database asked for every flow at once: of any source, mark, device, sender. */
export class RuleWalk {
  readonly space: PacketSpace;
  readonly #registers: Registers;

  constructor(
    private readonly namespace: Namespace,
    readonly family: Family,
    bound: Bound,
  ) {
    this.space = new PacketSpace([namespace], undefined, boundedDiagram(bound));
    this.#registers = this.#free();
  }

  /** Every flow: a received packet has no device asked for, and no owner. */
  get every(): Node {
    const { space } = this;
    const { diagram } = space;
    const devices = (block: 'iif' | 'oif'): Node =>
      diagram.any([
        space.isNoDevice(block),
        ...this.namespace.links.toArray().map(({ name }) => space.isDevice(block, name)),
      ]);
    const own = space.isNoDevice('iif');
    const received = diagram.and(space.isNoDevice('oif'), space.isZero('uid'));
    return diagram.all([devices('iif'), devices('oif'), diagram.or(own, received)]);
  }

  /** The flows from somewhere in a prefix. */
  from(prefix: Prefix): Node {
    return conditionOf(this.space.diagram, addressIn('flowSrc', prefix), this.#registers);
  }

  /** The flows to an address, or from it. */
  address(field: 'flowSrc' | 'flowDst', address: Address): Node {
    return conditionOf(this.space.diagram, addressIs(field, address), this.#registers);
  }

  /** The flows that meet a rule's selectors. */
  matching(rule: Rule): Node {
    const { namespace, family } = this;
    const when = rulePredicate(rule, {
      family,
      deviceIndex: (name) => linkByName(namespace, name)?.index,
    });
    return this.space.diagram.and(
      this.every,
      conditionOf(this.space.diagram, when, this.#registers),
    );
  }

  /** What becomes of flows at each rule. */
  flows(among: Node = this.every): ReadonlyMap<Rule, RuleFlows> {
    const { diagram } = this.space;
    const found = new Map<Rule, { reached: Node; held: Node; decided: Node }>();
    const at = (rule: Rule): { reached: Node; held: Node; decided: Node } => {
      const known = found.get(rule) ?? { ...NONE };
      found.set(rule, known);
      return known;
    };
    const { program, entry } = lowerTableQuery(this.namespace, this.family, QUERY);
    const run = new SymbolicRun(program, {
      space: this.space,
      findings: new Findings(),
      connections: 'first',
      seen: (_, step, packets, held) => {
        const rule = ruleOf(step);
        if (rule === undefined) return;
        const flows = at(rule);
        flows.reached = diagram.or(flows.reached, packets);
        flows.held = diagram.or(flows.held, held);
      },
    });
    for (const { state } of run.run(entry, among, this.#registers)) {
      for (const [index, rule] of run.rules.entries()) {
        const decided = diagram.whereValue(state.memory.foundRule, (value) => value === index + 1);
        const flows = at(rule);
        flows.decided = diagram.or(flows.decided, diagram.and(state.packets, decided));
      }
    }
    return found;
  }

  /**
   * Where flows go with a namespace's rules, as the flows of each way to go: what it is called depends on device, gateway and error only.
   *
   * @param also - what else makes two ways different; nothing when left out
   */
  ways(
    namespace: Namespace,
    among: Node,
    also: (resolution: Resolution) => string = () => '',
  ): ReadonlyMap<string, Node> {
    const { diagram } = this.space;
    const findings = new Findings(true);
    const { program, entry } = lowerTableQuery(namespace, this.family, QUERY);
    const run = new SymbolicRun(program, { space: this.space, findings, connections: 'first' });
    const ways = new Map<string, Node>();
    for (const { state } of run.run(entry, among, this.#registers)) {
      for (const value of diagram.valuesOf(state.memory.found)) {
        const here = diagram.and(
          state.packets,
          diagram.whereValue(state.memory.found, (other) => other === value),
        );
        if (here === FALSE) continue;
        const found = findings.resolution(value);
        const { error, dev = 0, gateway, route } = found ?? {};
        const more = found === undefined ? '' : also(found);
        const key = `${error ?? ''} ${dev} ${gateway?.words.join('.') ?? ''} ${route?.type ?? ''}${more}`;
        ways.set(key, diagram.or(ways.get(key) ?? FALSE, here));
      }
    }
    return ways;
  }

  #free(): Registers {
    const { space, namespace, family } = this;
    const { diagram } = space;
    const own = space.registers(namespace, 'received');
    const lo = constantVector(31, LOOPBACK_INDEX);
    const sent = space.registers(namespace, 'sent');
    const address = (field: 'src' | 'dst', words: readonly Field[]): [Field, Vector][] =>
      words
        .slice(0, addressBits(family) / 32)
        .map((word, index) => [
          word,
          own[FIELD_INDEX[ADDRESS_FIELDS[field][index] ?? field]] ?? [],
        ]);
    const special = new Map<Field, Vector>([
      ...address('src', ADDRESS_FIELDS.flowSrc),
      ...address('dst', ADDRESS_FIELDS.flowDst),
      ['flowIif', chooseVector(diagram, space.isNoDevice('iif'), lo, own[FIELD_INDEX.iif] ?? [])],
      ['flowOif', sent[FIELD_INDEX.oif] ?? []],
    ]);
    return FIELD_NAMES.map((field) => {
      const block = BLOCK_OF[field];
      const vector = special.get(field) ?? (block === undefined ? undefined : space.block(block));
      // The lookup has no ECN bits.
      if (field === 'flowTos' && vector !== undefined)
        return vector.slice(0, 6).concat(FALSE, FALSE);
      return vector ?? constantVector(FIELDS[field].bits, 0);
    });
  }

  /** The flows of which a block has a value. */
  numberIs(block: 'mark' | 'uid' | 'dport', value: number, mask = 0xffffffff): Node {
    const { diagram } = this.space;
    const bits = 2 ** blockWidth(block) - 1;
    return isMasked(diagram, this.space.block(block), (mask & bits) >>> 0, value);
  }
}

const QUERY = { table: undefined, ignoreLinkdown: false, bare: false };
