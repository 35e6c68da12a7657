import { readDatabases } from '../../../databases/databases.js';
import { XtablesError } from '../../../netfilter/xtables-error.js';
import type { Command, CommandContext, CommandResult } from '../../command.js';
import { refuse, succeed } from '../../result.js';
import { BatchError } from './batch.js';
import { failureOf, type Failure } from '../error-text.js';
import { firewallOf, withFirewall } from '../firewall.js';
import { readFrontOptions, type FrontOptions } from '../read/front-options.js';
import type { ArgumentNeed, LongOption } from '../read/option-scanner.js';
import { RestoreReader, type RestoreOptions } from './restore-reader.js';
import { setFamilies } from '../set-families.js';
import { VERSION, type Tool } from '../tool.js';

const SHORT = new Map<string, ArgumentNeed>([
  ['b', 'none'],
  ['c', 'none'],
  ['v', 'none'],
  ['V', 'none'],
  ['t', 'none'],
  ['h', 'none'],
  ['n', 'none'],
  ['M', 'required'],
  ['T', 'required'],
  ['w', 'none'],
  ['W', 'none'],
]);

const LONG: readonly LongOption[] = [
  { name: 'counters', argument: 'none', value: 'c' },
  { name: 'verbose', argument: 'none', value: 'v' },
  { name: 'version', argument: 'none', value: 'V' },
  { name: 'test', argument: 'none', value: 't' },
  { name: 'help', argument: 'none', value: 'h' },
  { name: 'noflush', argument: 'none', value: 'n' },
  { name: 'modprobe', argument: 'required', value: 'M' },
  { name: 'table', argument: 'required', value: 'T' },
  { name: 'ipv4', argument: 'none', value: '4' },
  { name: 'ipv6', argument: 'none', value: '6' },
  { name: 'wait', argument: 'optional', value: 'w' },
  { name: 'wait-interval', argument: 'optional', value: 'W' },
];

/** `iptables-restore` or `ip6tables-restore` by any of its names. */
export function restoreCommand(tool: Tool): Command {
  return (context) => {
    const options = readFrontOptions(tool.name, context.argv, SHORT, LONG);
    const hint = `Try \`${tool.name} -h' for more information.\n`;
    if (options.kind === 'mistake') return refuse(context, 1, options.stderr + hint);
    const { given, words } = options;
    if (given.has('4') || given.has('6')) return refuse(context, 1, hint);
    if (given.has('V')) return succeed(context.machine, `${tool.name} ${VERSION}\n`);
    if (given.has('h')) return { ...succeed(context.machine), stderr: usage(tool) };
    if (words.length > 1) return refuse(context, 1, 'Unknown arguments found on commandline\n');
    const [file] = words;
    const text = file === undefined ? context.readStdin() : context.files.read(file);
    if (text === undefined) {
      return refuse(context, 1, `Can't open ${file ?? ''}: No such file or directory\n`);
    }
    return restore(tool, context, text, restoreOptions(options));
  };
}

function restoreOptions({ given, count }: FrontOptions & { kind: 'options' }): RestoreOptions {
  return {
    counters: given.has('c'),
    test: given.has('t'),
    noflush: given.has('n'),
    verbosity: count('v'),
    table: given.get('T'),
  };
}

/** Reads a file; what was committed stays, whatever comes after. */
function restore(
  tool: Tool,
  context: CommandContext,
  text: string,
  options: RestoreOptions,
): CommandResult {
  const start = firewallOf(context.machine, context.namespace, tool.family);
  const reader = new RestoreReader(tool, options, start, {
    familyOfSet: setFamilies(context.machine, context.namespace),
    databases: readDatabases(context.machine.files),
  });
  const end = (failure: Failure): CommandResult => ({
    ...failure,
    machine: withFirewall(context.machine, context.namespace, reader.firewall),
    stdout: reader.stdout,
    stderr: reader.notices.join('') + failure.stderr,
  });
  try {
    return end(reader.read(text));
  } catch (error) {
    if (error instanceof XtablesError) {
      return end(failureOf(error, tool, reader.line));
    }
    if (!(error instanceof BatchError)) throw error;
    // A change that can't be is found at its own line, any other mistake at that of COMMIT.
    const line = error.problem.problem === 'state' ? error.line : reader.line;
    return end(failureOf(error.problem, tool, line));
  }
}

function usage({ name }: Tool): string {
  return `Usage: ${name} [-c] [-v] [-V] [-t] [-h] [-n] [-T table] [-M command] [-4] [-6] [file]
\t   [ --counters ]
\t   [ --verbose ]
\t   [ --version]
\t   [ --test ]
\t   [ --help ]
\t   [ --noflush ]
\t   [ --table=<TABLE> ]
\t   [ --modprobe=<command> ]
\t   [ --ipv4 ]
\t   [ --ipv6 ]
`;
}
