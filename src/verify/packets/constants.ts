import { assertNever } from '../../assert-never.js';
import { isUnspecified, type Address } from '../../address/address.js';
import type { Family } from '../../address/family.js';
import { programOf } from '../../evaluate/program-of.js';
import type { Field } from '../../packet/field.js';
import type { Assignment } from '../../predicate/assignment.js';
import { changesOfMap, type Effect } from '../../program/effect.js';
import { visitEffects } from '../../program/flow.js';
import type { Program } from '../../program/program.js';
import type { Analysis } from '../ask/analysis.js';
import { addressesSet, bitGroups, type BitGroup } from './header-values.js';

/** Every constant that a packet can be given. */
export interface Constants {
  readonly sources: readonly Address[];
  readonly destinations: readonly Address[];
  readonly numbers: Readonly<Record<'sport' | 'dport', readonly number[]>>;
  readonly groups: Readonly<Record<'mark' | 'tos', readonly BitGroup[]>>;
}

/** What changes can give a packet, by what is stated of it. */
interface Given {
  readonly sources: readonly Address[];
  readonly destinations: readonly Address[];
  readonly numbers: Readonly<Record<'sport' | 'dport', readonly number[]>>;
  readonly marks: readonly Assignment[];
  readonly tos: readonly Assignment[];
}

/** The constants of some analyses of one family: fates that are stated with the same constants can be compared. */
export function constantsOf(analyses: readonly [Analysis, ...Analysis[]]): Constants {
  const { family } = analyses[0].options;
  const given = analyses.flatMap(({ namespace, findings }) => [
    givenBySteps(programOf(namespace, family)),
    givenBy(
      family,
      findings.all().map(({ assignments }) => assignments),
    ),
  ]);
  const own = analyses
    .flatMap(({ namespace }) => namespace.links.toArray())
    .flatMap((link) => link.addresses.map(({ local }) => local))
    .filter((address) => address.family === family);
  const numbers = (field: 'sport' | 'dport'): readonly number[] => [
    ...new Set(given.flatMap((one) => one.numbers[field])),
  ];
  return {
    sources: different([...own, ...given.flatMap(({ sources }) => sources)]),
    destinations: different(given.flatMap(({ destinations }) => destinations)),
    numbers: { sport: numbers('sport'), dport: numbers('dport') },
    groups: {
      mark: bitGroups(
        'mark',
        given.flatMap(({ marks }) => marks),
      ),
      tos: bitGroups(
        'tos',
        given.flatMap(({ tos }) => tos),
      ),
    },
  };
}

function givenBy(family: Family, lists: readonly (readonly Assignment[])[]): Given {
  const set = (fields: readonly ('src' | 'dst' | 'flowSrc' | 'prefsrc')[]): readonly Address[] =>
    fields.flatMap((field) => lists.flatMap((list) => addressesSet(family, field, list)));
  const changesOf = (...fields: readonly Field[]): readonly Assignment[] =>
    lists.flatMap((list) => list.filter(({ to }) => fields.includes(to)));
  const numbers = (field: 'sport' | 'dport'): readonly number[] =>
    changesOf(field).flatMap((change) =>
      change.kind === 'bits' && change.keep === 0 ? [change.value] : [],
    );
  return {
    sources: set(['src', 'flowSrc', 'prefsrc']),
    destinations: set(['dst']),
    numbers: { sport: numbers('sport'), dport: numbers('dport') },
    marks: changesOf('mark', 'ctmark'),
    tos: changesOf('tos'),
  };
}

const known = new WeakMap<Program, Given>();

/** What the steps of a program give by themselves. */
function givenBySteps(program: Program): Given {
  let given = known.get(program);
  if (given === undefined) {
    const lists: (readonly Assignment[])[] = [];
    const read = (effect: Effect): void => {
      const set = changesBy(effect).filter(({ kind, to }) => kind === 'bits' && isReported(to));
      if (set.length > 0) lists.push(set);
    };
    for (const step of program.steps) visitEffects(step, read);
    given = givenBy(program.family, lists);
    known.set(program, given);
  }
  return given;
}

/** The changes that a step makes without a table: what routes change stands in their findings. */
function changesBy(effect: Effect): readonly Assignment[] {
  switch (effect.kind) {
    case 'change':
      return effect.assignments;
    case 'map':
      return changesOfMap(effect.map);
    case 'ask':
    case 'search':
    case 'take':
    case 'read':
    case 'write':
    case 'move':
      return [];
    default:
      return assertNever(effect);
  }
}

function isReported(field: Field): boolean {
  return /^(src|dst|flowSrc|prefsrc)\d?$|^([sd]port|mark|ctmark|tos)$/.test(field);
}

function different(addresses: readonly Address[]): readonly Address[] {
  const seen = new Set<string>();
  return addresses.filter((address) => {
    const key = address.words.join(' ');
    if (isUnspecified(address) || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
