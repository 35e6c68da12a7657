import type { NameOf } from '../unsimulated-names.js';

/** What Bash has and this shell refuses: docs/not-simulated.md is made of it. */
export const BASH_UNSIMULATED = {
  'constructs, refused before anything runs': [
    'coproc (line <number>, column <number>)',
    'here-document with its text behind the substitution that it is in (line <number>, column <number>)',
    'more than <number> constructs in each other (line <number>, column <number>)',
  ],
  builtins: ['bind', 'compgen', 'complete', 'compopt', 'fc', 'help', 'logout'],
  'words of builtins': [
    'mapfile -C',
    'readarray -C',
    'wait <option>',
    'a signal from a subshell to the script',
    'ulimit',
    'ulimit <words>',
    'umask <mode>',
  ],
  options: ['set -o <option>', 'shopt -s <option>'],
} as const;

/** The name of something that Bash has and is refused. */
export type BashUnsimulated = NameOf<typeof BASH_UNSIMULATED>;

/** A builtin that Bash has and this shell has not. */
export type MissingBuiltin = (typeof BASH_UNSIMULATED)['builtins'][number];
