import type { Machine } from '../machine/machine.js';
import type { Command, CommandResult } from './command.js';
import { recordUnsimulated } from './record-unsimulated.js';
import { refused } from './result.js';
import { bridgeCommand } from './bridge/bridge.js';
import { iptablesCommands } from './iptables/iptables.js';
import { ipsetCommand } from './ipset/ipset.js';
import { makeIp } from './ip/ip.js';
import { nftCommand } from './nft/nft-command.js';
import { filesOfMachine, withInput } from './command-files.js';
import { sysctlCommand } from './sysctl/sysctl.js';
import { wgCommand } from './wg/wg.js';

/** Exit status of a shell that finds no command of a name. */
const NOT_FOUND_EXIT = 127;

/** Every simulated tool, by the name that one types. */
export const COMMANDS: ReadonlyMap<string, Command> = new Map([
  ['ip', makeIp(findCommand)],
  ['sysctl', sysctlCommand],
  ['ipset', ipsetCommand],
  ['nft', nftCommand],
  ['wg', wgCommand],
  ['bridge', bridgeCommand],
  ...iptablesCommands,
]);

/**
 * Runs one command on a machine, in one of its namespaces. Nothing is printed and no file is touched: all is in the result.
 * A tool that isn't simulated is answered as a shell answers for one that it doesn't find: exit status 127. What was refused by name is
 * written down in the machine that is left behind.
 *
 * @param words - the tool's name, with or without /sbin or the like, and its arguments; none at all does nothing, with exit status 0
 * @param stdin - what the command reads from its standard input
 * @param readFile - the text of a file that the command is asked to read; undefined when there is no such file
 */
export function runCommand(
  machine: Machine,
  namespace: string,
  words: readonly string[],
  stdin = '',
  readFile: (path: string) => string | undefined = () => undefined,
): CommandResult {
  const [name, ...argv] = words.map(asArgument);
  if (name === undefined) return { machine, stdout: '', stderr: '', exit: 0 };
  const command = findCommand(name);
  if (command === undefined) {
    const stderr = `${name}: command not found\n`;
    const missed = { machine, stdout: '', stderr, exit: NOT_FOUND_EXIT };
    return recordUnsimulated({ ...missed, unsimulated: [refused(name)] }, words);
  }
  const readStdin = (): string => stdin;
  const result = command({
    machine,
    namespace,
    argv,
    readStdin,
    files: withInput(filesOfMachine(machine.files, readFile), readStdin),
  });
  return recordUnsimulated(keepWritten(result), words);
}

/** Where there is no disk, what a command writes is among the machine's own files. */
function keepWritten(result: CommandResult): CommandResult {
  const { machine, written } = result;
  if (written === undefined) return result;
  const files = machine.files.set(written.path, written.text);
  return { ...result, machine: machine.set('files', files) };
}

/** A word as a process is given it: it ends at a NUL. Source: execve(2). */
function asArgument(word: string): string {
  const end = word.indexOf('\0');
  return end < 0 ? word : word.slice(0, end);
}

/** The folders that a tool's name may come with. */
const PROGRAM_FOLDER = /^\/(usr\/)?s?bin\//;

function findCommand(word: string): Command | undefined {
  return COMMANDS.get(word.replace(PROGRAM_FOLDER, ''));
}
