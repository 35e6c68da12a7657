import type { ToolAnswer } from '../session.js';
import type { ToolCall } from './shell-tool.js';

/** What a program is given instead of what the call has. */
export interface RunMore {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
}

/**
 * Runs a program in a shell of its own, with this call's folder and exported variables. Undefined when there is no such program.
 *
 * @param more - what it's given otherwise: its input instead of that of this call, exactly these variables, its folder
 */
export async function runProgram(
  { shell }: ToolCall,
  name: string,
  argv: readonly string[],
  more: RunMore = {},
): Promise<ToolAnswer | undefined> {
  const { exec, execWithInheritedStdin: inherit = exec } = shell;
  if (exec === undefined || inherit === undefined) {
    throw new Error('just-bash gave a program no way to run another');
  }
  const { stdin, env, cwd = shell.cwd } = more;
  const options = {
    cwd,
    env: { ...(env ?? shell.exportedEnv) },
    args: [...argv],
    ...(env === undefined ? {} : { replaceEnv: true }),
  };
  // just-bash exports to the program what is assigned before it, and not what it is given.
  const given = Object.entries(env ?? {}).filter(([word]) => /^[A-Za-z_]\w*$/.test(word));
  const assigned = given.map(([word, value]) => `${word}=${quote(value)} `).join('');
  const command = `${assigned}${quote(name)}`;
  const { stdout, stderr, exitCode } =
    stdin === undefined
      ? await inherit(command, options)
      : await exec(command, { ...options, stdin });
  const missing = [`${name}: command not found`, `${name}: No such file or directory`];
  if (exitCode === 127 && missing.some((words) => stderr === `bash: ${words}\n`)) return undefined;
  return { stdout, stderr, exit: exitCode };
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
