import type { Session } from './session.js';

/** Puts a complaint of the shell in Bash's form, with the line. */
export function complain({ name, place }: Session, words: string): string {
  return place === undefined ? `bash: ${words}` : `${name}: line ${place.line}: ${words}`;
}
