import { addressFromWords, isUnspecified, type Address } from '../address/address.js';
import { addressBits, type Family } from '../address/family.js';
import { linkByIndex, type Namespace } from '../namespace/namespace.js';
import { ADDRESS_FIELDS } from '../packet/field.js';
import { makePacket } from '../packet/make-packet.js';
import type { Packet } from '../packet/packet.js';
import {
  CARRIED_BY_SOME,
  carries,
  PACKET_NUMBER_NAMES,
  PACKET_NUMBERS,
} from '../packet/packet-number.js';
import { hasPorts, PROTOCOL } from '../packet/protocol.js';
import type { StepId } from '../program/step.js';
import { aim, type Draft } from './aim.js';
import type { Dice } from './dice.js';
import type { PacketField } from './packet-field.js';
import { prefixesOf, type Targets } from './targets.js';

/**
 * Draws a packet that meets one of a program's predicates, or narrowly doesn't, and that is likely to get to where the program tests it.
 */
export function drawPacket(targets: Targets, namespace: Namespace, dice: Dice): Packet {
  const { family } = targets.program;
  const draft: Draft = { values: new Map(), fill: dice.pick([0, 0xffffffff, dice.word()]) ?? 0 };
  const target =
    dice.pick(dice.onceIn(2) ? targets.rules : targets.predicates) ?? dice.pick(targets.predicates);
  if (target !== undefined) aim(target.when, dice.onceIn(2), draft, dice);
  const entry = aimWay(targets, dice.pick(target?.steps ?? []), draft, dice);
  const given = draft.values.get('iif');
  const received = given === undefined ? entry === targets.program.input : given > 1;
  aimAddresses(targets, received, draft, dice);
  return makeDrawn({ family, namespace, received }, draft.values, dice);
}

/** Settles what it takes to get to a step, by one of the ways there; gives the step where the way begins. */
function aimWay(
  { edges }: Targets,
  step: StepId | undefined,
  draft: Draft,
  dice: Dice,
): StepId | undefined {
  let at = step;
  for (;;) {
    const edge = at === undefined ? undefined : dice.pick(edges.get(at) ?? []);
    if (edge === undefined) return at;
    // Of what the path itself tests most is met anyway.
    const { test } = edge;
    if (test?.held === true && (test.isOwn || dice.onceIn(4))) aim(test.when, true, draft, dice);
    const way = edge.table === undefined ? undefined : dice.pick(prefixesOf(edge.table));
    if (way !== undefined) aim(way, true, draft, dice);
    at = edge.from;
  }
}

/** Takes the addresses that are still open from the prefixes that the program names. */
function aimAddresses({ prefixes }: Targets, received: boolean, draft: Draft, dice: Dice): void {
  for (const field of ['dst', 'src'] as const) {
    if (field === 'src' && !received && dice.onceIn(2)) continue;
    const inside = dice.onceIn(8) ? undefined : dice.pick(prefixes)?.[field];
    if (inside !== undefined) aim(inside, true, draft, dice);
    else if (field === 'dst' && !draft.values.has('dst')) draft.values.set('dst', dice.word());
  }
}

/** What a drawn packet is for. */
interface Drawn {
  readonly family: Family;
  readonly namespace: Namespace;
  readonly received: boolean;
}

type Values = ReadonlyMap<PacketField, number>;

function makeDrawn({ family, namespace, received }: Drawn, values: Values, dice: Dice): Packet {
  const device = (index: number | undefined): string | undefined =>
    index === undefined ? undefined : linkByIndex(namespace, index)?.name;
  const anyDevice = (): string | undefined => dice.pick(namespace.links.toArray())?.name;
  const protocol = values.get('protocol') ?? drawProtocol(family, values, dice);
  const ports = hasPorts(protocol);
  const address = (field: 'src' | 'dst'): Address | undefined => readAddress(family, field, values);
  const dst = address('dst') ?? addressFromWords(family, family === 4 ? [0] : [0, 0, 0, 0]);
  const bound = address('src');
  // A socket that is bound to no address or port looks like one bound to zero, and is what people mean.
  const src = !received && bound !== undefined && isUnspecified(bound) ? undefined : bound;
  const sport = values.get('sport') ?? 0;
  return makePacket({
    ...(received
      ? { iif: device(values.get('iif')) ?? anyDevice(), src: src ?? dst }
      : { oif: device(values.get('oif')), src, uid: values.get('uid'), gid: values.get('gid') }),
    dst,
    ...Object.fromEntries(
      PACKET_NUMBER_NAMES.filter((name) => PACKET_NUMBERS[name].of !== 'socket')
        .filter((name) => carries(protocol, name))
        .map((name) => [name, values.get(name)]),
    ),
    protocol,
    ...(ports
      ? {
          sport: received || sport > 0 ? sport : undefined,
          dport: values.get('dport') ?? drawPort(dice),
        }
      : {}),
    length: boundedLength(values.get('length')),
  });
}

/** The address that the settled words make, with zeros for the rest; undefined when none is settled. */
function readAddress(family: Family, field: 'src' | 'dst', values: Values): Address | undefined {
  const fields = ADDRESS_FIELDS[field].slice(0, addressBits(family) / 32);
  if (!fields.some((word) => values.has(word))) return undefined;
  return addressFromWords(
    family,
    fields.map((word) => values.get(word) ?? 0),
  );
}

/** A protocol that has the fields which are settled. */
function drawProtocol(family: Family, values: Values, dice: Dice): number {
  const icmp = family === 4 ? PROTOCOL.icmp : PROTOCOL.icmpv6;
  const settled = CARRIED_BY_SOME.filter((name) => values.has(name));
  const fitting = [PROTOCOL.udp, PROTOCOL.tcp, icmp].filter((protocol) =>
    settled.every((name) => carries(protocol, name)),
  );
  return dice.pick(fitting) ?? icmp;
}

function drawPort(dice: Dice): number {
  return dice.pick([53, 80, dice.between(0, 0xffff)]) ?? 0;
}

/** The length of a packet has fewer bits than its register. */
function boundedLength(length: number | undefined): number | undefined {
  return length === undefined ? undefined : Math.min(length, 0xffff);
}
