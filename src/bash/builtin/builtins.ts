import type { MissingBuiltin } from '../unsimulated.js';
import { refuseMissing, type Builtin } from './builtin.js';
import { declare } from './declare.js';
import { echo } from './echo.js';
import { cd, dirs, popd, pushd, pwd } from './folder.js';
import { getopts } from './getopts.js';
import { breakLoop, continueLoop, exit, returnFrom } from './leave.js';
import { alias, caller, letBuiltin, mapfile, unalias } from './list.js';
import { builtin, command, enable, hash, type } from './lookup.js';
import { printf } from './printf.js';
import { disown, jobs, kill, noJobControl, times, ulimit, umask, wait } from './process.js';
import { read } from './read.js';
import { evaluateText, exec, source } from './run-text.js';
import { set, shift, shopt } from './set.js';
import { test } from './test.js';
import { trap } from './trap.js';
import { unset } from './unset.js';

const missing =
  (name: MissingBuiltin): Builtin =>
  (call) =>
    refuseMissing(call, name);

/** The builtins of the shell, by name (bash(1), SHELL BUILTIN COMMANDS). */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  [':', () => 0],
  ['.', source],
  ['[', test],
  ['alias', alias],
  ['bg', noJobControl],
  ['break', breakLoop],
  ['builtin', builtin],
  ['caller', caller],
  ['cd', cd],
  ['command', command],
  ['continue', continueLoop],
  ['declare', declare],
  ['dirs', dirs],
  ['disown', disown],
  ['echo', echo],
  ['enable', enable],
  ['eval', evaluateText],
  ['exec', exec],
  ['exit', exit],
  ['export', declare],
  ['false', () => 1],
  ['fg', noJobControl],
  ['getopts', getopts],
  ['hash', hash],
  ['bind', missing('bind')],
  ['compgen', missing('compgen')],
  ['complete', missing('complete')],
  ['compopt', missing('compopt')],
  ['fc', missing('fc')],
  ['help', missing('help')],
  ['history', () => 0],
  ['jobs', jobs],
  ['kill', kill],
  ['let', letBuiltin],
  ['local', declare],
  ['logout', missing('logout')],
  ['mapfile', mapfile],
  ['popd', popd],
  ['printf', printf],
  ['pushd', pushd],
  ['pwd', pwd],
  ['read', read],
  ['readarray', mapfile],
  ['readonly', declare],
  ['return', returnFrom],
  ['set', set],
  ['shift', shift],
  ['shopt', shopt],
  ['source', source],
  ['suspend', noJobControl],
  ['test', test],
  ['times', times],
  ['trap', trap],
  ['true', () => 0],
  ['type', type],
  ['typeset', declare],
  ['ulimit', ulimit],
  ['umask', umask],
  ['unalias', unalias],
  ['unset', unset],
  ['wait', wait],
]);
