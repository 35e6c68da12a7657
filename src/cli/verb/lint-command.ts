import { incompleteLines } from '../../trace/incomplete-line.js';
import type { Paint } from '../../trace/paint.js';
import { deadRules } from '../../verify/ask/dead-rules.js';
import type { Finding } from '../../verify/lint/finding.js';
import { certainOf } from '../option/bound-options.js';
import { GAVE_UP_EXIT } from '../terminal/end-status.js';
import { findLine } from './find-line.js';
import { showStepProgress } from '../print/step-progress.js';
import { choosePaint, type ColorChoice } from '../print/paint.js';
import type { HostOptions } from '../option/host-options.js';
import { printMissingJson } from '../print/print-missing-json.js';
import type { ListeningSocket } from '../input/request.js';
import { listenAll, onlyHost } from '../set-up/host-at.js';
import { hostFromScript } from '../set-up/set-up-host.js';
import type { Terminal } from '../terminal/terminal.js';
import { jsonLine } from '../print/json-line.js';
import { visible } from '../../visible-text.js';

/** What `nexthop lint` is asked to do. */
export interface LintRequest {
  /** The script that sets the host up. */
  readonly setup: string;
  /** How it is set up. */
  readonly host: HostOptions;
  /** Sockets that listen on it; any may when none is given. */
  readonly listen: readonly ListeningSocket[];
  /** The namespace that is looked at; the first one when left out. */
  readonly ns?: string;
  readonly json: boolean;
  readonly color: ColorChoice;
}

/**
 * Returns what has no effect, or is not what it looks like, on the host that a script sets up. Gives the exit status: 1 when a
 * fault is found; notes alone leave it 0.
 *
 * @throws CliError when a file can't be read, or the script fails
 */
export async function lintCommand(
  { setup, host: hostOptions, listen, ns, json, color }: LintRequest,
  terminal: Terminal,
): Promise<number> {
  const script = await terminal.readText(setup);
  const all = listenAll(await hostFromScript(script, setup, terminal, hostOptions), listen);
  const host = await onlyHost(all, ns, terminal);
  const progress = showStepProgress(terminal.progress);
  const { found: findings, gaveUp } = certainOf(
    () => deadRules(host, { ...terminal.bounds, progress: progress.at }),
    (soFar) => soFar ?? [],
  );
  progress.end();
  const paint = choosePaint(color, terminal.env, terminal.isTerminal);
  await terminal.stdout(
    json
      ? printMissingJson(findings.length === 0 ? host.missing : [])
      : incompleteLines(host.missing, paint)
          .map((line) => `${line}\n`)
          .join(''),
  );
  let last = '';
  for (const finding of findings) {
    const line = findLine(script, finding);
    const also = finding.also.map((written) => findLine(script, { written, clues: [] }));
    const printed = json
      ? jsonLine({ ...finding, line, alsoLines: also })
      : printFinding(finding, setup, line, paint);
    // What is said of both families in the same words is said once.
    if (printed !== last) await terminal.stdout(printed);
    last = printed;
  }
  if (gaveUp !== undefined) throw gaveUp;
  const isCut = findings.some(({ kind }) => kind === 'not-followed');
  if (isCut && terminal.bounds.maxNodes !== undefined) return GAVE_UP_EXIT;
  return findings.some(({ severity }) => severity === 'fault') ? 1 : 0;
}

function printFinding(
  { kind, severity, text }: Finding,
  setup: string,
  line: number | null,
  paint: Paint,
): string {
  const place = visible(line === null ? setup : `${setup}:${line}`);
  const what = severity === 'note' ? `note: ${kind}` : paint('bad', kind);
  return `${paint('heading', place)}: ${what}: ${text}\n`;
}
