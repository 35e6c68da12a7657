import { XtablesError } from '../../xtables-error.js';
import { set, setBits, type Assignment } from '../../../predicate/assignment.js';
import { all, NEVER, not, type Predicate } from '../../../predicate/predicate.js';
import type { EntryMapping } from '../../set-lookup.js';
import {
  continueWith,
  type MatchScope,
  type Restriction,
  type TargetBranch,
  type TargetData,
  type TargetEffect,
  type TargetExtension,
} from '../extension.js';
import { printSetWords, readSetWords, type SetWords } from '../option/ip-set-words.js';
import { readNumber } from '../option/number/number.js';
import type { ExtensionOption, GivenOption } from '../option/option.js';

/** `-j SET`. */
export interface SetTarget extends TargetData {
  readonly name: 'SET';
  readonly add: SetWords | undefined;
  readonly del: SetWords | undefined;
  readonly map: SetWords | undefined;
  readonly exist: boolean;
  /** Seconds; undefined when not given. */
  readonly timeout: number | undefined;
  /** What of an entry's own values the packet is given. */
  readonly mapped: readonly Mapped[];
}

type Mapped = (typeof MAPPED)[number];

const MAPPED = ['mark', 'prio', 'queue'] as const;
const LONGEST_TIMEOUT = 0xfffffffe;
/** A `!` before it changes nothing, nor does a second time. */
const FREELY = { invertible: true, repeatable: true } as const;

/**
 * The `SET` target: what it adds to a set, or takes out of one, later lookups find so, as far as that is followed; what the entries of a set have for packets it
 * gives them, but for the queue. Source: `xt_set.c`, `set_target_v3`; iptables-extensions(8), SET.
 */
export const setTarget: TargetExtension<SetTarget> = {
  name: 'SET',
  families: [4, 6],
  options: {
    initial: {
      name: 'SET',
      add: undefined,
      del: undefined,
      map: undefined,
      exist: false,
      timeout: undefined,
      mapped: [],
    },
    options: [
      setOption('add'),
      setOption('del'),
      setOption('map'),
      { ...FREELY, name: 'exist', words: 0, read: (data) => ({ ...data, exist: true }) },
      {
        ...FREELY,
        name: 'timeout',
        words: 1,
        read: (data, given) => ({ ...data, timeout: readTimeout(given) }),
      },
      ...MAPPED.map(mapOption),
    ],
    finish: checked,
  },
  print: (data) => words(data, '--'),
  list: (data) => words(data, ''),
  asNft: (data) => ({ without: `-j SET ${words(data, '--')}` }),
  restrict: ({ map, mapped }): Restriction => {
    if (map === undefined) return {};
    const forOutput = mapped.includes('prio') || mapped.includes('queue');
    return forOutput
      ? { tables: ['mangle'], chains: ['FORWARD', 'OUTPUT', 'POSTROUTING'] }
      : { tables: ['mangle'] };
  },
  effect: mapEffect,
  changes: ({ add, del, exist, timeout }, scope) => [
    ...(add === undefined ? [] : [changeEffect('add', add, { exist, timeout }, scope)]),
    ...(del === undefined ? [] : [changeEffect('remove', del, NOTHING_ADDED, scope)]),
  ],
};

type Added = Pick<SetTarget, 'exist' | 'timeout'>;

const NOTHING_ADDED: Added = { exist: false, timeout: undefined };

/** What comes of the entries of packets, by whether commands have left them there. Source: `ip_set_add`, `ip_set_del`. */
function changeEffect(
  does: 'add' | 'remove',
  { set: name, sides }: SetWords,
  { exist, timeout }: Added,
  scope: MatchScope,
): TargetEffect {
  const changed = scope.changedEntries(name, sides);
  if (changed === undefined) return [];
  const { entries, listed, room } = changed;
  const added = { timeout, renews: exist, room };
  return entries.flatMap(({ when, key }, at) =>
    [true, false].map((isListed): TargetBranch => {
      const kind = isListed ? listed : not(listed);
      const word = `${does} ${name} ${at} ${isListed ? 'listed' : 'unlisted'}`;
      return {
        when: all([when, kind]),
        assignments: [],
        next: 'continue',
        changes: { word, question: { does, set: name, key, listed: isListed, added } },
      };
    }),
  );
}

/** Each of what a set has for packets goes to those that are in it by an entry with that. Source: `set_target_v3`. */
function mapEffect(data: SetTarget, scope: MatchScope): TargetEffect {
  const { map, mapped } = data;
  if (map === undefined) return continueWith([]);
  const { removed } = scope.setChanges(map.set);
  return scope.setMappings(map.set).flatMap((mapping): readonly TargetBranch[] => {
    const assignments = assignmentsOf(mapping, mapped);
    if (assignments.length === 0) return [];
    const { least, listed, most } = scope.inSet(map.set, {
      sides: map.sides,
      exceptions: false,
      asks: { kind: 'mapping', mapping },
    });
    const word = assignments.map(printGiven).join(' ');
    const branch = (when: Predicate, open?: TargetBranch['open']): TargetBranch => ({
      assignments,
      next: 'continue',
      when,
      ...(open === undefined ? {} : { open }),
    });
    const sure = removed ? NEVER : least;
    const branches = [branch(sure)];
    if (sure !== listed) branches.push(branch(listed, { of: data, word, taken: true }));
    if (most !== listed) {
      branches.push(branch(all([most, not(listed)]), { of: data, word, taken: false }));
    }
    return branches;
  });
}

function assignmentsOf(
  { mark, mask, priority }: EntryMapping,
  mapped: readonly Mapped[],
): readonly Assignment[] {
  const changesMark = mark !== 0 || mask !== 0;
  return [
    ...(mapped.includes('mark') && changesMark ? [setBits('mark', ~mask >>> 0, mark)] : []),
    ...(mapped.includes('prio') ? [set('priority', priority)] : []),
  ];
}

function printGiven(assignment: Assignment): string {
  return assignment.kind === 'bits'
    ? `${assignment.to} 0x${assignment.value.toString(16)}`
    : assignment.to;
}

/** The sets that a target adds packets to, or takes them out of; none for another target. */
export function setsChanged(target: TargetData): {
  readonly added: readonly SetWords[];
  readonly removed: readonly SetWords[];
} {
  if (!isSetTarget(target)) return { added: [], removed: [] };
  const { add, del } = target;
  return { added: add === undefined ? [] : [add], removed: del === undefined ? [] : [del] };
}

/** How many times a target uses the set of a name. */
export function timesOfSet(target: TargetData, name: string): number {
  if (!isSetTarget(target)) return 0;
  const { add, del, map } = target;
  return [add, del, map].filter((one) => one?.set === name).length;
}

function isSetTarget(target: TargetData): target is SetTarget {
  return target.name === setTarget.name;
}

function setOption(what: 'add' | 'del' | 'map'): ExtensionOption<SetTarget> {
  return {
    ...FREELY,
    name: `${what}-set`,
    words: 2,
    read: (data, given) => ({ ...data, [what]: readSetWords(`${what}-set`, given, data[what]) }),
  };
}

function mapOption(what: Mapped): ExtensionOption<SetTarget> {
  return {
    ...FREELY,
    name: `map-${what}`,
    words: 0,
    read: (data) => ({
      ...data,
      mapped: MAPPED.filter((one) => one === what || data.mapped.includes(one)),
    }),
  };
}

function readTimeout({ argument, option }: GivenOption): number {
  const value = readNumber(argument, 0, LONGEST_TIMEOUT);
  if (value !== undefined) return value;
  throw new XtablesError(
    'parameter',
    `Invalid value for option --${option} or out of range 0-${LONGEST_TIMEOUT}`,
  );
}

/** Source: `set_target_check_v3`. */
function checked(data: SetTarget): SetTarget {
  const { add, del, map, exist, timeout, mapped } = data;
  if (add === undefined && del === undefined && map === undefined) {
    wrong("You must specify either `--add-set' or `--del-set' or `--map-set'");
  }
  if (add === undefined) {
    if (exist) wrong("Flag `--exist' can be used with `--add-set' only");
    if (timeout !== undefined) wrong("Option `--timeout' can be used with `--add-set' only");
  }
  const [first] = mapped;
  if (map === undefined && first !== undefined) {
    wrong(`Flag \`--map-${first}' can be used with \`--map-set' only`);
  }
  if (map !== undefined && first === undefined) {
    wrong("You must specify flags `--map-mark' or '--map-prio` or `--map-queue'");
  }
  return data;
}

function wrong(text: string): never {
  throw new XtablesError('parameter', text);
}

function words({ add, del, map, exist, timeout, mapped }: SetTarget, dashes: string): string {
  const setWords = (name: string, given: SetWords | undefined): readonly string[] =>
    given === undefined ? [] : [`${dashes}${name}-set ${printSetWords(given)}`];
  return [
    ...setWords('add', add),
    ...(exist ? [`${dashes}exist`] : []),
    ...(timeout === undefined ? [] : [`${dashes}timeout ${timeout}`]),
    ...setWords('del', del),
    ...setWords('map', map),
    ...mapped.map((what) => `${dashes}map-${what}`),
  ].join(' ');
}
