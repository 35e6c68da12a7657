import type { ArgumentNeed, LongOption } from './option-scanner.js';

/** What a command line can ask for. */
export type CommandName =
  | 'append'
  | 'check'
  | 'delete'
  | 'delete-number'
  | 'replace'
  | 'insert'
  | 'list'
  | 'list-rules'
  | 'flush'
  | 'zero'
  | 'zero-number'
  | 'new-chain'
  | 'delete-chain'
  | 'rename-chain'
  | 'set-policy';

/** The letters of the commands, as error texts have them. */
export const COMMAND_LETTERS: Readonly<Record<CommandName, string>> = {
  append: 'A',
  check: 'C',
  delete: 'D',
  'delete-number': 'D',
  replace: 'R',
  insert: 'I',
  list: 'L',
  'list-rules': 'S',
  flush: 'F',
  zero: 'Z',
  'zero-number': 'Z',
  'new-chain': 'N',
  'delete-chain': 'X',
  'rename-chain': 'E',
  'set-policy': 'P',
};

/** The commands that take a rule. */
export const RULE_COMMANDS: readonly CommandName[] = [
  'append',
  'check',
  'delete',
  'replace',
  'insert',
];

/** Options that can be given once. */
export type BaseOption =
  | 'numeric'
  | 'source'
  | 'destination'
  | 'protocol'
  | 'jump'
  | 'verbose'
  | 'exact'
  | 'in-interface'
  | 'out-interface'
  | 'line-numbers'
  | 'set-counters'
  | 'fragments';

/** The options that a `!` may stand before. */
export const INVERTIBLE_OPTIONS: ReadonlySet<BaseOption> = new Set<BaseOption>([
  'source',
  'destination',
  'protocol',
  'in-interface',
  'out-interface',
  'fragments',
]);

/** The commands with which an option may be given, in the order in which it's checked. Source: `options_v_commands`. */
export const OPTION_COMMANDS: readonly (readonly [BaseOption, readonly CommandName[]])[] = [
  ['numeric', ['list']],
  ['source', RULE_COMMANDS],
  ['destination', RULE_COMMANDS],
  ['protocol', RULE_COMMANDS],
  ['jump', RULE_COMMANDS],
  ['exact', ['list']],
  ['in-interface', RULE_COMMANDS],
  ['out-interface', RULE_COMMANDS],
  ['line-numbers', ['list']],
  ['set-counters', ['insert', 'replace', 'append', 'set-policy']],
  ['fragments', RULE_COMMANDS],
];

/** The one-letter options. Source: `IPT_OPTSTRING`. */
export const SHORT_OPTIONS: ReadonlyMap<string, ArgumentNeed> = new Map<string, ArgumentNeed>([
  ...letters('ACDEIMNPRcdijopstgm', 'required'),
  ...letters('FLSXZWhw', 'optional'),
  ...letters('Vv46fnx', 'none'),
]);

/** The long options, by the letter of the short one. Source: `original_opts`. */
export const LONG_OPTIONS: readonly LongOption[] = [
  long('append', 'A', 'required'),
  long('delete', 'D', 'required'),
  long('check', 'C', 'required'),
  long('insert', 'I', 'required'),
  long('replace', 'R', 'required'),
  long('list', 'L', 'optional'),
  long('list-rules', 'S', 'optional'),
  long('flush', 'F', 'optional'),
  long('zero', 'Z', 'optional'),
  long('new-chain', 'N', 'required'),
  long('delete-chain', 'X', 'optional'),
  long('rename-chain', 'E', 'required'),
  long('policy', 'P', 'required'),
  long('source', 's', 'required'),
  long('destination', 'd', 'required'),
  long('src', 's', 'required'),
  long('dst', 'd', 'required'),
  long('protocol', 'p', 'required'),
  long('in-interface', 'i', 'required'),
  long('jump', 'j', 'required'),
  long('table', 't', 'required'),
  long('match', 'm', 'required'),
  long('numeric', 'n', 'none'),
  long('out-interface', 'o', 'required'),
  long('verbose', 'v', 'none'),
  long('wait', 'w', 'optional'),
  long('wait-interval', 'W', 'optional'),
  long('exact', 'x', 'none'),
  long('fragments', 'f', 'none'),
  long('version', 'V', 'none'),
  long('help', 'h', 'optional'),
  long('line-numbers', '0', 'none'),
  long('modprobe', 'M', 'required'),
  long('set-counters', 'c', 'required'),
  long('goto', 'g', 'required'),
  long('ipv4', '4', 'none'),
  long('ipv6', '6', 'none'),
];

function letters(all: string, need: ArgumentNeed): readonly (readonly [string, ArgumentNeed])[] {
  return all.split('').map((letter) => [letter, need]);
}

function long(name: string, value: string, argument: ArgumentNeed): LongOption {
  return { name, value, argument };
}
