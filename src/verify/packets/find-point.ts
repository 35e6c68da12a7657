import { parseAddress } from '../../address/address-text.js';
import type { Family } from '../../address/family.js';
import { makePacket } from '../../packet/make-packet.js';
import { CARRIED_BY_SOME } from '../../packet/packet-number.js';
import { FALSE, type Diagram, type Node } from '../engine/diagram.js';
import type { WalkMemo } from '../engine/walk-memo.js';
import type { Direction } from './packet-space.js';
import { numberIn, putNumber, zeroPoint, type Point } from './point.js';
import { CONNECTION_BLOCKS, levelsOf, usedWidth, type Block } from '../engine/variables.js';

/** What a reader takes in at a glance, most welcome first: documentation addresses, everyday ports. */
const DESTINATIONS: Readonly<Record<Family, readonly string[]>> = {
  4: [
    '203.0.113.9',
    '198.51.100.9',
    '192.0.2.9',
    '8.8.8.8',
    '10.0.0.9',
    '192.168.0.9',
    '127.0.0.1',
  ],
  6: ['2001:db8::9', '2600::9', '::1'],
};
const SOURCES: Readonly<Record<Family, readonly string[]>> = {
  4: ['0.0.0.0', '198.51.100.7', '203.0.113.7', '192.0.2.7', '10.0.0.7', '192.168.0.7'],
  6: ['::', '2001:db8::7', '2600::7'],
};
const PROTOCOLS = [6, 17, 1, 58];
const PORTS = [80, 443, 53, 25, 22];

/**
 * The most readable packet that meets a condition: what is usually left out is left out as far as can be, then everyday values, then
 * the smallest.
 *
 * @throws RangeError when no packet meets it
 */
export function findPoint(
  diagram: Diagram,
  condition: Node,
  family: Family,
  direction: Direction,
): Point {
  if (condition === FALSE) throw new RangeError('condition: no packet meets it');
  return diagram.walk((memo) =>
    preferred(new Finder(diagram, condition, family, memo), family, direction),
  );
}

function preferred(finder: Finder, family: Family, direction: Direction): Point {
  for (const block of ['choice', 'pick', 'oif', 'iif', 'portGiven'] as const)
    finder.prefer(block, [[0]]);
  for (const block of ['mark', 'tos', 'uid', 'gid'] as const) finder.prefer(block, [[0]]);
  finder.prefer('ttl', [[direction === 'sent' ? 0 : 64]]);
  finder.preferAddress('src', SOURCES[family]);
  finder.prefer('protocol', PROTOCOLS.map(one));
  finder.prefer('dport', PORTS.map(one));
  const protocol = numberIn(finder.point, 'protocol');
  const usual = makePacket({ dst: DESTINATIONS[family][0] ?? '', protocol });
  for (const block of ['length', ...CARRIED_BY_SOME] as const) {
    if (block !== 'sport' && block !== 'dport') finder.prefer(block, [[usual[block] ?? 0]]);
  }
  finder.prefer('sport', [[40000]]);
  for (const block of CONNECTION_BLOCKS) finder.prefer(block, []);
  finder.preferAddress('dst', DESTINATIONS[family]);
  return finder.point;
}

function one(value: number): readonly number[] {
  return [value];
}

/** Fixes one block of variables after the other. */
class Finder {
  readonly point = zeroPoint();
  /** The variables on which the condition depends: others can be anything. */
  readonly #decides: ReadonlySet<number>;
  /** 1 where the point is fixed. */
  readonly #fixed = new Uint8Array(this.point.length);
  constructor(
    private readonly diagram: Diagram,
    private readonly condition: Node,
    private readonly family: Family,
    /** The nodes below which the condition holds nowhere. */
    private readonly dead: WalkMemo,
  ) {
    this.#decides = diagram.variablesOf(condition);
  }

  /** Takes the first of the values that can be, words most significant first; else the smallest. */
  prefer(block: Block, values: readonly (readonly number[])[]): void {
    const width = usedWidth(block, this.family);
    const levels = levelsOf(block).slice(0, width);
    if (!levels.some((level) => this.#decides.has(level))) {
      this.#put(block, width, values[0] ?? []);
      return;
    }
    const fits = values.some((words) => {
      this.#put(block, width, words);
      return this.#fix(levels);
    });
    if (fits) return;
    for (const level of levels) {
      this.point[level] = 0;
      if (this.#fix([level])) continue;
      this.point[level] = 1;
      this.#fixed[level] = 1;
    }
  }

  preferAddress(block: 'src' | 'dst', texts: readonly string[]): void {
    const wanted = texts.map((text) => parseAddress(text).words);
    this.prefer(block, wanted);
  }

  #put(block: Block, width: number, words: readonly number[]): void {
    if (width <= 32) putNumber(this.point, block, words[0] ?? 0, width);
    else for (const [i, word] of words.entries()) putNumber(this.point, block, word, 32, 32 * i);
  }

  /** Fixes variables to what the point says, if some packet is left then. */
  #fix(levels: readonly number[]): boolean {
    for (const level of levels) this.#fixed[level] = 1;
    this.dead.begin(this.diagram.size);
    const fits = this.#reaches(this.condition);
    if (!fits) for (const level of levels) this.#fixed[level] = 0;
    return fits;
  }

  /** Reports whether the condition holds somewhere below a node, as far as the point is fixed. */
  #reaches(node: Node): boolean {
    const { diagram, point } = this;
    let at = node;
    while (!diagram.isTerminal(at)) {
      const level = diagram.level(at);
      if (this.#fixed[level] === 0) break;
      at = point[level] === 1 ? diagram.high(at) : diagram.low(at);
    }
    if (diagram.isTerminal(at)) return at !== FALSE;
    if (this.dead.get(at) >= 0) return false;
    if (this.#reaches(diagram.low(at)) || this.#reaches(diagram.high(at))) return true;
    this.dead.put(0, at);
    return false;
  }
}
