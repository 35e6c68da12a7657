import { namespaceOf, withNamespace } from '../../machine/machine.js';
import type { Command, CommandContext, CommandResult } from '../command.js';
import { Automaton } from '../../pattern/automaton.js';
import { readEre } from '../../pattern/read-ere.js';
import { notSimulated, refuse, succeed } from '../result.js';
import { loadFiles } from './load-files.js';
import { readSysctlOptions, WrongOption, type SysctlOptions } from './options.js';
import { keysBelow, readAll, readKey } from './read-key.js';
import { readSetting } from './setting.js';
import type { SysctlRun } from './sysctl-run.js';
import { SYSCTL_USAGE } from './usage.js';
import { writeKey } from './write-key.js';

/**
 * `sysctl`, of procps 4. It knows what is below /proc/sys/net; `-a` lists that. A key that makes a difference here has its effect, one
 * that makes none is kept, and the rest is refused by name. Of the keys elsewhere it knows what was written. Source: sysctl(8).
 */
export const sysctlCommand: Command = (context) => {
  if (context.argv.length === 0) return refuse(context, 1, SYSCTL_USAGE);
  let options: SysctlOptions;
  try {
    options = readSysctlOptions(context.argv);
  } catch (error) {
    if (!(error instanceof WrongOption)) throw error;
    return { ...refuse(context, error.exit, error.stderr), stdout: error.stdout };
  }
  if (options.ending === 'help') return succeed(context.machine, SYSCTL_USAGE);
  if (options.ending === 'version') return succeed(context.machine, VERSION);
  if (options.system) return notSimulated(context, 'sysctl --system');
  return runWith(context, options);
};

const VERSION = 'sysctl from procps-ng 4.0.4\n';
const TRY_HELP = "Try `sysctl --help' for more information.\n";

function runWith(context: CommandContext, options: SysctlOptions): CommandResult {
  const read = options.pattern === undefined ? undefined : readEre(options.pattern);
  if (read === 'back-reference')
    return notSimulated(context, 'sysctl --pattern with a back-reference');
  const run: SysctlRun = {
    options,
    wanted: options.pattern === undefined ? 'all' : read && Automaton.of(read),
    namespace: namespaceOf(context.machine, context.namespace),
    otherSysctls: context.machine.otherSysctls,
    inert: [],
    stdout: '',
    stderr: '',
    unsimulated: undefined,
  };
  if (!options.all && !options.load) {
    if (options.words.length === 0) {
      return refuse(context, 1, `sysctl: no variables specified\n${TRY_HELP}`);
    }
    if (options.namesOnly && options.quiet) {
      return refuse(context, 1, `sysctl: options -N and -q cannot coexist\n${TRY_HELP}`);
    }
  }
  const status = doAll(run, context);
  if (run.unsimulated !== undefined) return notSimulated(context, run.unsimulated);
  const { stdout, stderr, namespace, otherSysctls } = run;
  const machine = withNamespace(context.machine, context.namespace, namespace);
  return {
    machine: machine.set('otherSysctls', otherSysctls),
    stdout,
    stderr,
    exit: status & 0xff,
    unsimulated: run.inert.map((key) => ({ kind: 'inert', what: `sysctl ${key}` })),
  };
}

function doAll(run: SysctlRun, context: CommandContext): number {
  if (run.options.all) {
    readAll(run, keysBelow(run.namespace, ''));
    return 0;
  }
  if (run.options.load) return loadFiles(run, context);
  let status = 0;
  for (const word of run.options.words) {
    if (run.options.write || word.includes('=')) {
      const setting = readSetting(run, 'command line(0)', word);
      status |= setting === undefined ? 1 : writeSetting(run, setting);
    } else {
      status += readKey(run, word);
    }
  }
  return status;
}

function writeSetting(
  run: SysctlRun,
  { name, value }: NonNullable<ReturnType<typeof readSetting>>,
) {
  return value === undefined ? 0 : writeKey(run, name, value);
}
