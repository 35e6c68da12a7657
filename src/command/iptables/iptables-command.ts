import { readDatabases } from '../../databases/databases.js';
import { TABLE_NAMES, type TableName } from '../../netfilter/hook.js';
import { XtablesError } from '../../netfilter/xtables-error.js';
import type { Command, CommandContext, CommandResult } from '../command.js';
import { writeCommand } from '../written.js';
import { BatchError, runBatch } from './restore/batch.js';
import type { CommandLine } from './read/command-line.js';
import type { CommandName } from './read/command-options.js';
import { failureOf } from './error-text.js';
import { firewallOf, withFirewall } from './firewall.js';
import { parseCommand } from './read/parse-command.js';
import { stepsOf } from './step/steps.js';
import { setFamilies } from './set-families.js';
import type { Tool } from './tool.js';

/** `iptables` or `ip6tables` by any of its names. */
export function iptablesCommand(tool: Tool): Command {
  return (context) => {
    const notices: string[] = [];
    const result = run(tool, context, notices);
    return { ...result, stderr: notices.join('') + result.stderr };
  };
}

function run(tool: Tool, context: CommandContext, notices: string[]): CommandResult {
  const { machine, namespace, argv } = context;
  const commands = new Set<CommandName>();
  let isRead = false;
  try {
    const written = writeCommand(tool.name, argv);
    const familyOfSet = setFamilies(machine, namespace);
    const databases = readDatabases(machine.files);
    const lineContext = { tool, notices, written, familyOfSet, databases, commands };
    const parsed = parseCommand(argv, lineContext);
    isRead = true;
    if (parsed.kind !== 'run') {
      return { machine, stdout: parsed.kind === 'say' ? parsed.stdout : '', stderr: '', exit: 0 };
    }
    const table = tableOf(parsed.line);
    refuseDebugging(parsed.line);
    const steps = stepsOf(parsed.line, { family: tool.family, table, databases, line: 0 });
    const { firewall, stdout } = runBatch(firewallOf(machine, namespace, tool.family), steps);
    return { machine: withFirewall(machine, namespace, firewall), stdout, stderr: '', exit: 0 };
  } catch (error) {
    if (error instanceof XtablesError) {
      const failure = { machine, stdout: '', ...failureOf(error, tool, 0) };
      return !isRead && onlyAsks(argv, commands) ? { ...failure, unsimulated: [] } : failure;
    }
    if (!(error instanceof BatchError)) throw error;
    const { firewall, stdout, problem } = error;
    const left = firewall === undefined ? machine : withFirewall(machine, namespace, firewall);
    return { machine: left, stdout, ...failureOf(problem, tool, 0) };
  }
}

/**
 * Whether a command line that nexthop can't read would change nothing in Linux either: it asks whether a rule is there (-C), or takes it away (-D), which can't
 * be there as it can't be added; or it asks for the help of an extension, as scripts do to learn whether there is one.
 */
function onlyAsks(argv: readonly string[], commands: ReadonlySet<CommandName>): boolean {
  if (commands.size === 0) return ['-h', '--help'].includes(argv.at(-1) ?? '');
  return [...commands].every((command) => command === 'check' || command === 'delete');
}

/** The table that a command line names. @throws XtablesError when there is none of that name */
function tableOf({ table }: CommandLine): TableName {
  const found = TABLE_NAMES.find((name) => name === table);
  if (found === undefined) throw new XtablesError('version', `table '${table}' does not exist`);
  return found;
}

/** Twice -v prints what goes to the kernel, for those who debug iptables itself. */
function refuseDebugging({ verbosity, commands }: CommandLine): void {
  const silent = [...commands].every((command) => SILENT.has(command));
  if (verbosity > 1 && !silent) throw new XtablesError('unsimulated', '-v -v');
}

/** The commands that send nothing to the kernel. */
const SILENT: ReadonlySet<CommandName> = new Set<CommandName>(['list', 'list-rules', 'check']);
