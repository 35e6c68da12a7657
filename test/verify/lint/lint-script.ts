import { findLine } from '../../../src/cli/verb/find-line.js';
import { Host } from '../../../src/host/host.js';
import { run } from '../../../src/shell/run.js';
import { deadRules } from '../../../src/verify/ask/dead-rules.js';
import type { Finding } from '../../../src/verify/lint/finding.js';

/** What is found on the host that a script makes. */
export async function lintScript(script: string): Promise<readonly Finding[]> {
  const { machine, exit, stderr } = await run(script, { name: 'setup.sh' });
  if (exit !== 0) throw new Error(`set-up: ${stderr}`);
  return deadRules(Host.fromMachine(machine));
}

/** The lines that a finding names, its own first. */
export function linesOf(script: string, finding: Finding): readonly (number | null)[] {
  return [
    findLine(script, finding),
    ...finding.also.map((written) => findLine(script, { written, clues: [] })),
  ];
}
