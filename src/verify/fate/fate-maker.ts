import { assertNever } from '../../assert-never.js';
import { printAddress } from '../../address/address-text.js';
import type { Evaluation } from '../../evaluate/evaluate.js';
import { describeAs } from '../../host/describe.js';
import type { Host } from '../../host/host.js';
import { decidingRule } from '../../host/make-outcome.js';
import { ADDRESS_FIELDS, type Field } from '../../packet/field.js';
import { printPlace } from '../../program/place.js';
import type { Analysis } from '../ask/analysis.js';
import type { ChangedValues } from './changed-values.js';
import type { Constants } from '../packets/constants.js';
import { FALSE, type Node } from '../engine/diagram.js';
import { isMasked, sameVector, sumOfVector, type Vector } from '../engine/vector.js';
import { fateText, type Fate } from './fate.js';
import {
  addressValue,
  maskedValues,
  numberValue,
  type HeaderValue,
} from '../packets/header-values.js';
import { FIELD_INDEX, type Registers } from '../packets/packet-space.js';
import type { Arrival } from '../run/arrival.js';
import { KEPT, printBits, readBits } from './known-bits.js';

/** Packets whose fate depends on nothing but what the last lookup found. */
export interface Piece {
  readonly packets: Node;
  readonly found: Node;
  /** The number of the fate, by finding. */
  readonly numbers: ReadonlyMap<number, number>;
}

/** More values than this a function has are found in one walk, and not each by itself. */
const FEW_VALUES = 8;

/** One part of a fate as a function of the packet, and what its values mean. */
interface Part {
  readonly node: Node;
  readonly apply: (value: number) => Partial<Fate>;
}

/** Puts fates together from what the states at the ends say. */
export class FateMaker {
  readonly #describe;
  /** What became of a field, by the functions that ends have there, and these by a sum of them. */
  readonly #known = new Map<
    HeaderField,
    Map<number, { readonly after: Registers; readonly parts: readonly Part[] }[]>
  >();

  readonly #tellers = new Map<string, FindingTeller>();

  /** The devices that vectors are the numbers of. */
  readonly #devices: { readonly vector: Vector; readonly part: Part }[] = [];

  constructor(
    host: Host,
    private readonly analysis: Analysis,
    private readonly constants: Constants,
    private readonly changed: ChangedValues | undefined,
  ) {
    this.#describe = describeAs(host.namespace, host.machine.files);
  }

  /** All packets in pieces, those of one piece with fates that only what was found tells apart. */
  pieces(numberOf: (fate: Fate) => number): readonly Piece[] {
    const { space, arrivals } = this.analysis;
    const { diagram } = space;
    const same = new Map<string, Telling[]>();
    for (const telling of arrivals.flatMap((arrival) => this.#tellings(arrival))) {
      const { found, fate, finding } = telling;
      const key = `${found} ${finding.key} ${fateText(fate)}`;
      const there = same.get(key);
      if (there === undefined) same.set(key, [telling]);
      else there.push(telling);
    }
    return [...same.values()].flatMap((tellings) => {
      const [first] = tellings;
      if (first === undefined) return [];
      const { found, fate, finding } = first;
      const packets = diagram.any(tellings.map((one) => one.packets));
      const only = diagram.valueOf(found);
      const values = only === undefined ? diagram.valuesWhere(found, packets) : [only];
      const numbers = values.map((value): [number, number] => [
        value,
        numberOf(addPart(fate, finding.apply(value))),
      ]);
      return [{ packets, found, numbers: new Map(numbers) }];
    });
  }

  /** The packets of an end, by what of their fates doesn't hang on what was found: divided by one part of it after the other. */
  #tellings(arrival: Arrival): readonly Telling[] {
    const { memory, registers } = arrival.state;
    // What no packet is would be divided into very small pieces.
    const packets = this.analysis.space.diagram.and(arrival.state.packets, this.analysis.packets);
    if (packets === FALSE) return [];
    const [direct = FALSE] = registers[FIELD_INDEX.direct] ?? [];
    const ending = { ...NOTHING, ...this.#ending(arrival) };
    const parts = this.#parts(arrival);
    const known = this.#dividedByAll(packets, parts).map(({ packets: here, values }) => ({
      packets: here,
      fate: parts.reduce(
        (fate, { apply }, index) => addPart(fate, apply(values[index] ?? 0)),
        ending,
      ),
    }));
    return known.flatMap(({ packets: all, fate }) =>
      this.#divided(all, memory.foundRule).flatMap(([rule, ruled]) =>
        this.#divided(ruled, direct).map(([isDirect, here]) => ({
          packets: here,
          found: memory.found,
          fate,
          finding: this.#finding(arrival, rule, isDirect === 1),
        })),
      ),
    );
  }

  /**
   * Some packets by the values that parts have for them, in the order of the first part's values, then of the second's. What has few values
   * divides first: there is less to divide then.
   */
  #dividedByAll(packets: Node, parts: readonly Part[]): readonly ValuedPackets[] {
    const { diagram } = this.analysis.space;
    const order = parts
      .map(({ node }, index) => ({ node, index, count: diagram.valuesOf(node).length }))
      .toSorted((a, b) => a.count - b.count);
    let known: readonly ValuedPackets[] = [{ packets, values: parts.map(() => 0) }];
    for (const { node, index } of order) {
      known = known.flatMap(({ packets: all, values }) =>
        this.#divided(all, node).map(([value, here]) => ({
          packets: here,
          values: values.with(index, value),
        })),
      );
    }
    return known.toSorted((a, b) => {
      const first = a.values.findIndex((value, index) => value !== b.values[index]);
      return (a.values[first] ?? 0) - (b.values[first] ?? 0);
    });
  }

  /** Some packets by the value that a function has for them. */
  #divided(packets: Node, node: Node): readonly (readonly [value: number, packets: Node])[] {
    const { diagram } = this.analysis.space;
    const only = diagram.valueOf(node);
    if (only !== undefined) return [[only, packets]];
    const known = diagram.restrict(node, packets);
    const values = diagram.valuesOf(known).toSorted((a, b) => a - b);
    const [first = 0] = values;
    if (values.length === 1) return [[first, packets]];
    if (values.length > FEW_VALUES) return diagram.divide(packets, known);
    return values.flatMap((value): readonly (readonly [number, Node])[] => {
      const here = diagram.and(
        packets,
        diagram.whereValue(known, (other) => other === value),
      );
      return here === FALSE ? [] : [[value, here]];
    });
  }

  #ending({ step: { ending }, copy }: Arrival): Partial<Fate> {
    switch (ending.kind) {
      case 'drop':
        return {
          kind: 'drop',
          at: printPlace(ending.at),
          errno: ending.errno ?? null,
          icmp: ending.icmp ?? null,
          copy,
        };
      case 'error':
        return { kind: 'error', at: printPlace(ending.at), errno: ending.errno ?? null, copy };
      case 'transmit':
      case 'deliver':
        return { kind: ending.kind, copy };
      default:
        return assertNever(ending);
    }
  }

  #parts(arrival: Arrival): readonly Part[] {
    const decision = [this.#device(arrival)];
    // What a packet that gets nowhere looks like in the end is nothing to anybody.
    const { kind } = arrival.step.ending;
    if (kind !== 'transmit' && kind !== 'deliver') return decision;
    return decision.concat(
      (['src', 'dst', 'sport', 'dport', 'mark', 'tos'] as const).flatMap((part) =>
        this.#headerParts(part, arrival),
      ),
    );
  }

  /** Many ends have the same functions in a field: what becomes of it is worked out once. */
  #headerParts(part: HeaderField, { state: { registers } }: Arrival): readonly Part[] {
    const fields: readonly Field[] =
      part === 'src' || part === 'dst' ? ADDRESS_FIELDS[part] : [part];
    let bySum = this.#known.get(part);
    if (bySum === undefined) this.#known.set(part, (bySum = new Map()));
    const after = fields.map((field) => registers[FIELD_INDEX[field]] ?? []);
    const sum = after.reduce(sumOfVector, 0);
    const known = bySum.get(sum) ?? [];
    const before = known.find((one) =>
      one.after.every((vector, index) => sameVector(vector, after[index] ?? [])),
    );
    if (before !== undefined) return before.parts;
    const parts = this.#headerValues(part, registers).map((value) => headerPart(part, value));
    bySum.set(sum, [...known, { after, parts }]);
    return parts;
  }

  #headerValues(part: HeaderField, after: Registers): readonly HeaderValue[] {
    const passage = {
      diagram: this.analysis.space.diagram,
      family: this.analysis.options.family,
      keptFirst: this.analysis.options.direction === 'received',
      packets: this.analysis.packets,
      changed: this.changed,
      before: this.analysis.registers,
      after,
    };
    const { sources, destinations, numbers, groups } = this.constants;
    switch (part) {
      case 'src':
        return [addressValue(passage, part, sources)];
      case 'dst':
        return [addressValue(passage, part, destinations)];
      case 'sport':
      case 'dport':
        return [numberValue(passage, part, numbers[part])];
      case 'mark':
      case 'tos':
        return maskedValues(passage, part, groups[part]);
      default:
        return assertNever(part);
    }
  }

  #device({ step, state }: Arrival): Part {
    const field: Field = step.ending.kind === 'deliver' ? 'indev' : 'routeDev';
    const vector = state.registers[FIELD_INDEX[field]] ?? [];
    const known = this.#devices.find((one) => sameVector(one.vector, vector));
    if (known !== undefined) return known.part;
    const part = this.#deviceOf(vector);
    this.#devices.push({ vector, part });
    return part;
  }

  #deviceOf(vector: Vector): Part {
    const { space, namespace } = this.analysis;
    const links = namespace.links.toArray();
    const node = links.reduce<Node>(
      (otherwise, { index }, place) =>
        space.diagram.ite(
          isMasked(space.diagram, vector, 0x7fffffff, index),
          space.diagram.terminal(place + 1),
          otherwise,
        ),
      space.diagram.terminal(0),
    );
    return { node, apply: (value) => ({ dev: links[value - 1]?.name ?? null }) };
  }

  /** What a finding says, by the rule that it was found by and whether the destination itself is resolved. */
  #finding({ step: { ending } }: Arrival, rule: number, isDirect: boolean): FindingTeller {
    const fails = ending.kind === 'error' && ending.errno === undefined;
    const delivers = ending.kind === 'deliver';
    const key = `${rule} ${isDirect} ${fails} ${delivers}`;
    let teller = this.#tellers.get(key);
    if (teller === undefined) {
      const known = new Map<number, Partial<Fate>>();
      const apply = (number: number): Partial<Fate> => {
        const part = known.get(number) ?? this.#found(number, rule, isDirect || delivers, fails);
        known.set(number, part);
        return part;
      };
      teller = { key, apply };
      this.#tellers.set(key, teller);
    }
    return teller;
  }

  #found(number: number, rule: number, isNear: boolean, fails: boolean): Partial<Fate> {
    const { namespace, findings, rules, options } = this.analysis;
    const resolution = findings.resolution(number);
    const found: Evaluation['found'] = resolution && { resolution, rule: rules[rule - 1] };
    const route = resolution?.route;
    const gateway = isNear ? undefined : resolution?.gateway;
    return {
      gateway: gateway === undefined ? null : printAddress(gateway),
      table: route === undefined ? null : this.#describe.table(route.table),
      rule: decidingRule(found, namespace, options.family),
      ...(fails ? { errno: resolution?.error ?? 'EINVAL' } : {}),
    };
  }
}

/** Packets for which each part of a fate has one value. */
interface ValuedPackets {
  readonly packets: Node;
  readonly values: readonly number[];
}

/** Packets with everything of their fate but what a finding says. */
interface Telling {
  readonly packets: Node;
  readonly found: Node;
  readonly fate: Fate;
  readonly finding: FindingTeller;
}

interface FindingTeller {
  /** The same for those that say the same. */
  readonly key: string;
  readonly apply: (finding: number) => Partial<Fate>;
}

type HeaderField = 'src' | 'dst' | 'sport' | 'dport' | 'mark' | 'tos';

function headerPart(part: HeaderField, { node, texts }: HeaderValue): Part {
  const parts = texts.map((text) => (text === KEPT ? NOTHING_NEW : { [part]: text }));
  return { node, apply: (value) => parts[value] ?? NOTHING_NEW };
}

const NOTHING_NEW: Partial<Fate> = {};

/** Groups of bits are told together, as one value with its mask. */
function addPart(fate: Fate, part: Partial<Fate>): Fate {
  if (part === NOTHING_NEW) return fate;
  const joined = { ...fate, ...part };
  for (const name of ['mark', 'tos'] as const) {
    const [before, more] = [fate[name], part[name]];
    if (more === undefined || before === KEPT) continue;
    joined[name] = printBits(name, readBits(name, `${before},${more}`));
  }
  return joined;
}

const NOTHING: Fate = {
  kind: 'transmit',
  dev: null,
  gateway: null,
  table: null,
  rule: null,
  errno: null,
  at: null,
  icmp: null,
  copy: null,
  src: KEPT,
  dst: KEPT,
  sport: KEPT,
  dport: KEPT,
  mark: KEPT,
  tos: KEPT,
};
