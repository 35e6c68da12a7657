import { sameVector, sumOfVector } from '../engine/vector.js';
import type { Held, Parts } from './state.js';

/**
 * States, or variants of them, in groups of those that are alike in some parts, in the order of the first of each.
 *
 * @param fits - whether two that are alike are of one group besides; asked of the first of a group
 */
export function groupHeld<T extends Held>(
  all: readonly T[],
  live: Parts,
  fits: (a: T, b: T) => boolean = () => true,
): readonly (readonly T[])[] {
  if (all.length < 2) return all.length === 0 ? [] : [all];
  const parts = differingParts(all, live);
  const groups: T[][] = [];
  // Most pairs differ: only those with equal sums are looked at.
  const bySum = new Map<number, T[][]>();
  for (const one of all) {
    const sum = sumOf(one, parts);
    const there = bySum.get(sum);
    const alike = there?.find(([first]) => {
      return first !== undefined && fits(first, one) && isAlike(first, one, parts);
    });
    if (alike !== undefined) {
      alike.push(one);
      continue;
    }
    const group = [one];
    groups.push(group);
    if (there === undefined) bySum.set(sum, [group]);
    else there.push(group);
  }
  return groups;
}

/** The parts in which not all have the very same; the others need no look. */
function differingParts(all: readonly Held[], { registers, kept, memory }: Parts): Parts {
  const [first] = all;
  if (first === undefined) return { registers, kept, memory };
  return {
    registers: registers.filter((index) => {
      const same = first.registers[index];
      for (const one of all) if (one.registers[index] !== same) return true;
      return false;
    }),
    kept: kept.filter((index) => {
      const same = first.kept[index];
      for (const one of all) if (one.kept[index] !== same) return true;
      return false;
    }),
    memory: memory.filter((what) => {
      const same = first.memory[what];
      for (const one of all) if (one.memory[what] !== same) return true;
      return false;
    }),
  };
}

/** Of equal parts the same. */
function sumOf({ registers, kept, memory }: Held, parts: Parts): number {
  let sum = 0;
  for (const index of parts.registers) sum = sumOfVector(sum, registers[index] ?? []);
  for (const index of parts.kept) sum = sumOfVector(sum, kept[index] ?? []);
  for (const what of parts.memory) sum = (Math.imul(sum, 31) + memory[what]) | 0;
  return sum;
}

/** Reports whether two have the same in some parts. */
export function isAlike(a: Held, b: Held, { registers, kept, memory }: Parts): boolean {
  if (a.registers !== b.registers) {
    for (const index of registers) {
      if (!sameVector(a.registers[index] ?? [], b.registers[index] ?? [])) return false;
    }
  }
  if (a.kept !== b.kept) {
    for (const index of kept) {
      if (!sameVector(a.kept[index] ?? [], b.kept[index] ?? [])) return false;
    }
  }
  if (a.memory === b.memory) return true;
  for (const what of memory) if (a.memory[what] !== b.memory[what]) return false;
  return true;
}
