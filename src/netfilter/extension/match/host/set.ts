import { unless } from '../../../../predicate/part.js';
import { ALWAYS, invertedIf, not, type Predicate } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchChoice, MatchData, MatchExtension, MatchScope } from '../../extension.js';
import { printSetWords, readSetWords, type SetWords } from '../../option/ip-set-words.js';
import { openChoice } from '../../option/open-choice.js';
import { unsimulatedOption, type ExtensionOption } from '../../option/option.js';

/** `-m set --match-set NAME src,dst`. */
export interface SetMatch extends MatchData, SetWords {
  readonly name: 'set';
  readonly inverted: boolean;
  readonly returnNomatch: boolean;
  /** Counters of the entry, and of the lists that it is in, count. */
  readonly updateCounters: boolean;
  readonly updateSubcounters: boolean;
}

/**
 * The `set` match. What rules add to the set and take out of it isn't known: for packets whose answer that might turn it is a choice, and a
 * single one finds the set as it was. Source: `xt_set.c`, iptables-extensions(8).
 */
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
  parts(data, scope) {
    const { sides, inverted } = data;
    const { when, mayBegin } = questionOf(data, scope);
    const needs = unless(inverted, printSetWords(data));
    return [
      {
        when: mayBegin ? ALWAYS : when,
        words: { option: 'match-set', needs, has: [...new Set(sides)] },
      },
    ];
  },
  isChoice: () => false,
  choice(data, scope): readonly MatchChoice[] {
    const { when, mayBegin, mayEnd } = questionOf(data, scope);
    return [
      ...(mayEnd ? [openChoice(true, when)] : []),
      ...(mayBegin ? [openChoice(false, not(when))] : []),
    ];
  },
};

/** What a match asks of the set as it is, and which answers rules may turn. */
function questionOf(
  { set, sides, inverted, returnNomatch }: SetMatch,
  scope: MatchScope,
): { readonly when: Predicate; readonly mayBegin: boolean; readonly mayEnd: boolean } {
  const { added, removed } = scope.setChanges(set);
  const [mayBegin, mayEnd] = inverted ? [removed, added] : [added, removed];
  return {
    when: invertedIf(inverted, scope.inSet(set, sides, returnNomatch)),
    mayBegin,
    mayEnd,
  };
}

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
      const before = data.sides.length > 0 ? data : undefined;
      const found = readSetWords('match-set', given, before);
      return { ...data, ...found, inverted: given.inverted };
    },
  };
}

function words(data: SetMatch, dashes: string): string {
  return [
    `${data.inverted ? '! ' : ''}${dashes}match-set ${printSetWords(data)}`,
    ...(data.returnNomatch ? [`${dashes}return-nomatch`] : []),
    ...(data.updateCounters ? [] : [`! ${dashes}update-counters`]),
    ...(data.updateSubcounters ? [] : [`! ${dashes}update-subcounters`]),
  ].join(' ');
}
