import type { Shell } from '../execute/shell.js';
import { ExpansionProblem } from '../execute/leave.js';
import { keysOf, sortedElements, valuesOf } from '../variable/variable.js';
import { flagsOf } from '../execute/option.js';
import type { ParameterPart, Subscript } from '../syntax/script.js';

/** What a parameter stands for: one value, or all of a list. */
export interface ParameterValue {
  /** Undefined when it is not set. */
  readonly value: string | undefined;
  /** The values of a list; undefined when it is one value. */
  readonly list: readonly string[] | undefined;
  /** The list is one word with `IFS` between: `$*`, `${x[*]}`. */
  readonly isOneWord: boolean;
  /** What the parameter is called, once references are followed. */
  readonly name: string;
  readonly subscript: string | undefined;
  /** The numbers of the elements, for a part of the list. */
  readonly numbers: readonly number[] | undefined;
}

/** Finds what `${NAME}` or `${NAME[SUBSCRIPT]}` stands for, before any operation. */
export async function findParameter(
  shell: Shell,
  part: Pick<ParameterPart, 'name' | 'subscript'>,
): Promise<ParameterValue> {
  const { name, subscript } = part;
  if (name === '@' || name === '*') return positional(shell, name);
  if (subscript === '@' || subscript === '*') return wholeList(shell, name, subscript);
  if (!/^[A-Za-z_]/.test(name)) return single(name, specialParameter(shell, name));
  if (subscript === undefined) {
    const target = shell.variables.follow(name);
    if (target.subscript === '@' || target.subscript === '*') {
      return wholeList(shell, target.name, target.subscript);
    }
    return single(name, shell.variables.get(name));
  }
  const key = await keyOf(shell, name, subscript);
  return { ...single(name, shell.variables.get(name, key)), subscript: key };
}

/** The text of a subscript. */
export async function keyOf(shell: Shell, name: string, subscript: Subscript): Promise<string> {
  if (typeof subscript === 'string') return subscript;
  const key = await shell.engine.expandText(shell, subscript);
  if (key === '' && !shell.variables.isAssociative(name)) {
    throw new ExpansionProblem(`${name}[${subscript.raw}]: bad array subscript`);
  }
  return key;
}

/** The keys of a list: `${!NAME[@]}`. */
export function keysOfParameter(shell: Shell, name: string, isOneWord: boolean): ParameterValue {
  const list = keysOf(shell.variables.whole(name));
  return { ...single(name, undefined), list, isOneWord };
}

function single(name: string, value: string | undefined): ParameterValue {
  return {
    value,
    list: undefined,
    isOneWord: false,
    name,
    subscript: undefined,
    numbers: undefined,
  };
}

function positional(shell: Shell, name: '@' | '*'): ParameterValue {
  const list = shell.positional;
  return { ...single(name, undefined), list, isOneWord: name === '*' };
}

function wholeList(shell: Shell, name: string, subscript: '@' | '*'): ParameterValue {
  const value = shell.variables.whole(name);
  const numbers =
    typeof value === 'object' && value.kind === 'indexed'
      ? sortedElements(value.elements).map(([number]) => number)
      : undefined;
  return {
    ...single(name, undefined),
    list: valuesOf(value),
    isOneWord: subscript === '*',
    subscript,
    numbers,
  };
}

/** The value of a parameter that is no variable (bash(1), Special Parameters). */
function specialParameter(shell: Shell, name: string): string | undefined {
  switch (name) {
    case '?':
      return `${askedStatus(shell)}`;
    case '#':
      return `${shell.positional.length}`;
    case '$':
      return `${shell.mainPid}`;
    case '!':
      return shell.background === undefined ? undefined : `${shell.background}`;
    case '-':
      return flagsOf(shell.options);
    case '0':
      return shell.name;
    default:
      return shell.positional[Number(name) - 1];
  }
}

/** A parameter's name as it stands in the complaint that it is not set. */
export function complaintName({ name, subscript }: ParameterValue): string {
  return `${/^\d/.test(name) ? '$' : ''}${name}${subscript === undefined ? '' : `[${subscript}]`}`;
}

/** `$?`: who looks at a status that is only presumed has asked what can't be known. */
function askedStatus(shell: Shell): number {
  if (shell.presumed === undefined) return shell.status;
  const { exit } = shell.world.refuse(shell.presumed, shell.place);
  shell.presumed = undefined;
  shell.status = exit;
  return exit;
}
