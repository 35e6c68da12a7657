import type { CommandNode, WordNode } from 'just-bash';
import { parseCommand, type Parse, type Redirection } from './syntax.js';

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
  const group = parseCommand(
    parse,
    `{ if /usr/bin/nexthop-leave ${shell} "$BASHPID" "$?"; then eval "$_nexthop_code"; else eval "$_nexthop_code"; fi; exit "$_nexthop_status"; }`,
    origin,
  );
  if (group.type !== 'Group') return group;
  const choice = group.body[0]?.pipelines[0]?.commands[0];
  const call =
    choice?.type === 'If' ? choice.clauses[0]?.condition[0]?.pipelines[0]?.commands[0] : undefined;
  if (call?.type === 'SimpleCommand') call.args.push(...args);
  return { ...group, redirections };
}
