import type { CommandNode } from 'just-bash';
import { literalOf, parseCommand, type Parse, type Redirection } from './syntax.js';

const WRITING: ReadonlySet<string> = new Set(['>', '>>', '>|', '&>', '&>>', '<>']);

/** Lets a check follow a command that may write to a file under /proc/sys: it fails when the file refused. */
export function checkWriting(
  parse: Parse,
  command: Extract<CommandNode, { redirections: Redirection[] }>,
): CommandNode {
  if (!command.redirections.some(mayWriteToProcSys)) return command;
  const name = command.type === 'SimpleCommand' ? literalOf(command.name) : 'echo';
  // A command without a name writes nothing, and `exec` must open its files for the whole shell.
  if (name === undefined || name === 'exec' || command.type === 'FunctionDef') return command;
  const writer = name === 'echo' || name === 'printf' ? `bash: ${name}` : name;
  const group = parseCommand(
    parse,
    `{ true; /usr/bin/nexthop-written "$?" '${writer.replaceAll("'", '')}'; }`,
  );
  if (group.type !== 'Group') return command;
  const pipeline = group.body[0]?.pipelines[0];
  if (pipeline !== undefined) pipeline.commands = [command];
  return group;
}

function mayWriteToProcSys({ operator, target }: Redirection): boolean {
  if (!WRITING.has(operator) || target.type !== 'Word') return false;
  const path = literalOf(target);
  return path === undefined || !path.startsWith('/') || path.startsWith('/proc/sys/');
}
