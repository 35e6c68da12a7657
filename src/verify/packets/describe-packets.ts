import type { Family } from '../../address/family.js';
import { FALSE, TRUE, type Diagram, type Node } from '../engine/diagram.js';
import { coverValues } from './cover-values.js';
import { blocksOf } from './free-blocks.js';
import { isAddress, printCubes } from './describe-values.js';
import type { PacketSpace } from './packet-space.js';
import {
  alternateOf,
  blockAt,
  CHOICE_LEVELS,
  levelsOf,
  PACKET_BLOCKS,
  type Block,
} from '../engine/variables.js';
import { visible } from '../../visible-text.js';

/**
 * Packets described by their fields: each field is in one of the values that are given for it, and in none of those that begin with `!`;
 * when all of them do, any other will do. A field that isn't named can be anything.
 */
export type PacketBox = Readonly<Partial<Record<Block, readonly string[]>>>;

/** Packets as boxes that don't overlap. */
export interface PacketDescription {
  readonly boxes: readonly PacketBox[];
  /** How many boxes or values were left out, because there are more than anybody reads. */
  readonly more: number;
}

/** How much is printed: boxes, and values of one field. */
export interface DescriptionLimits {
  readonly boxes: number;
  readonly values: number;
}

/**
 * Describes the packets that meet a condition by some way of the choices that they meet. Of numbers that a packet's protocol doesn't carry nothing is
 * stated: they are 0.
 */
export function describePackets(
  space: PacketSpace,
  condition: Node,
  family: Family,
  limits: DescriptionLimits = { boxes: 16, values: 16 },
): PacketDescription {
  const { diagram, devices } = space;
  const boxes: PacketBox[] = [];
  let more = 0;
  const walk = (node: Node, box: PacketBox): void => {
    if (node === FALSE) return;
    if (node === TRUE) {
      if (boxes.length < limits.boxes) boxes.push(box);
      else more++;
      return;
    }
    if (boxes.length >= limits.boxes) {
      more++;
      return;
    }
    const block = blockAt(diagram.level(node));
    if (block === undefined || block === 'scratch') {
      throw new RangeError('condition: of something else than packets');
    }
    for (const [after, values] of split(diagram, node, block)) {
      if (after === FALSE) continue;
      const printed = valueTexts(diagram, values, block, family, devices, limits.values);
      more += printed.more;
      walk(after, { ...box, [block]: printed.texts });
    }
  };
  const described = untied(diagram, diagram.exists(condition, CHOICE_LEVELS));
  walk(diagram.restrict(described, space.isCarried()), {});
  return { boxes, more };
}

/** What a connection must be in relation to the packet itself (the same mark, say) has no value that could be stated: it is left out. */
function untied(diagram: Diagram, condition: Node): Node {
  const blocks = blocksOf(diagram, condition);
  return PACKET_BLOCKS.reduce((rest, block) => {
    const other = alternateOf(block);
    const tied = other !== undefined && blocks.has(block) && blocks.has(other);
    return tied ? diagram.exists(rest, levelsOf(other)) : rest;
  }, condition);
}

/** What a condition comes to after one block of variables, and for which values of the block. */
function split(diagram: Diagram, node: Node, block: Block): readonly (readonly [Node, Node])[] {
  const end = (levelsOf(block).at(-1) ?? 0) + 1;
  const targets = new Set<Node>();
  const seen = new Set<Node>();
  const collect = (at: Node): void => {
    if (diagram.level(at) >= end) {
      targets.add(at);
      return;
    }
    if (seen.has(at)) return;
    seen.add(at);
    collect(diagram.low(at));
    collect(diagram.high(at));
  };
  collect(node);
  return [...targets].map((target): readonly [Node, Node] => {
    const known = new Map<Node, Node>();
    const walk = (at: Node): Node => {
      if (diagram.level(at) >= end) return at === target ? TRUE : FALSE;
      const before = known.get(at);
      if (before !== undefined) return before;
      const result = diagram.make(diagram.level(at), walk(diagram.low(at)), walk(diagram.high(at)));
      known.set(at, result);
      return result;
    };
    return [target, walk(node)];
  });
}

/** Values of one block, or those that are missing, or prefixes with exceptions: whichever are fewest. */
function valueTexts(
  diagram: Diagram,
  values: Node,
  block: Block,
  family: Family,
  devices: readonly string[],
  limit: number,
): { readonly texts: readonly string[]; readonly more: number } {
  if (block === 'iif' || block === 'oif') return describeDevices(diagram, values, block, devices);
  const { within, without, more } = coverValues(diagram, values, block, isAddress(block), limit);
  const texts = [
    ...printCubes(block, within, family),
    ...printCubes(block, without, family).map((text) => `!${text}`),
  ];
  return { texts, more };
}

/** The devices that a block can name, or those that it can't when they are fewer; `none` is a socket that is bound to no device. */
function describeDevices(
  diagram: Diagram,
  values: Node,
  block: 'iif' | 'oif',
  devices: readonly string[],
): { readonly texts: readonly string[]; readonly more: number } {
  const numbered = block === 'oif' ? ['none', ...devices] : devices;
  const first = block === 'oif' ? 0 : 1;
  const last = levelsOf(block).at(-1) ?? 0;
  const isIn = (number: number): boolean =>
    diagram.evaluate(values, (level) => (number >>> (last - level)) & 1) === 1;
  const inside = numbered.filter((_, index) => isIn(index + first));
  const outside = numbered.filter((_, index) => !isIn(index + first));
  const texts = outside.length < inside.length ? outside.map((name) => `!${name}`) : inside;
  return { texts, more: 0 };
}

/**
 * Prints a description in words: `protocol tcp, dport 25, dst not 127.0.0.0/8`. Several boxes are joined with `or`; what they have in common stands before them,
 * once.
 *
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * import { diff, printDescription } from 'nexthop/verify';
 * const host = Host.fromCommands(['ip link set lo up']);
 * const changes = diff(host, host.run('iptables -A OUTPUT -p udp -j DROP'), { family: 4, direction: 'sent' });
 * changes.every(({ description }) => printDescription(description).includes('udp')); // true
 * ```
 */
export function printDescription({ boxes, more }: PacketDescription): string {
  const [first, ...others] = boxes.map((box) => new Map(printedFields(box)));
  // Boxes that were left out may be otherwise.
  const common = [...(more === 0 && others.length > 0 ? (first ?? []) : [])].filter(
    ([block, words]) => others.every((box) => box.get(block) === words),
  );
  const shared = new Set(common.map(([block]) => block));
  const texts = boxes.map((box) => {
    const words = printedFields(box).filter(([block]) => !shared.has(block));
    return words.length === 0 ? 'any packet' : words.map(([, text]) => text).join(', ');
  });
  const before =
    common.length === 0 ? '' : `${common.map(([, text]) => text).join(', ')}, and either `;
  return visible(before + [...texts, ...(more === 0 ? [] : [`${more} more`])].join('; or '));
}

/** The fields that a box states, each with its words. */
function printedFields(box: PacketBox): readonly (readonly [block: string, words: string])[] {
  return Object.entries(box).map(([block, values]) => [block, `${block} ${printValues(values)}`]);
}

function printValues(values: readonly string[]): string {
  const within = values.filter((value) => !value.startsWith('!'));
  const without = values.flatMap((value) => (value.startsWith('!') ? [value.slice(1)] : []));
  const not = without.length === 0 ? '' : `not ${without.join(' or ')}`;
  if (within.length === 0) return not;
  return `${within.join(' or ')}${not === '' ? '' : ` but ${not}`}`;
}
