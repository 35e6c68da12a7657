import { unless } from '../../../../predicate/part.js';
import { invertedIf } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { unsimulatedOption, type ExtensionOption, type GivenOption } from '../../option/option.js';

/** `-m set --match-set NAME src,dst`. */
export interface SetMatch extends MatchData {
  readonly name: 'set';
  /** Name of the set: while a rule uses it, it can't get another. */
  readonly set: string;
  /** The side of the packet that each dimension of the set looks at. */
  readonly sides: readonly ('src' | 'dst')[];
  readonly inverted: boolean;
  readonly returnNomatch: boolean;
  /** Counters of the entry, and of the lists that it is in, count. */
  readonly updateCounters: boolean;
  readonly updateSubcounters: boolean;
}

/** Source: `IPSET_MAXNAMELEN`, with its end. */
const LONGEST_NAME = 31;
/** Source: `IPSET_DIM_MAX`. */
const MOST_SIDES = 6;

/** The `set` match. Source: `xt_set.c`, iptables-extensions(8). */
export const setMatch: MatchExtension<SetMatch> = {
  name: 'set',
  families: [4, 6],
  options: {
    initial: {
      name: 'set',
      set: '',
      sides: [],
      inverted: false,
      returnNomatch: false,
      updateCounters: true,
      updateSubcounters: true,
    },
    options: [
      matchSet('match-set', ''),
      matchSet('set', '--set option deprecated, please use --match-set'),
      {
        name: 'return-nomatch',
        words: 0,
        invertible: true,
        repeatable: true,
        read(data, { inverted }) {
          if (!inverted) return { ...data, returnNomatch: true };
          throw new XtablesError('parameter', '--return-nomatch flag cannot be inverted');
        },
      },
      {
        name: 'update-counters',
        words: 0,
        invertible: true,
        repeatable: true,
        read: (data, { inverted }) => (inverted ? { ...data, updateCounters: false } : data),
      },
      {
        name: 'update-subcounters',
        words: 0,
        invertible: true,
        repeatable: true,
        read: (data, { inverted }) => (inverted ? { ...data, updateSubcounters: false } : data),
      },
      ...(['packets', 'bytes'] as const).flatMap((what) =>
        (['eq', 'lt', 'gt'] as const).map((how) =>
          unsimulatedOption<SetMatch>(`${what}-${how}`, 1),
        ),
      ),
    ],
    finish(data) {
      if (data.sides.length > 0) return data;
      throw new XtablesError('parameter', "You must specify `--match-set' with proper arguments");
    },
  },
  print: (data) => words(data, '--'),
  list: (data) => words(data, ''),
  asNft({ set, sides, inverted, returnNomatch }, rule) {
    const found = rule.setLookup(set, sides, returnNomatch);
    if ('without' in found) return found;
    const lead = found.needs === '' ? '' : `${found.needs} `;
    const asked = `${lead}${found.key} @${found.set}`;
    if (!inverted) return asked;
    const where = `${lead}${found.key} != @${found.set}`;
    return found.always ? where : { unless: [asked], where };
  },
  parts: ({ set, sides, inverted, returnNomatch }, scope) => [
    {
      when: invertedIf(inverted, scope.inSet(set, sides, returnNomatch)),
      words: {
        option: 'match-set',
        needs: unless(inverted, `${set} ${sides.join(',')}`),
        has: [...new Set(sides)],
      },
    },
  ],
};

/** Reports whether a match looks into the set of a name. */
export function namesSet(match: MatchData, set: string): boolean {
  return isSetMatch(match) && match.set === set;
}

function isSetMatch(match: MatchData): match is SetMatch {
  return match.name === setMatch.name;
}

function matchSet(name: string, notice: string): ExtensionOption<SetMatch> {
  return {
    name,
    words: 2,
    invertible: true,
    repeatable: true,
    read(data, given) {
      if (notice !== '') given.notice(notice);
      if (data.sides.length > 0) {
        throw new XtablesError('parameter', '--match-set can be specified only once');
      }
      const { argument, second, inverted } = given;
      if (second === undefined || second.startsWith('!')) {
        throw new XtablesError('parameter', '--match-set requires two args.');
      }
      checkSet(argument, given);
      return { ...data, set: argument, sides: readSides(second), inverted };
    },
  };
}

function checkSet(set: string, { family, familyOfSet }: GivenOption): void {
  if (set.length > LONGEST_NAME) {
    throw new XtablesError(
      'parameter',
      `setname \`${set}' too long, max ${LONGEST_NAME} characters.`,
    );
  }
  const own = familyOfSet(set);
  if (own === undefined) throw new XtablesError('parameter', `Set ${set} doesn't exist.\n`);
  if (own === 'any' || own === family) return;
  throw new XtablesError(
    'parameter',
    `The protocol family of set ${set} is IPv${own}, which is not applicable.\n`,
  );
}

function readSides(text: string): SetMatch['sides'] {
  const items = text.split(',');
  return items.map((item, index) => {
    if (index >= MOST_SIDES) {
      throw new XtablesError('parameter', `Can't be more src/dst options than ${MOST_SIDES}.`);
    }
    if (item === 'src' || item === 'dst') return item;
    throw new XtablesError(
      'parameter',
      "You must specify (the comma separated list of) 'src' or 'dst'.",
    );
  });
}

function words(data: SetMatch, dashes: string): string {
  return [
    `${data.inverted ? '! ' : ''}${dashes}match-set ${data.set} ${data.sides.join(',')}`,
    ...(data.returnNomatch ? [`${dashes}return-nomatch`] : []),
    ...(data.updateCounters ? [] : [`! ${dashes}update-counters`]),
    ...(data.updateSubcounters ? [] : [`! ${dashes}update-subcounters`]),
  ].join(' ');
}
