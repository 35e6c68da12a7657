import type { CommandNode, ScriptNode, SimpleCommandNode, WordNode } from 'just-bash';
import { mayUseErrexit, tameErrexit } from './errexit.js';
import { rewriteLater } from './later.js';
import { leaveWith } from './leaving.js';
import { nameOwnFile } from './own-file.js';
import {
  firstCondition,
  isPipeline,
  literalOf,
  makeWord,
  nodesOf,
  parseCommand,
  parseIf,
  statementOf,
  type Parse,
} from './syntax.js';
import { checkWriting } from './writing.js';

/** `${_nexthop_nothing-}` */
const NOTHING: WordNode['parts'][number] = {
  type: 'ParameterExpansion',
  parameter: '_nexthop_nothing',
  operation: { type: 'DefaultValue', word: { type: 'Word', parts: [] }, checkEmpty: false },
};

/** What a script is rewritten with. */
export interface Rewriting {
  readonly parse: Parse;
  /** The number of the shell that runs the script: traps are kept by it. */
  readonly shell: number;
  /** Programs that are known and not simulated. */
  readonly notSimulated: ReadonlySet<string>;
  /** It is text for `eval` or a sourced file: part of a script, whose end is not the end of the shell. */
  readonly isPart: boolean;
  /** The parameter that holds the name of the file that the text is from; undefined when it's from none. */
  readonly ownFile: string | undefined;
}

/**
 * Puts into a script what just-bash lacks, without a change of what the script does otherwise. The tree is changed in place.
 * Answers whether there was anything to change.
 *
 * - `exec PROGRAM` ends the shell.
 * - `trap` on EXIT runs at the end of the script and at each `exit`.
 * - A program that is known and not simulated is refused by name, though `command -v` doesn't find it.
 * - A file that can't be opened, or that refuses what is written to it, fails the command that writes.
 * - An assignment succeeds.
 * - Under `set -e`, failures count only where they count in Bash.
 * - `BASH_SOURCE` is the file that a command stands in.
 * - The text of `eval` and of sourced files is rewritten when its turn comes.
 */
export function rewriteScript(script: ScriptNode, rewriting: Rewriting): boolean {
  const facts = collectFacts(script, rewriting.isPart);
  const tames = rewriting.isPart || mayUseErrexit(script);
  let changes = false;
  // All are found before the first is changed: what is put in is not rewritten itself.
  const pipelines = [...nodesOf(script)].filter(isPipeline);
  for (const pipeline of pipelines) {
    const isOneCommand = pipeline.commands.length === 1;
    const commands = pipeline.commands.map((command, at) =>
      rewriteCommand(command, facts, rewriting, isOneCommand, at > 0),
    );
    changes ||= commands.some((command, at) => command !== pipeline.commands[at]);
    pipeline.commands = commands;
  }
  if (rewriting.ownFile !== undefined) changes = nameOwnFile(script, rewriting.ownFile) || changes;
  if (tames) changes = tameErrexit(rewriting.parse, script) || changes;
  if (facts.usesTrap && !rewriting.isPart) addLeaving(script, rewriting);
  return changes;
}

/** The end of a script is an `exit` too. */
function addLeaving(script: ScriptNode, rewriting: Rewriting): void {
  const [last] = rewriting.parse('exit').statements;
  const pipeline = last?.pipelines[0];
  if (last === undefined || pipeline === undefined) return;
  pipeline.commands = [leaveWith(rewriting, [], [], script)];
  script.statements.push(last);
}

interface Facts {
  readonly usesTrap: boolean;
  readonly functions: ReadonlySet<string>;
}

function collectFacts(script: ScriptNode, isPart: boolean): Facts {
  // The shell around a part may have a trap.
  let usesTrap = isPart;
  const functions = new Set<string>();
  for (const node of nodesOf(script)) {
    if (isPipeline(node)) {
      for (const command of node.commands) {
        if (command.type === 'FunctionDef') functions.add(command.name);
        if (command.type === 'SimpleCommand' && literalOf(command.name) === 'trap') usesTrap = true;
      }
    }
  }
  return { usesTrap, functions };
}

function rewriteCommand(
  command: CommandNode,
  facts: Facts,
  rewriting: Rewriting,
  isOneCommand: boolean,
  isPiped: boolean,
): CommandNode {
  const rewritten =
    command.type === 'SimpleCommand'
      ? rewriteSimple(command, facts, rewriting, isOneCommand)
      : command;
  const stays = rewritten === command || rewritten.type === 'SimpleCommand';
  return stays && rewritten.type !== 'FunctionDef'
    ? checkWriting(rewriting.parse, rewritten, isPiped)
    : rewritten;
}

function rewriteSimple(
  command: SimpleCommandNode,
  { usesTrap, functions }: Facts,
  rewriting: Rewriting,
  isOneCommand: boolean,
): CommandNode {
  const name = literalOf(command.name);
  if (command.name === null) return succeed(rewriting.parse, command);
  if (name === undefined) return splitName(command);
  if (functions.has(name)) return command;
  if (name === 'trap') {
    return callTool(command, 'nexthop-trap', [makeWord(`${rewriting.shell}`), ...command.args]);
  }
  // In a longer pipeline `exit` leaves the subshell of its command only.
  if (name === 'exit' && usesTrap && isOneCommand) {
    return leaveWith(rewriting, command.args, command.redirections, command);
  }
  if (name === 'eval' || name === 'source' || name === '.') return rewriteLater(rewriting, command);
  if (name === 'exec' && command.args.length > 0) return endWith(rewriting, command);
  if (rewriting.notSimulated.has(name)) {
    return callTool(command, 'nexthop-not-simulated', [makeWord(name), ...command.args]);
  }
  return command;
}

/** The shell ends with the program that takes its place, without its traps. */
function endWith({ parse, shell }: Rewriting, command: SimpleCommandNode): CommandNode {
  const leave = `/usr/bin/nexthop-leave ${shell} "$BASHPID" "$?" 0`;
  const commands = [
    parseCommand(parse, leave, command),
    command,
    parseCommand(parse, 'exit $?', command),
  ];
  return { type: 'Group', body: commands.map(statementOf), redirections: [] };
}

/** An assignment succeeds unless a substitution in it fails (just-bash: it has the status of the command before it). */
function succeed(parse: Parse, command: SimpleCommandNode): CommandNode {
  const substitutes = [...nodesOf(command)].some(({ type }) => type === 'CommandSubstitution');
  if (command.assignments.length === 0 || substitutes) return command;
  const choice = parseIf(parse, 'if true; then /usr/bin/nexthop-keep 0; fi', command);
  firstCondition(choice).statement.pipelines = statementOf(command).pipelines;
  return choice;
}

/** A name that is not written out is expanded like the words after it: `"$@"` and `$IPTABLES` may hold several words. */
function splitName(command: SimpleCommandNode): SimpleCommandNode {
  const { name, args } = command;
  if (name === null) return command;
  // just-bash takes the first word as the name when the name itself is an expansion to nothing.
  return { ...command, name: { type: 'Word', parts: [NOTHING] }, args: [name, ...args] };
}

function callTool(
  command: SimpleCommandNode,
  tool: string,
  args: SimpleCommandNode['args'],
): SimpleCommandNode {
  return { ...command, name: makeWord(`/usr/bin/${tool}`), args };
}
