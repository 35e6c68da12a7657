import type { Value } from '../variable/variable.js';
import type { DynamicVariable } from '../variable/variables.js';
import { FEATURES } from './option.js';
import type { Shell } from './shell.js';

/** The version that the shell behaves like. */
export const VERSION = '5.2.37(1)-release';

/** The variables that a shell works out when they are read (bash(1), Shell Variables). */
export function makeDynamicVariables(shellOf: () => Shell): ReadonlyMap<string, DynamicVariable> {
  const text = (read: (shell: Shell) => string): DynamicVariable => ({
    read: () => read(shellOf()),
  });
  const list = (read: (shell: Shell) => readonly string[]): DynamicVariable => ({
    read: () => listOf(read(shellOf())),
  });
  return new Map<string, DynamicVariable>([
    [
      'BASHOPTS',
      text(({ features }) => [...FEATURES.keys()].filter((name) => features.has(name)).join(':')),
    ],
    ['BASHPID', text(({ pid }) => `${pid}`)],
    ['BASH_COMMAND', text(({ command }) => command)],
    ['BASH_LINENO', list(callLines)],
    [
      'BASH_SOURCE',
      list(({ frames, name }) => [...frames.map(({ source }) => source).toReversed(), name]),
    ],
    ['BASH_SUBSHELL', text(({ depth }) => `${depth}`)],
    ['DIRSTACK', list(({ folder, folderStack }) => [folder, ...folderStack])],
    ['EPOCHREALTIME', text(({ world }) => world.time.toFixed(6))],
    ['EPOCHSECONDS', text(({ world }) => `${Math.floor(world.time)}`)],
    ['FUNCNAME', { read: () => functionNames(shellOf()) }],
    ['GROUPS', list(() => ['0'])],
    ['LINENO', text(({ line }) => `${line}`)],
    ['PIPESTATUS', list(({ pipeStatus }) => pipeStatus.map(String))],
    [
      'RANDOM',
      {
        read: () => nextRandom(shellOf()),
        write: (value) => {
          shellOf().random = Number.parseInt(value, 10) >>> 0;
        },
      },
    ],
    ['SECONDS', text(() => '0')],
    ['SHELLOPTS', text(({ options }) => [...options].toSorted().join(':'))],
    ['SRANDOM', { read: () => nextRandom(shellOf()) }],
    ['_', text(({ lastWord }) => lastWord)],
  ]);
}

function listOf(values: readonly string[]): Value {
  return { kind: 'indexed', elements: new Map(values.entries()) };
}

function functionNames({ frames }: Shell): Value {
  if (!frames.some(({ isFunction }) => isFunction)) return undefined;
  return listOf([...frames.map(({ name }) => name).toReversed(), 'main']);
}

function callLines({ frames }: Shell): string[] {
  return [...frames.map(({ line }) => `${line}`).toReversed(), '0'];
}

/**
 * The next number of `$RANDOM`, by the minimal standard generator of Park and Miller, as in Bash. It always begins alike, so that
 * a script does the same every time.
 */
function nextRandom(shell: Shell): string {
  const seed = shell.random === 0 ? 123_459_876 : shell.random;
  shell.random = Number((16_807n * BigInt(seed)) % 2_147_483_647n);
  return `${((shell.random >> 16) ^ (shell.random & 0xffff)) & 0x7fff}`;
}
