import type { ToolAnswer } from '../session.js';
import type { ToolCall } from './shell-tool.js';

/** Runs a program in a shell of its own, with this call's input, folder and exported variables. Undefined when there is no such program. */
export async function runProgram(
  { shell }: ToolCall,
  name: string,
  argv: readonly string[],
): Promise<ToolAnswer | undefined> {
  const run = shell.execWithInheritedStdin ?? shell.exec;
  if (run === undefined) throw new Error('just-bash gave a program no way to run another');
  const { stdout, stderr, exitCode } = await run(`'${name.replaceAll("'", `'\\''`)}'`, {
    cwd: shell.cwd,
    env: { ...shell.exportedEnv },
    args: [...argv],
  });
  const missing = [`${name}: command not found`, `${name}: No such file or directory`];
  if (exitCode === 127 && missing.some((words) => stderr === `bash: ${words}\n`)) return undefined;
  return { stdout, stderr, exit: exitCode };
}
