import type { CommandNode, StatementNode, WordNode } from 'just-bash';
import { complaintRedirections } from './complaint-place.js';
import {
  callOf,
  literalOf,
  firstCondition,
  groupOf,
  parseCommand,
  parseIf,
  statementOf,
  type Parse,
  type Redirection,
} from './syntax.js';

/** A command with redirections: all but functions, whose redirections belong to their calls. */
type Writer = Exclude<
  Extract<CommandNode, { redirections: Redirection[] }>,
  { type: 'FunctionDef' }
>;

const WRITING: ReadonlySet<string> = new Set(['>', '>>', '>|', '&>', '&>>']);

/**
 * Puts checks around a command that writes to files, as just-bash ends the whole script where Bash fails one command.
 *
 * Before it: can each file be opened? If not, the command does not run. After it: did the file (of /proc/sys) take what was written?
 * The command finds `$?` as it was: the last condition of an `if` hands its status to the branch that follows.
 * What a pipe sends to it reaches it. Targets are expanded once, into variables that the redirections then name.
 */
export function checkWriting(parse: Parse, command: Writer, isPiped: boolean): CommandNode {
  const writing = command.redirections.filter(writesToFile);
  if (writing.length === 0) return command;
  const name = command.type === 'SimpleCommand' ? literalOf(command.name) : 'echo';
  // `exec` opens its files for the whole shell.
  if (name === 'exec') return command;
  const choice = parseIf(
    parse,
    'if /usr/bin/nexthop-unopenable "$?"; then /usr/bin/nexthop-unopened; elif /usr/bin/nexthop-status; then true; else true; fi',
    command,
  );
  firstCondition(choice).call.args.push(...writing.map(({ target }) => quote(target.parts)));
  const last = command.redirections.findLastIndex(writesToFile);
  const unopened = callOf(choice.clauses[0]?.body[0]);
  const refuses = writing.some(({ target }) => mayRefuse(target));
  for (const [at, redirection] of writing.entries()) {
    redirection.target = quote([
      { type: 'ParameterExpansion', parameter: `_nexthop_target_${at}`, operation: null },
    ]);
  }
  // Bash stops at the file that it can't open: what is redirected after it doesn't count for the complaint.
  unopened?.redirections.push(...complaintRedirections(command.redirections.slice(0, last)));
  const statements = refuses ? withCheck(parse, command, writerOf(name)) : [statementOf(command)];
  for (const body of [choice.clauses[1]?.body, choice.elseBody]) body?.splice(0, 1, ...statements);
  return isPiped ? groupOf(choice) : choice;
}

/** A command and the check that follows it. When that is reached under `set -e`, the command's failure is one that does not count. */
function withCheck(parse: Parse, command: Writer, writer: string): StatementNode[] {
  const check = parseCommand(
    parse,
    `if /usr/bin/nexthop-refused "$?"; then /usr/bin/nexthop-written ${writer}; elif /usr/bin/nexthop-status; then /usr/bin/nexthop-keep 0; else /usr/bin/nexthop-keep "$?" && true; fi`,
    command,
  );
  const complaint = check.type === 'If' ? callOf(check.clauses[0]?.body[0]) : undefined;
  complaint?.redirections.push(...complaintRedirections(command.redirections));
  return [statementOf(command), statementOf(check)];
}

/** Who complains when a write fails, as two words: the shell for its builtins, otherwise the program. */
function writerOf(name: string | undefined): string {
  if (name === undefined || name === 'echo' || name === 'printf') return `shell ${name ?? 'echo'}`;
  return `program '${name.replaceAll("'", '')}'`;
}

function writesToFile(redirection: Redirection): redirection is Redirection & { target: WordNode } {
  const { operator, target } = redirection;
  if (!WRITING.has(operator) || target.type !== 'Word') return false;
  return literalOf(target)?.startsWith('/dev/') !== true;
}

/** Whether a file may lie under /proc/sys, where it can refuse what is written. */
function mayRefuse(target: WordNode): boolean {
  const path = literalOf(target);
  return path === undefined || !path.startsWith('/') || path.startsWith('/proc/sys/');
}

/** A word of these parts whose expansion stays one word. */
function quote(parts: WordNode['parts']): WordNode {
  const inner = parts.flatMap((part) => (part.type === 'DoubleQuoted' ? part.parts : [part]));
  // A tilde means the home only outside of quotes, and so must the slash be that follows it.
  const home = inner[0]?.type === 'TildeExpansion' ? inner.slice(0, 2) : [];
  const rest = inner.slice(home.length);
  return { type: 'Word', parts: [...home, { type: 'DoubleQuoted', parts: rest }] };
}
