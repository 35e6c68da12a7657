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
import { compareNumbers, divideBy, divideByAll, type ValuedPackets } from './divide-packets.js';
import { fateText, type Fate } from './fate.js';
import {
  addressValue,
  maskedValues,
  numberValue,
  type HeaderValue,
} from '../packets/header-values.js';
import { FIELD_INDEX, type Registers } from '../packets/packet-space.js';
import type { Arrival } from '../run/arrival.js';
import { Tuples } from '../run/tuples.js';
import { KEPT, printBits, readBits } from './known-bits.js';

/** Packets whose fate depends on nothing but what the last lookup found. */
export interface Piece {
  readonly packets: Node;
  readonly found: Node;
  /** The number of the fate, by finding. */
  readonly numbers: ReadonlyMap<number, number>;
}

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

  readonly #readers = new Map<string, FindingReader>();

  /** What was found, joined with the parts that are stated with it. */
  readonly #joined: Tuples;
  readonly #partNumbers = new Map<Part, number>();

  /** The devices that vectors are the numbers of. */
  readonly #devices: { readonly vector: Vector; readonly part: Part }[] = [];

  constructor(
    host: Host,
    private readonly analysis: Analysis,
    private readonly constants: Constants,
    private readonly changed: ChangedValues | undefined,
  ) {
    this.#describe = describeAs(host.namespace, host.machine.files);
    this.#joined = new Tuples(analysis.space.diagram);
  }

  /** All packets in pieces, those of one piece with fates that only what was found distinguishes. */
  pieces(numberOf: (fate: Fate) => number): readonly Piece[] {
    const { space, arrivals } = this.analysis;
    const { diagram } = space;
    const same = new Map<string, Draft[]>();
    for (const draft of arrivals.flatMap((arrival) => this.#drafts(arrival))) {
      const there = same.get(draft.key);
      if (there === undefined) same.set(draft.key, [draft]);
      else there.push(draft);
    }
    return [...same.values()].flatMap((drafts) => {
      const [first] = drafts;
      if (first === undefined) return [];
      const { found, fateOf } = first;
      const packets = diagram.any(drafts.map((one) => one.packets));
      const only = diagram.valueOf(found);
      const values = only === undefined ? diagram.valuesWhere(found, packets) : [only];
      const numbers = this.#inOrder(values, first).map((value): [number, number] => [
        value,
        numberOf(fateOf(value)),
      ]);
      return [{ packets, found, numbers: new Map(numbers) }];
    });
  }

  /** Values of what was found, by the parts that it states besides. */
  #inOrder(values: readonly number[], { open }: Draft): readonly number[] {
    if (open === 0) return values;
    return values
      .map((value) => ({ value, parts: this.#joined.values(value, open + 1).slice(0, -1) }))
      .toSorted((a, b) => compareNumbers(a.parts, b.parts))
      .map(({ value }) => value);
  }

  /** The packets of an end, by what of their fates doesn't hang on what was found: divided by one part of it after the other. */
  #drafts(arrival: Arrival): readonly Draft[] {
    const { memory, registers } = arrival.state;
    // What no packet is would be divided into very small pieces.
    const { diagram } = this.analysis.space;
    const packets = diagram.and(arrival.state.packets, this.analysis.packets);
    if (packets === FALSE) return [];
    const [direct = FALSE] = registers[FIELD_INDEX.direct] ?? [];
    const ending = { ...NOTHING, ...this.#ending(arrival) };
    const parts = this.#parts(arrival);
    return divideByAll(diagram, packets, parts).flatMap(({ packets: all, values }) =>
      divideBy(diagram, all, memory.foundRule).flatMap(([rule, ruled]) =>
        divideBy(diagram, ruled, direct).map(([isDirect, here]) =>
          this.#draft({
            packets: here,
            found: memory.found,
            ending,
            parts,
            values,
            finding: this.#finding(arrival, rule, isDirect === 1),
          }),
        ),
      ),
    );
  }

  #draft({ packets, found, ending, parts, values, finding }: Known): Draft {
    const fate = parts.reduce((known, { apply }, index) => {
      const value = values[index];
      return value === undefined ? known : addPart(known, apply(value));
    }, ending);
    const open = parts.filter((_, index) => values[index] === undefined);
    const key = `${finding.key} ${fateText(fate)}`;
    if (open.length === 0) {
      const fateOf = (value: number): Fate => addPart(fate, finding.apply(value));
      return { packets, found, open: 0, key: `${found} ${key}`, fateOf };
    }
    const joined = this.#joined.combine([...open.map(({ node }) => node), found]);
    return {
      packets,
      found: joined,
      open: open.length,
      key: `${joined} ${key} ${open.map((part) => this.#numberOf(part)).join(' ')}`,
      fateOf: (value) => {
        const their = this.#joined.values(value, open.length + 1);
        let next = 0;
        const whole = parts.reduce(
          (known, { apply }, index) => addPart(known, apply(values[index] ?? their[next++] ?? 0)),
          ending,
        );
        return addPart(whole, finding.apply(their[next] ?? 0));
      },
    };
  }

  #numberOf(part: Part): number {
    let number = this.#partNumbers.get(part);
    if (number === undefined) this.#partNumbers.set(part, (number = this.#partNumbers.size));
    return number;
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
  #finding({ step: { ending } }: Arrival, rule: number, isDirect: boolean): FindingReader {
    const fails = ending.kind === 'error' && ending.errno === undefined;
    const delivers = ending.kind === 'deliver';
    const key = `${rule} ${isDirect} ${fails} ${delivers}`;
    let reader = this.#readers.get(key);
    if (reader === undefined) {
      const known = new Map<number, Partial<Fate>>();
      const apply = (number: number): Partial<Fate> => {
        const part = known.get(number) ?? this.#found(number, rule, isDirect || delivers, fails);
        known.set(number, part);
        return part;
      };
      reader = { key, apply };
      this.#readers.set(key, reader);
    }
    return reader;
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

/** What is known of packets that come to an end. */
interface Known extends ValuedPackets {
  readonly found: Node;
  readonly ending: Fate;
  readonly parts: readonly Part[];
  readonly finding: FindingReader;
}

/** Packets whose fate hangs on nothing but what was found, and parts that are stated with it. */
interface Draft {
  readonly packets: Node;
  readonly found: Node;
  /** How many parts are stated with what was found. */
  readonly open: number;
  /** The same for those that say the same. */
  readonly key: string;
  readonly fateOf: (found: number) => Fate;
}

interface FindingReader {
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

/** Groups of bits are stated together, as one value with its mask. */
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
