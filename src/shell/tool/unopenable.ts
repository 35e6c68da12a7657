import { complain } from '../complaint.js';
import { answer, refuse, type ShellTool } from './shell-tool.js';

/**
 * What stands before a command that writes to files: succeeds when one of them can't be opened. Words: the status so far, and the files.
 *
 * Sets `_nexthop_target_N` to each file. Keeps the status, and why it can't be opened, for the two programs that follow.
 */
export const unopenable: ShellTool = async ({ session, files, argv, shell }) => {
  const [status = '0', ...targets] = argv;
  session.statusBefore = Number(status);
  session.openFailure = undefined;
  for (const [at, target] of targets.entries()) {
    await shell.assignShellVariable?.(`_nexthop_target_${at}`, target);
    const words = await files.whyUnopenable(files.resolvePath(shell.cwd, target));
    if (words !== undefined) session.openFailure ??= complain(session, `${target}: ${words}`);
  }
  return { ...answer(), exit: session.openFailure === undefined ? 1 : 0 };
};

/** Fails with why a file can't be opened. */
export const unopened: ShellTool = ({ session }) => refuse(1, session.openFailure ?? '');

/** Gives the status that the script had before a command's files were looked at. */
export const statusBefore: ShellTool = ({ session }) => ({
  ...answer(),
  exit: session.statusBefore,
});
