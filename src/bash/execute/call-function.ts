import { ExpansionProblem, FunctionLeave } from './leave.js';
import type { Shell, ShellFunction } from './shell.js';
import { runTrap } from './trap.js';

/** Calls a function with these arguments. Its status is the answer. */
export async function callFunction(
  shell: Shell,
  name: string,
  { definition, source }: ShellFunction,
  args: readonly string[],
): Promise<number> {
  const limit = Number(shell.variables.get('FUNCNEST') ?? 0);
  if (limit > 0 && shell.frames.length >= limit) {
    throw new ExpansionProblem(`${name}: maximum function nesting level exceeded (${limit})`);
  }
  const { positional, loops, ownReturnTrap } = shell;
  shell.frames.push({ name, source, line: shell.line, isFunction: true });
  shell.positional = args;
  shell.loops = 0;
  shell.ownReturnTrap = false;
  shell.variables.push('function');
  try {
    await shell.world.nest('functions', () => runBody(shell, definition.body));
    await runTrap(shell, 'RETURN');
    return shell.status;
  } finally {
    shell.variables.pop();
    shell.ownReturnTrap = ownReturnTrap;
    shell.loops = loops;
    shell.positional = positional;
    const frame = shell.frames.pop();
    shell.line = frame?.line ?? shell.line;
  }
}

async function runBody(shell: Shell, body: ShellFunction['definition']['body']): Promise<void> {
  try {
    await shell.engine.runCommand(shell, body);
  } catch (error) {
    if (!(error instanceof FunctionLeave)) throw error;
    shell.status = error.status;
  }
}
