import type { Family } from '../../../address/family.js';
import { isKnownTarget } from '../../../netfilter/extension/option/known-names.js';
import { parameterError } from './command-draft.js';
import { MAX_NAME } from './loaded-extensions.js';

/** Checks the name of a chain that is to be made. @throws XtablesError when it can't have that name */
export function assertChainName(name: string, family: Family): void {
  assertName(name, isKnownTarget(name, family));
}

/** Checks the name of a chain that a file announces: it may be that of a target. @throws XtablesError when it can't have that name */
export function assertRestoredName(name: string): void {
  assertName(name, false);
}

function assertName(name: string, isTarget: boolean): void {
  assertChainLength(name);
  if (name.startsWith('-') || name.startsWith('!')) {
    throw parameterError(`chain name not allowed to start with \`${name.slice(0, 1)}'`);
  }
  if (isTarget || VERDICTS.has(name)) {
    throw parameterError('chain name may not clash with target name');
  }
  if (/\s/.test(name)) throw parameterError(`Invalid chain name \`${name}'`);
}

const VERDICTS: ReadonlySet<string> = new Set(['', 'ACCEPT', 'DROP', 'QUEUE', 'RETURN']);

/** Checks the length of a chain's name. @throws XtablesError when it's too long */
export function assertChainLength(name: string): void {
  if (name.length < MAX_NAME) return;
  throw parameterError(`chain name \`${name}' too long (must be under ${MAX_NAME} chars)`);
}

/** Checks the argument of -j or -g, and gives it back. @throws XtablesError when no chain or target can have that name */
export function assertTargetName(name: string): string {
  if (name === '') throw parameterError('Invalid target name (too short)');
  if (name.length >= MAX_NAME) {
    throw parameterError(`Invalid target name \`${name}' (${MAX_NAME - 1} chars max)`);
  }
  if (/\s/.test(name)) throw parameterError(`Invalid target name \`${name}'`);
  return name;
}
