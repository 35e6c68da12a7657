/** The letter of each option of `set`, by its long name; those without have an empty one (bash(1), `set`). */
export const SET_OPTIONS: ReadonlyMap<string, string> = new Map([
  ['allexport', 'a'],
  ['braceexpand', 'B'],
  ['emacs', ''],
  ['errexit', 'e'],
  ['errtrace', 'E'],
  ['functrace', 'T'],
  ['hashall', 'h'],
  ['histexpand', 'H'],
  ['history', ''],
  ['ignoreeof', ''],
  ['interactive-comments', ''],
  ['keyword', 'k'],
  ['monitor', 'm'],
  ['noclobber', 'C'],
  ['noexec', 'n'],
  ['noglob', 'f'],
  ['nolog', ''],
  ['notify', 'b'],
  ['nounset', 'u'],
  ['onecmd', 't'],
  ['physical', 'P'],
  ['pipefail', ''],
  ['posix', ''],
  ['privileged', 'p'],
  ['verbose', 'v'],
  ['vi', ''],
  ['xtrace', 'x'],
]);

/** Options whose effect this shell doesn't have. */
export const MISSING_SET_OPTIONS: ReadonlySet<string> = new Set([
  'keyword',
  'noexec',
  'onecmd',
  'posix',
  'verbose',
]);

/** The features of `shopt` and whether each is on in a script. */
export const FEATURES: ReadonlyMap<string, boolean> = new Map(
  [
    '-autocd -assoc_expand_once -cdable_vars -cdspell -checkhash -checkjobs +checkwinsize +cmdhist',
    '-compat31 -compat32 -compat40 -compat41 -compat42 -compat43 -compat44 +complete_fullquote',
    '-direxpand -dirspell -dotglob -execfail -expand_aliases -extdebug -extglob +extquote -failglob',
    '+force_fignore +globasciiranges +globskipdots -globstar -gnu_errfmt -histappend -histreedit',
    '-histverify +hostcomplete -huponexit -inherit_errexit +interactive_comments -lastpipe -lithist',
    '-localvar_inherit -localvar_unset -login_shell -mailwarn -no_empty_cmd_completion -nocaseglob',
    '-nocasematch -noexpand_translation -nullglob +patsub_replacement +progcomp -progcomp_alias',
    '+promptvars -restricted_shell -shift_verbose +sourcepath -varredir_close -xpg_echo',
  ]
    .join(' ')
    .split(' ')
    .map((word) => [word.slice(1), word.startsWith('+')]),
);

/** Features whose effect this shell doesn't have. */
export const MISSING_FEATURES: ReadonlySet<string> = new Set([
  'cdable_vars',
  'execfail',
  'expand_aliases',
  'extdebug',
  'varredir_close',
]);

/** The letters of the options that are on: `$-`. */
export function flagsOf(options: ReadonlySet<string>): string {
  const letters = [...options].map((name) => SET_OPTIONS.get(name) ?? '');
  return letters.join('').split('').toSorted(compareLetters).join('');
}

/** `$-` has lower case before upper case, but for `h`, which is among the first. */
function compareLetters(left: string, right: string): number {
  const order = 'abefhkmnptuvxBCEHPT';
  return order.indexOf(left) - order.indexOf(right);
}
