import type { ToolAnswer } from '../session.js';
import type { ToolCall } from './shell-tool.js';

/**
 * Runs a program in a shell of its own, with this call's folder and exported variables. Undefined when there is no such program.
 *
 * @param stdin - its input. Absent: that of this call
 */
export async function runProgram(
  { shell }: ToolCall,
  name: string,
  argv: readonly string[],
  stdin?: string,
): Promise<ToolAnswer | undefined> {
  const { exec, execWithInheritedStdin: inherit = exec } = shell;
  if (exec === undefined || inherit === undefined) {
    throw new Error('just-bash gave a program no way to run another');
  }
  const command = `'${name.replaceAll("'", `'\\''`)}'`;
  const options = { cwd: shell.cwd, env: { ...shell.exportedEnv }, args: [...argv] };
  const { stdout, stderr, exitCode } =
    stdin === undefined
      ? await inherit(command, options)
      : await exec(command, { ...options, stdin });
  const missing = [`${name}: command not found`, `${name}: No such file or directory`];
  if (exitCode === 127 && missing.some((words) => stderr === `bash: ${words}\n`)) return undefined;
  return { stdout, stderr, exit: exitCode };
}
