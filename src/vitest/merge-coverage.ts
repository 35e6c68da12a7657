import type { CoveredItem, CoveredItems } from '../verify/ask/covered-items.js';
import type { PrintedClass } from '../verify/ask/print-coverage.js';
import type { FileCoverage } from './file-coverage.js';

/** Adds up what several test files exercise: rules, routes and classes that read the same in the same place are one. */
export function mergeCoverage(files: readonly FileCoverage[]): FileCoverage {
  const of = (kind: keyof CoveredItems): readonly CoveredItem[] =>
    addUp(
      files.flatMap((file) => file[kind]),
      ({ family, place, written, text }) => `${family} ${place} ${written ?? text}`,
      (a, b) => ({ ...a, reached: a.reached + b.reached, met: a.met + b.met }),
    );
  const classes: readonly PrintedClass[] = addUp(
    files.flatMap((file) => file.classes ?? []),
    ({ text }) => text,
    (a, b) => ({ ...a, packets: a.packets + b.packets }),
  );
  return {
    packets: files.reduce((sum, { packets }) => sum + packets, 0),
    chainRules: of('chainRules'),
    rules: of('rules'),
    routes: of('routes'),
    ...(files.some((file) => file.classes !== undefined) ? { classes } : {}),
  };
}

function addUp<One>(
  all: readonly One[],
  key: (one: One) => string,
  add: (a: One, b: One) => One,
): readonly One[] {
  const sums = new Map<string, One>();
  for (const one of all) {
    const before = sums.get(key(one));
    sums.set(key(one), before === undefined ? one : add(before, one));
  }
  return [...sums.values()];
}
