import type { CommandNode, SimpleCommandNode } from 'just-bash';
import {
  firstCondition,
  literalOf,
  parseCommand,
  parseIf,
  statementOf,
  type Parse,
} from './syntax.js';

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
  const choice = parseIf(
    parse,
    `if /usr/bin/nexthop-${tool} ${shell} "$?"; then true; else true; fi`,
    command,
  );
  firstCondition(choice).call.args.push(...(isEval ? command.args : [file]));
  const reader = parseCommand(parse, call, command);
  if (!isEval && reader.type === 'SimpleCommand') reader.args.push(...command.args.slice(1));
  for (const body of [choice.clauses[0]?.body, choice.elseBody]) {
    body?.splice(0, 1, statementOf(reader));
  }
  return { type: 'Group', body: [statementOf(choice)], redirections: command.redirections };
}
