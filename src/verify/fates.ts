import { printAddress } from '../address/address-text.js';
import type { Evaluation } from '../evaluate/evaluate.js';
import { describeAs } from '../host/describe.js';
import type { Host } from '../host/host.js';
import { decidingRule } from '../host/make-outcome.js';
import type { Field } from '../packet/field.js';
import { printPlace } from '../program/place.js';
import type { Analysis } from './analysis.js';
import { constantsOf, type Constants } from './constants.js';
import { FALSE, type Node } from './engine/diagram.js';
import { isMasked } from './engine/vector.js';
import type { Fate } from './fate.js';
import {
  addressValue,
  KEPT,
  maskedValues,
  numberValue,
  type HeaderValue,
} from './header-values.js';
import { FIELD_INDEX } from './packet-space.js';
import type { Arrival } from './symbolic-run.js';
import { Tuples } from './tuples.js';

/** What becomes of every packet that was followed: a function to the numbers of fates. */
export interface Fates {
  /** The number of each packet's fate; 0 for what is no packet. */
  readonly node: Node;
  /** The fates by number; 0 is none. */
  readonly fates: readonly (Fate | undefined)[];
}

/** Tells what becomes of all packets of an analysis. */
export function fatesOf(
  host: Host,
  analysis: Analysis,
  constants: Constants = constantsOf([analysis]),
): Fates {
  const { diagram } = analysis.space;
  const fates: (Fate | undefined)[] = [undefined];
  const numbers = new Map<string, number>();
  const numberOf = (fate: Fate): number => {
    const key = JSON.stringify(fate);
    let number = numbers.get(key);
    if (number === undefined) {
      number = fates.length;
      numbers.set(key, number);
      fates.push(fate);
    }
    return number;
  };
  const teller = new FateTeller(host, analysis, constants);
  const node = analysis.arrivals.reduce<Node>((others, arrival) => {
    const packets = diagram.and(arrival.state.packets, analysis.packets);
    if (packets === FALSE) return others;
    return diagram.ite(packets, teller.tell(arrival, numberOf), others);
  }, diagram.terminal(0));
  return { node, fates };
}

/** One part of a fate as a function of the packet, and what its values mean. */
interface Part {
  readonly node: Node;
  readonly apply: (value: number) => Partial<Fate>;
}

/** Puts fates together from what the states at the ends say. */
class FateTeller {
  readonly #describe;

  constructor(
    host: Host,
    private readonly analysis: Analysis,
    private readonly constants: Constants,
  ) {
    this.#describe = describeAs(host.namespace, host.machine.files);
  }

  /** The numbers of the fates of an end's packets. */
  tell(arrival: Arrival, numberOf: (fate: Fate) => number): Node {
    const { diagram } = this.analysis.space;
    const parts = this.#parts(arrival).map(({ node, apply }) => ({
      node: diagram.restrict(node, arrival.state.packets),
      apply,
    }));
    const base: Fate = { ...NOTHING, ...this.#ending(arrival) };
    const constant = parts.filter(({ node }) => diagram.isTerminal(node));
    const varying = parts.filter(({ node }) => !diagram.isTerminal(node));
    const fixed = constant.reduce<Fate>(
      (fate, { node, apply }) => addPart(fate, apply(diagram.valueOf(node) ?? 0)),
      base,
    );
    const tuples = new Tuples(diagram);
    const combined = tuples.combine(varying.map(({ node }) => node));
    return diagram.mapValues(combined, (value) => {
      const values = tuples.values(value, varying.length);
      return numberOf(
        varying.reduce<Fate>(
          (fate, { apply }, index) => addPart(fate, apply(values[index] ?? 0)),
          fixed,
        ),
      );
    });
  }

  #ending({ step: { ending } }: Arrival): Partial<Fate> {
    switch (ending.kind) {
      case 'drop':
        return {
          kind: 'drop',
          at: printPlace(ending.at),
          errno: ending.errno ?? null,
          icmp: ending.icmp ?? null,
        };
      case 'error':
        return { kind: 'error', at: printPlace(ending.at), errno: ending.errno ?? null };
      default:
        return { kind: ending.kind };
    }
  }

  #parts(arrival: Arrival): readonly Part[] {
    const passage = {
      diagram: this.analysis.space.diagram,
      family: this.analysis.options.family,
      keptFirst: this.analysis.options.direction === 'received',
      before: this.analysis.registers,
      after: arrival.state.registers,
    };
    const { sources, destinations, numbers, groups } = this.constants;
    const decision = [this.#device(arrival), this.#finding(arrival)];
    // What a packet that gets nowhere looks like in the end is nothing to anybody.
    const { kind } = arrival.step.ending;
    if (kind !== 'transmit' && kind !== 'deliver') return decision;
    return [
      ...decision,
      headerPart('src', addressValue(passage, 'src', sources)),
      headerPart('dst', addressValue(passage, 'dst', destinations)),
      headerPart('sport', numberValue(passage, 'sport', numbers.sport)),
      headerPart('dport', numberValue(passage, 'dport', numbers.dport)),
      ...maskedValues(passage, 'mark', groups.mark).map((value) => headerPart('mark', value)),
      ...maskedValues(passage, 'tos', groups.tos).map((value) => headerPart('tos', value)),
    ];
  }

  #device({ step, state }: Arrival): Part {
    const { space, namespace } = this.analysis;
    const links = namespace.links.toArray();
    const field: Field = step.ending.kind === 'deliver' ? 'indev' : 'routeDev';
    const vector = state.registers[FIELD_INDEX[field]] ?? [];
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

  /** What the last lookup found, by which rule, and whether the destination itself is resolved. */
  #finding({ step: { ending }, state }: Arrival): Part {
    const { space, namespace, findings, rules, options } = this.analysis;
    const { diagram } = space;
    const tuples = new Tuples(diagram);
    const [direct = FALSE] = state.registers[FIELD_INDEX.direct] ?? [];
    const node = tuples.combine([state.memory.found, state.memory.foundRule, direct]);
    const apply = (value: number): Partial<Fate> => {
      const [number = 0, rule = 0, isDirect] = tuples.values(value, 3);
      const resolution = findings.resolution(number);
      const found: Evaluation['found'] = resolution && { resolution, rule: rules[rule - 1] };
      const route = resolution?.route;
      const gateway = isDirect === 1 ? undefined : resolution?.gateway;
      const fails = ending.kind === 'error' && ending.errno === undefined;
      return {
        gateway: gateway === undefined || ending.kind === 'deliver' ? null : printAddress(gateway),
        table: route === undefined ? null : this.#describe.table(route.table),
        rule: decidingRule(found, namespace, options.family),
        ...(fails ? { errno: resolution?.error ?? 'EINVAL' } : {}),
      };
    };
    return { node, apply };
  }
}

function headerPart(
  part: 'src' | 'dst' | 'sport' | 'dport' | 'mark' | 'tos',
  { node, texts }: HeaderValue,
): Part {
  return { node, apply: (value) => ({ [part]: texts[value] ?? KEPT }) };
}

/** Groups of bits are told together: what is kept goes without saying. */
function addPart(fate: Fate, part: Partial<Fate>): Fate {
  const joined = { ...fate, ...part };
  for (const name of ['mark', 'tos'] as const) {
    const [before, more] = [fate[name], part[name]];
    if (more === undefined) continue;
    const told = [before, more].filter((text) => text !== KEPT);
    joined[name] = told.length === 0 ? KEPT : told.join(',');
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
  src: KEPT,
  dst: KEPT,
  sport: KEPT,
  dport: KEPT,
  mark: KEPT,
  tos: KEPT,
};
