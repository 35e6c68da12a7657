import type { Command } from '../../command/command.js';
import type { Session, ToolAnswer, OtherProgram } from '../session.js';
import { runProgram } from './run-program.js';
import type { ToolCall } from './shell-tool.js';

/**
 * Finds what a simulated tool is to run: another one at once, a program of the shell later. A tool can't wait, so the program is noted, and
 * a mark stands in the tool's output for what the program will print.
 */
export function findOtherProgram(session: Session, name: string): Command | undefined {
  const simulated = session.commands.get(name);
  if (simulated !== undefined) return simulated;
  if (!name.includes('/') && !session.programs.has(name)) return undefined;
  return ({ machine, namespace, vrf, argv }) => {
    const at = session.otherPrograms.push({ namespace, vrf, name, argv }) - 1;
    return { machine, stdout: markOf(at), stderr: '', exit: 0 };
  };
}

/** Runs the programs that a tool has noted, each in its namespace, and puts what they print where it belongs. */
export async function runOtherPrograms(call: ToolCall, answer: ToolAnswer): Promise<ToolAnswer> {
  const { session } = call;
  const programs = session.otherPrograms.splice(0);
  let { stdout, stderr, exit } = answer;
  for (const [at, program] of programs.entries()) {
    const ran = await runIn(call, program);
    // A tool that only runs one program ends as it does.
    if (stdout === markOf(at) && exit === 0) exit = ran.exit;
    stdout = stdout.replace(markOf(at), () => ran.stdout);
    stderr += ran.stderr;
  }
  return { stdout, stderr, exit };
}

async function runIn(
  call: ToolCall,
  { namespace, vrf, name, argv }: OtherProgram,
): Promise<ToolAnswer> {
  const { session } = call;
  const outer = { namespace: session.namespace, vrf: session.vrf };
  Object.assign(session, { namespace, vrf });
  try {
    const failed = `exec of "${name}" failed: No such file or directory\n`;
    return (await runProgram(call, name, argv)) ?? { stdout: '', stderr: failed, exit: 1 };
  } finally {
    Object.assign(session, outer);
  }
}

function markOf(at: number): string {
  return `\0${at}\0`;
}
