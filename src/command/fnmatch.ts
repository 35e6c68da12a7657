import { Automaton } from '../pattern/automaton.js';
import { readGlob } from '../pattern/read-glob.js';

/** Matches a name with a pattern of `*`, `?` and `[...]`, as fnmatch(3) does without flags. */
export function matchesPattern(pattern: string, name: string): boolean {
  return Automaton.of(readGlob(pattern))?.finds(name) === true;
}

/** Reports whether a text has any of the signs that make it a pattern. */
export function isPattern(text: string): boolean {
  return /[*?[]/.test(text);
}
