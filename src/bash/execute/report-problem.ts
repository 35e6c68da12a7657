import { MissingConstruct, SyntaxProblem } from '../parse/syntax-problem.js';
import type { Warning } from '../syntax/script.js';
import type { Shell } from './shell.js';

/** Writes why text is no script. The answer is the status of that. */
export async function reportProblem(shell: Shell, error: unknown, prefix: string): Promise<number> {
  if (error instanceof MissingConstruct) {
    const { stderr, exit } = shell.world.refuse(
      `${error.construct} (line ${error.line}, column ${error.column})`,
      { source: shell.source, line: error.line },
    );
    await shell.write(2, stderr);
    return exit;
  }
  if (!(error instanceof SyntaxProblem)) throw error;
  await writeWarnings(shell, error.warnings);
  const start = `${prefix}: line ${error.line}: `;
  const shown = error.lineText === undefined ? '' : `${start}\`${error.lineText}'\n`;
  const before = error.before === undefined ? '' : `${start}${error.before}\n`;
  await shell.write(2, `${before}${start}${error.message}\n${shown}`);
  return 2;
}

/** Writes what Bash remarks about text before it runs it. */
export async function writeWarnings(shell: Shell, warnings: readonly Warning[]): Promise<void> {
  for (const { line, words } of warnings) {
    await shell.write(2, `${shell.source}: line ${line}: warning: ${words}\n`);
  }
}
