import { FunctionLeave, LoopLeave, ShellLeave } from './leave.js';
import type { Shell } from './shell.js';

/** What commands bring about, and no signal. */
const OF_COMMANDS = new Set(['DEBUG', 'ERR', 'RETURN']);

/** Runs the trap of this signal, with `$?` as it is. The status that it leaves is discarded, but `exit` in it ends the shell. */
export async function runTrap(shell: Shell, name: string): Promise<void> {
  const action = shell.traps.get(name);
  if (action === undefined || action === '' || shell.running.has(name)) return;
  const inFunction = shell.frames.some(({ isFunction }) => isFunction);
  if (inFunction && name === 'ERR' && !shell.has('errtrace')) return;
  if (inFunction && (name === 'DEBUG' || name === 'RETURN') && !shell.has('functrace')) {
    if (name === 'DEBUG' || !shell.ownReturnTrap) return;
  }
  const { status, pipeStatus, line } = shell;
  const outer = shell.isTrapping;
  shell.running.add(name);
  shell.isTrapping = true;
  try {
    await shell.engine.runText(shell, action, { kind: 'trap', isOfCommand: OF_COMMANDS.has(name) });
  } finally {
    shell.running.delete(name);
    shell.isTrapping = outer;
    shell.line = line;
  }
  shell.status = status;
  shell.pipeStatus = pipeStatus;
}

/** Runs the trap on EXIT, once, at the end of a shell. The answer is the status that it ends with. */
export async function runExitTrap(shell: Shell): Promise<number> {
  const { status } = shell;
  const action = shell.traps.get('EXIT');
  if (action === undefined || action === '') return status;
  shell.traps.delete('EXIT');
  shell.ignoring = 0;
  shell.loops = 0;
  shell.isTrapping = true;
  try {
    await shell.engine.runText(shell, action, { kind: 'trap', isOfCommand: false });
    return status;
  } catch (error) {
    if (error instanceof ShellLeave) return error.status;
    if (error instanceof FunctionLeave || error instanceof LoopLeave) return status;
    throw error;
  }
}
