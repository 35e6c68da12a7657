import type { Paint } from '../trace/paint.js';
import { deadRules } from '../verify/dead-rules.js';
import type { Finding } from '../verify/lint/finding.js';
import { choosePaint, type ColorChoice } from './paint.js';
import { hostFromScript } from './set-up-host.js';
import type { Terminal } from './terminal.js';

/** What `nexthop lint` is asked to do. */
export interface LintRequest {
  /** The script that sets the host up. */
  readonly setup: string;
  readonly json: boolean;
  readonly color: ColorChoice;
}

/**
 * Tells what has no effect on the host that a script sets up. Gives the exit status: 1 when something is found.
 *
 * @throws CliError when a file can't be read, or the script fails
 */
export async function lintCommand(
  { setup, json, color }: LintRequest,
  terminal: Terminal,
): Promise<number> {
  const script = await terminal.readText(setup);
  const findings = deadRules(await hostFromScript(script, setup, terminal));
  const paint = choosePaint(color, terminal.env, terminal.isTerminal);
  for (const finding of findings) {
    const line = lineOf(script, finding);
    await terminal.stdout(
      json
        ? `${JSON.stringify({ ...finding, line })}\n`
        : printFinding(finding, setup, line, paint),
    );
  }
  return findings.length === 0 ? 0 : 1;
}

/** The only line of a script that has a command as it was run; null when a loop, a variable or another file made it. */
function lineOf(script: string, { written }: Finding): number | null {
  if (written === null) return null;
  const wanted = squeeze(written);
  const found = script
    .split('\n')
    .flatMap((line, index) => (squeeze(line).includes(wanted) ? [index + 1] : []));
  return found.length === 1 ? (found[0] ?? null) : null;
}

function squeeze(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ');
}

function printFinding(
  { kind, text }: Finding,
  setup: string,
  line: number | null,
  paint: Paint,
): string {
  const place = line === null ? setup : `${setup}:${line}`;
  return `${paint('heading', place)}: ${paint('bad', kind)}: ${text}\n`;
}
