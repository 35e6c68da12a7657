import type { CommandNode, ScriptNode, SimpleCommandNode } from 'just-bash';
import { leaveWith } from './leaving.js';
import { isPipeline, literalOf, makeWord, nodesOf, parseCommand, type Parse } from './syntax.js';
import { checkWriting } from './writing.js';

/** `${_nexthop_nothing-}` */
const NOTHING = {
  type: 'ParameterExpansion',
  parameter: '_nexthop_nothing',
  operation: { type: 'DefaultValue', word: { type: 'Word', parts: [] }, checkEmpty: false },
} as const;

/** What a script is rewritten with. */
export interface Rewriting {
  readonly parse: Parse;
  /** The number of the shell that runs the script: traps are kept by it. */
  readonly shell: number;
  /** Programs that are known and not simulated. */
  readonly notSimulated: ReadonlySet<string>;
}

/**
 * Puts into a script what just-bash lacks, without a change of what the script does otherwise. The tree is changed in place.
 *
 * - `exec PROGRAM` ends the shell.
 * - `trap` on EXIT runs at the end of the script and at each `exit`.
 * - A program that is known and not simulated is refused by name, though `command -v` doesn't find it.
 * - A file that can't be opened, or that refuses what is written to it, fails the command that writes.
 */
export function rewriteScript(script: ScriptNode, rewriting: Rewriting): void {
  const facts = collectFacts(script);
  // All are found before the first is changed: what is put in is not rewritten itself.
  const pipelines = [...nodesOf(script)].filter(isPipeline);
  for (const pipeline of pipelines) {
    const isOneCommand = pipeline.commands.length === 1;
    pipeline.commands = pipeline.commands.map((command) =>
      rewriteCommand(command, facts, rewriting, isOneCommand),
    );
  }
  if (facts.usesTrap) {
    const [last] = rewriting.parse('exit').statements;
    const pipeline = last?.pipelines[0];
    if (last === undefined || pipeline === undefined) return;
    pipeline.commands = [leaveWith(rewriting, [], [], script)];
    script.statements.push(last);
  }
}

interface Facts {
  readonly usesTrap: boolean;
  readonly functions: ReadonlySet<string>;
}

function collectFacts(script: ScriptNode): Facts {
  let usesTrap = false;
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
): CommandNode {
  const rewritten =
    command.type === 'SimpleCommand'
      ? rewriteSimple(command, facts, rewriting, isOneCommand)
      : command;
  return rewritten === command && command.type !== 'FunctionDef'
    ? checkWriting(rewriting.parse, command)
    : rewritten;
}

function rewriteSimple(
  command: SimpleCommandNode,
  { usesTrap, functions }: Facts,
  rewriting: Rewriting,
  isOneCommand: boolean,
): CommandNode {
  const name = literalOf(command.name);
  if (name === undefined) return splitName(command);
  if (functions.has(name)) return command;
  if (name === 'trap') {
    return callTool(command, 'nexthop-trap', [makeWord(`${rewriting.shell}`), ...command.args]);
  }
  // In a longer pipeline `exit` leaves the subshell of its command only.
  if (name === 'exit' && usesTrap && isOneCommand) {
    return leaveWith(rewriting, command.args, command.redirections, command);
  }
  if (name === 'exec' && command.args.length > 0) return endWith(rewriting, command);
  if (rewriting.notSimulated.has(name)) {
    return callTool(command, 'nexthop-not-simulated', [makeWord(name), ...command.args]);
  }
  return command;
}

/** The shell ends with the program that takes its place, without its traps. */
function endWith({ parse, shell }: Rewriting, command: SimpleCommandNode): CommandNode {
  const group = parseCommand(
    parse,
    `{ /usr/bin/nexthop-leave ${shell} "$BASHPID" "$?" 0; true; exit $?; }`,
    command,
  );
  if (group.type !== 'Group') return command;
  const pipeline = group.body[1]?.pipelines[0];
  if (pipeline !== undefined) pipeline.commands = [command];
  return group;
}

/** A name that is not written out is expanded like the words after it: `"$@"` and `$IPTABLES` may hold several words. */
function splitName(command: SimpleCommandNode): SimpleCommandNode {
  const { name, args } = command;
  if (name === null) return command;
  args.unshift(name);
  // just-bash takes the first word as the name when the name itself is an expansion to nothing.
  return Object.assign(command, { name: { type: 'Word', parts: [{ ...NOTHING }] } });
}

function callTool(
  command: SimpleCommandNode,
  tool: string,
  args: SimpleCommandNode['args'],
): SimpleCommandNode {
  return { ...command, name: makeWord(`/usr/bin/${tool}`), args };
}
