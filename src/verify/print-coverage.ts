import { printPacketWords } from '../packet/packet-words.js';
import type { Coverage, CoveredItem } from './coverage.js';
import { printFate } from './fate.js';

/** What a coverage is printed with. */
export interface PrintCoverageOptions {
  /** The behaviour classes too, which takes time; not when left out. */
  readonly classes?: boolean;
}

/**
 * Says what packets exercise: how many of the rules and routes that people wrote were met, and which were not, as they were written.
 * Routes and rules that the kernel made by itself are not counted.
 */
export function printCoverage(covered: Coverage, options: PrintCoverageOptions = {}): string {
  const { packets, chainRules, rules, routes } = covered;
  return [
    `${packets} packet${packets === 1 ? '' : 's'}\n`,
    printItems('rules of chains', chainRules),
    printItems('ip rules', rules),
    printItems('routes', routes),
    ...(options.classes === true ? [printClasses(covered)] : []),
  ].join('');
}

function printItems(what: string, items: readonly CoveredItem[]): string {
  const own = items.filter(({ written }) => written !== null);
  const unmet = own.filter(({ met }) => met === 0);
  return [
    `${what}: ${own.length - unmet.length} of ${own.length} met\n`,
    ...unmet.map(
      ({ kind, reached, written, place }) =>
        `  ${kind === 'route' ? 'not taken' : reached === 0 ? 'not reached' : 'not met'}  ${written ?? ''}  (${place})\n`,
    ),
  ].join('');
}

function printClasses({ classes }: Coverage): string {
  const missed = classes.filter(({ packets }) => packets === 0);
  return [
    `behaviour classes: ${classes.length - missed.length} of ${classes.length} met\n`,
    ...missed.map(
      ({ of: { family, direction, fate, witness } }) =>
        `  no packet  IPv${family} ${direction}: ${printFate(fate)}, for instance ${printPacketWords(witness)}\n`,
    ),
  ].join('');
}
