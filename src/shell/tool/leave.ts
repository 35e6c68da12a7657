import { SHELL_PID } from '../session.js';
import { answer, type ShellTool } from './shell-tool.js';

/**
 * What stands before an `exit` of a script that has traps: words are the shell's number, its process, the status so far, and those of `exit`.
 *
 * Sets two variables: the status to leave with, and the code to run first, which is taken from the traps so that it runs once.
 * A subshell leaves without: its traps are those that it set itself. Its own status is that to leave with, which the code may look at.
 */
export const leave: ShellTool = async ({ session, argv, shell }) => {
  const [key = '0', process = '', before = '0', status = before] = argv;
  const traps = session.traps.get(Number(key));
  const isSubshell = process !== `${SHELL_PID}`;
  const code = isSubshell ? '' : (traps?.get('EXIT') ?? '');
  if (!isSubshell) traps?.delete('EXIT');
  await shell.assignShellVariable?.('_nexthop_status', status);
  await shell.assignShellVariable?.('_nexthop_code', code);
  return { ...answer(), exit: /^\d+$/.test(status) ? Number(status) & 255 : 2 };
};
