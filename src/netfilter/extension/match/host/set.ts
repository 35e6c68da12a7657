import { unless } from '../../../../predicate/part.js';
import type { EntryQuestion } from '../../entry-question.js';
import type { CounterTest, SetPresence } from '../../../set-lookup.js';
import { all, ALWAYS, any, NEVER, not, type Predicate } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type {
  ChangedEntries,
  MatchChoice,
  MatchData,
  MatchExtension,
  MatchScope,
  SetChanges,
} from '../../extension.js';
import { printSetWords, readSetWords, type SetWords } from '../../option/ip-set-words.js';
import { openChoice } from '../../option/open-choice.js';
import type { ExtensionOption } from '../../option/option.js';

/** `-m set --match-set NAME src,dst`. */
export interface SetMatch extends MatchData, SetWords {
  readonly name: 'set';
  readonly inverted: boolean;
  readonly returnNomatch: boolean;
  /** Counters of the entry, and of the lists that it is in, count. */
  readonly updateCounters: boolean;
  readonly updateSubcounters: boolean;
  /** What the entry must have counted; undefined when it's all the same. */
  readonly packets: CounterTest | undefined;
  readonly bytes: CounterTest | undefined;
}

/**
 * The `set` match. What rules add to the set and take out of it decides as packets have left it. Where that isn't followed, for counters and for the addresses of
 * a frame it is a choice: a single packet finds the set as it was, and itself in none by its frame. Source: `xt_set.c`, iptables-extensions(8).
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
      packets: undefined,
      bytes: undefined,
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
        (['eq', 'lt', 'gt'] as const).map((how) => counterOption(what, how)),
      ),
    ],
    finish(data) {
      if (data.sides.length > 0) return data;
      throw new XtablesError('parameter', "You must specify `--match-set' with proper arguments");
    },
  },
  print: (data) => words(data, '--'),
  list: (data) => words(data, ''),
  asNft({ set, sides, inverted, returnNomatch, packets, bytes }, rule) {
    if ((packets ?? bytes) !== undefined) return { without: `-m set with counters of ${set}` };
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
    const { most } = matchedBy(data, scope);
    const needs = unless(inverted, printSetWords(data));
    return [
      {
        when: most,
        words: { option: 'match-set', needs, has: [...new Set(sides)] },
      },
    ];
  },
  isChoice: () => false,
  choice(data, scope): readonly MatchChoice[] {
    const changed = changedEntries(data, scope);
    if (changed !== undefined) return choicesByEntry(data, changed, scope);
    const { least, listed, most } = matchedBy(data, scope);
    return [
      ...(least === listed ? [] : [openChoice(true, all([listed, not(least)]))]),
      ...(most === listed ? [] : [openChoice(false, not(listed))]),
    ];
  },
};

/** Which packets meet a match: what rules add to a set and take out of it isn't known either. */
function matchedBy(data: SetMatch, scope: MatchScope): SetPresence {
  const { set, sides, inverted, returnNomatch, packets, bytes, updateCounters } = data;
  const asks =
    (packets ?? bytes) === undefined
      ? undefined
      : ({ kind: 'counters', packets, bytes, counts: updateCounters } as const);
  const { least, listed, most } = scope.inSet(set, { sides, exceptions: returnNomatch, asks });
  const { added, removed } = scope.setChanges(set);
  const changed = changedEntries(data, scope);
  const inside =
    changed === undefined
      ? { least: removed ? NEVER : least, listed, most: added ? ALWAYS : most }
      : changedPresence(listed, changed, { exceptions: returnNomatch, added, removed });
  if (!inverted) return inside;
  const outside = not(listed);
  return {
    least: inside.most === listed ? outside : not(inside.most),
    listed: outside,
    most: inside.least === listed ? outside : not(inside.least),
  };
}

/** What packets have made of an entry decides, where they have made something of it. An entry of theirs is never an exception. */
function choicesByEntry(
  { set, sides, inverted, returnNomatch }: SetMatch,
  { entries, ofNetworks }: ChangedEntries,
  scope: MatchScope,
): readonly MatchChoice[] {
  const exceptions = returnNomatch && ofNetworks;
  const { listed } = scope.inSet(set, { sides, exceptions, asks: undefined });
  const { added, removed } = scope.setChanges(set);
  const ask = (when: Predicate, key: EntryQuestion['key'], isListed: boolean): MatchChoice => ({
    entry: { does: 'find', set, key, listed: isListed && !exceptions, added: NOTHING_ADDED },
    inverted: inverted !== exceptions,
    open: all([when, isListed ? listed : not(listed)]),
  });
  return entries.flatMap(({ when, key }) => [
    ...(removed || exceptions ? [ask(when, key, true)] : []),
    ...(added && !exceptions ? [ask(when, key, false)] : []),
  ]);
}

const NOTHING_ADDED = { timeout: undefined, renews: false, room: 0 } as const;

/** The entries that packets have in a set, where what rules add to it and take out of it is followed: counters are not. */
function changedEntries(
  { set, sides, packets, bytes }: SetMatch,
  scope: MatchScope,
): ChangedEntries | undefined {
  return (packets ?? bytes) === undefined ? scope.changedEntries(set, sides) : undefined;
}

/** Who may be in a set that packets change: nobody becomes an exception by it. */
function changedPresence(
  listed: Predicate,
  { entries, ofNetworks }: ChangedEntries,
  { exceptions, added, removed }: SetChanges & { readonly exceptions: boolean },
): SetPresence {
  if (exceptions && ofNetworks) return { least: NEVER, listed, most: listed };
  const mayBe = any([listed, ...entries.map(({ when }) => when)]);
  return { least: removed ? NEVER : listed, listed, most: added ? mayBe : listed };
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

/** `--packets-eq` and its like: one of packets, and one of bytes. */
function counterOption(
  what: 'packets' | 'bytes',
  how: 'eq' | 'lt' | 'gt',
): ExtensionOption<SetMatch> {
  const name = `${what}-${how}`;
  return {
    name,
    words: 1,
    invertible: true,
    repeatable: true,
    read(data, { argument, inverted }) {
      if (data[what] !== undefined) {
        throw new XtablesError('parameter', `only one of the --${what}-[eq|lt|gt] is allowed`);
      }
      if (inverted && how !== 'eq') {
        throw new XtablesError('parameter', `--${name} option cannot be inverted`);
      }
      const test: CounterTest = { how: inverted ? 'ne' : how, value: readCounter(argument) };
      return { ...data, [what]: test };
    },
  };
}

const LARGEST = 2n ** 64n - 1n;

/** @throws XtablesError when it's no number of 64 bits */
function readCounter(text: string): bigint {
  const isNumber = /^(?:0x[0-9a-f]+|\d+)$/i.test(text);
  const octal = /^0[0-7]+$/.test(text) ? `0o${text.slice(1)}` : text;
  if (isNumber && BigInt(octal) <= LARGEST) return BigInt(octal);
  throw new XtablesError('parameter', `Cannot parse ${text} as a counter value`);
}

function printCounter(
  what: 'packets' | 'bytes',
  test: CounterTest | undefined,
  dashes: string,
): readonly string[] {
  if (test === undefined) return [];
  const { how, value } = test;
  return how === 'ne' ? [`! ${dashes}${what}-eq ${value}`] : [`${dashes}${what}-${how} ${value}`];
}

function words(data: SetMatch, dashes: string): string {
  return [
    `${data.inverted ? '! ' : ''}${dashes}match-set ${printSetWords(data)}`,
    ...(data.returnNomatch ? [`${dashes}return-nomatch`] : []),
    ...(data.updateCounters ? [] : [`! ${dashes}update-counters`]),
    ...(data.updateSubcounters ? [] : [`! ${dashes}update-subcounters`]),
    ...printCounter('packets', data.packets, dashes),
    ...printCounter('bytes', data.bytes, dashes),
  ].join(' ');
}
