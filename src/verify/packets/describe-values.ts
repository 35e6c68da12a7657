import { addressFromWords } from '../../address/address.js';
import { maskedText } from './masked-text.js';
import { printAddress } from '../../address/address-text.js';
import type { Family } from '../../address/family.js';
import { CONNECTION_STATES } from '../../packet/connection-state.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { usedWidth, type Block } from '../engine/variables.js';

/** Values of one block that agree in the bits of a mask; bits most significant first, undefined where any will do. */
export type Cube = readonly (0 | 1 | undefined)[];

/** Numbers as ranges, addresses as prefixes, marks with masks: cubes in the tools' notation. */
export function printCubes(
  block: Block,
  cubes: readonly Cube[],
  family: Family,
): readonly string[] {
  if (isAddress(block)) {
    return cubes.map((cube) => printAddressCube(cube.slice(0, usedWidth(block, family)), family));
  }
  const name = NAMES[block];
  if (MASKED.has(block)) return cubes.map(printMasked);
  const value = (number: number): string => name?.(number) ?? `${number}`;
  return ranges(cubes).map(([from, to]) =>
    from === to ? value(from) : `${value(from)}-${value(to)}`,
  );
}

/** Reports whether a block has an address. */
export function isAddress(block: Block): block is 'src' | 'dst' | 'ctSrc' | 'ctDst' {
  return block === 'src' || block === 'dst' || block === 'ctSrc' || block === 'ctDst';
}

const MASKED: ReadonlySet<Block> = new Set(['mark', 'tos', 'tcpFlags', 'ctmark']);

const NAMES: Partial<Record<Block, (value: number) => string | undefined>> = {
  protocol: (value) => Object.entries(PROTOCOL).find(([, number]) => number === value)?.[0],
  ctstate: (value) => CONNECTION_STATES[value],
};

/** Bits as a prefix; as an address and a mask when they don't begin at the first. */
function printAddressCube(cube: Cube, family: Family): string {
  const length = cube.findLastIndex((bit) => bit !== undefined) + 1;
  const words = (bit: (of: Cube[number]) => number): readonly number[] =>
    Array.from({ length: cube.length / 32 }, (_, word) =>
      cube
        .slice(32 * word, 32 * word + 32)
        .reduce<number>((sum, of) => ((sum << 1) | bit(of)) >>> 0, 0),
    );
  const address = printAddress(
    addressFromWords(
      family,
      words((of) => of ?? 0),
    ),
  );
  if (cube.slice(0, length).every((bit) => bit !== undefined)) {
    return length === cube.length ? address : `${address}/${length}`;
  }
  const mask = addressFromWords(
    family,
    words((of) => (of === undefined ? 0 : 1)),
  );
  return `${address}/${printAddress(mask)}`;
}

function printMasked(cube: Cube): string {
  const value = valueOf(cube, 0);
  const mask = cube.reduce<number>(
    (sum, bit) => ((sum << 1) | (bit === undefined ? 0 : 1)) >>> 0,
    0,
  );
  const whole = cube.every((bit) => bit !== undefined);
  return maskedText(value, mask, whole ? mask : undefined);
}

function valueOf(cube: Cube, free: 0 | 1): number {
  return cube.reduce<number>((sum, bit) => ((sum << 1) | (bit ?? free)) >>> 0, 0);
}

/** Cubes as ranges, ascending; neighbours are joined. A cube with free bits in its middle is several ranges. */
function ranges(cubes: readonly Cube[]): readonly (readonly [from: number, to: number])[] {
  const all = cubes
    .flatMap(aligned)
    .map((cube): [number, number] => [valueOf(cube, 0), valueOf(cube, 1)])
    .toSorted(([a], [b]) => a - b);
  const joined: [number, number][] = [];
  for (const [from, to] of all) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/** A cube as cubes of which only the last bits are free. */
function aligned(cube: Cube): readonly Cube[] {
  const last = cube.findLastIndex((bit) => bit !== undefined);
  const free = cube.findIndex((bit) => bit === undefined);
  if (free < 0 || free > last) return [cube];
  return ([0, 1] as const).flatMap((bit) => aligned(cube.with(free, bit)));
}
