import type { CommandNode, SimpleCommandNode } from 'just-bash';
import { literalOf, makeWord, parseCommand, type Parse } from './syntax.js';

/**
 * Puts before an `eval` or `source` what rewrites its text when that is known: `eval` then reads the text from a variable, `source` from a
 * file. `$?` stays as it was, as before an `exit`.
 */
export function rewriteLater(
  { parse, shell }: { readonly parse: Parse; readonly shell: number },
  command: SimpleCommandNode,
): CommandNode {
  const isEval = literalOf(command.name) === 'eval';
  const [file] = command.args;
  if (file === undefined || command.assignments.length > 0) return command;
  const tool = isEval ? 'eval' : 'source';
  const call = isEval ? 'eval "$_nexthop_text"' : 'source "$_nexthop_file"';
  const group = parseCommand(
    parse,
    `{ if /usr/bin/nexthop-${tool} ${shell} "$?"; then ${call}; else ${call}; fi; }`,
    command,
  );
  const choice = group.type === 'Group' ? group.body[0]?.pipelines[0]?.commands[0] : undefined;
  if (group.type !== 'Group' || choice?.type !== 'If') return command;
  const preparation = choice.clauses[0]?.condition[0]?.pipelines[0]?.commands[0];
  if (preparation?.type !== 'SimpleCommand') return command;
  preparation.args.push(...(isEval ? command.args : [file]));
  for (const body of [choice.clauses[0]?.body, choice.elseBody]) {
    const run = body?.[0]?.pipelines[0]?.commands[0];
    if (!isEval && run?.type === 'SimpleCommand') run.args.push(...command.args.slice(1));
  }
  return { ...group, redirections: command.redirections };
}
