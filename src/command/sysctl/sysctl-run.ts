import type { Machine } from '../../machine/machine.js';
import type { Namespace } from '../../namespace/namespace.js';
import type { Automaton } from '../../pattern/automaton.js';
import type { SysctlOptions } from './options.js';
import type { SysctlUnsimulated } from './unsimulated.js';

/** One run of `sysctl`: what it has done and said so far. */
export interface SysctlRun {
  readonly options: SysctlOptions;
  /** The names of the keys that `--pattern` asks for; undefined when it is no pattern: the tool goes on, and finds nothing. */
  readonly wanted: Automaton | 'all' | undefined;
  namespace: Namespace;
  otherSysctls: Machine['otherSysctls'];
  /** Keys outside of `net` that were written: nothing comes of them. */
  readonly inert: string[];
  stdout: string;
  stderr: string;
  /** The first thing that was asked for and isn't simulated; it undoes the run. */
  unsimulated: SysctlUnsimulated | undefined;
}

/** Prints a key as the options ask for it. */
export function printKey(run: SysctlRun, name: string, value: string): void {
  const { namesOnly, valuesOnly, bare } = run.options;
  if (namesOnly) run.stdout += `${name}\n`;
  else if (valuesOnly) run.stdout += bare ? value : `${value}\n`;
  else run.stdout += `${name} = ${value}\n`;
}

/** Complains on standard error. */
export function complain(run: SysctlRun, line: string): void {
  run.stderr += `sysctl: ${line}\n`;
}

/** Reports whether a key is among those that `--pattern` asks for. */
export function isWanted({ wanted }: SysctlRun, name: string): boolean {
  return wanted === 'all' || wanted?.finds(name) === true;
}
