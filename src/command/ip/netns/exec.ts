import type { Machine } from '../../../machine/machine.js';
import type { CommandResult, Unsimulated, WrittenFile } from '../../command.js';
import { refuse, refused } from '../../result.js';
import { EXIT_USAGE } from '../arguments.js';
import type { IpContext } from '../ip-context.js';
import { namespaceNames } from './namespace-names.js';
import { refusedNetns } from './refuse-netns.js';

/** `ip netns exec NAME COMMAND...`, and `ip -all netns exec COMMAND...`. Source: ip-netns(8), `netns_exec`. */
export function runInNamespaces(context: IpContext, argv: readonly string[]): CommandResult {
  const [name, ...words] = argv;
  if (context.all) return runInAll(context, argv);
  if (name === undefined) return refuse(context, 1, 'No netns name specified\n');
  if (words.length === 0) return refuse(context, 1, 'No command specified\n');
  return runIn(context, context.machine, name, words);
}

/** The exit status of the commands is lost. */
function runInAll(context: IpContext, words: readonly string[]): CommandResult {
  if (words.length === 0) return refuse(context, 1, 'No command specified\n');
  let { machine } = context;
  let stdout = '';
  let stderr = '';
  const unsimulated: Unsimulated[] = [];
  let written: WrittenFile | undefined;
  for (const name of namespaceNames(machine)) {
    const result = runIn(context, machine, name, words);
    machine = result.machine;
    stdout += `\nnetns: ${name}\n${result.stdout}`;
    stderr += result.stderr;
    written = result.written ?? written;
    unsimulated.push(...(result.unsimulated ?? []));
  }
  return { machine, stdout, stderr, exit: 0, unsimulated, ...(written && { written }) };
}

function runIn(
  context: IpContext,
  machine: Machine,
  namespace: string,
  [tool = '', ...argv]: readonly string[],
): CommandResult {
  const { readStdin, files, findCommand } = context;
  if (!machine.namespaces.has(namespace)) {
    return refuse({ machine }, EXIT_USAGE, refusedNetns(namespace));
  }
  const command = findCommand(tool);
  return command === undefined
    ? refuseUnknown(machine, tool)
    : command({ machine, namespace, argv, readStdin, files });
}

/** There is no such tool, or it is none that is simulated. Source: `cmd_exec` of iproute2. */
export function refuseUnknown(machine: Machine, tool: string): CommandResult {
  const stderr = `exec of "${tool}" failed: No such file or directory\n`;
  return { ...refuse({ machine }, 1, stderr), unsimulated: [refused(tool)] };
}
