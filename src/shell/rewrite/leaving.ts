import type { CommandNode, WordNode } from 'just-bash';
import {
  firstCondition,
  parseCommand,
  parseIf,
  statementOf,
  type Parse,
  type Redirection,
} from './syntax.js';

/**
 * The commands that stand in for an `exit` in a script with traps: the trap's code, with `$?` as it was, then the exit.
 *
 * The condition of an `if` hands `$?` to the branch without ending a script that runs under `set -e`.
 */
export function leaveWith(
  { parse, shell }: { readonly parse: Parse; readonly shell: number },
  args: readonly WordNode[],
  redirections: Redirection[],
  origin: unknown,
): CommandNode {
  const choice = parseIf(
    parse,
    `if /usr/bin/nexthop-leave ${shell} "$BASHPID" "$?"; then eval "$_nexthop_code"; else eval "$_nexthop_code"; fi`,
    origin,
  );
  firstCondition(choice).call.args.push(...args);
  const exit = parseCommand(parse, 'exit "$_nexthop_status"', origin);
  return { type: 'Group', body: [statementOf(choice), statementOf(exit)], redirections };
}
