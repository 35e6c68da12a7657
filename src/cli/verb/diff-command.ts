import { carryMissing } from '../../host/incomplete-host-error.js';
import { printPacketJson } from '../../packet/packet-json.js';
import { incompleteLines } from '../../trace/incomplete-line.js';
import { diff, type FateChange } from '../../verify/ask/diff.js';
import { certainOf } from '../option/bound-options.js';
import { choosePaint, type ColorChoice } from '../print/paint.js';
import { printMissingJson } from '../print/print-missing-json.js';
import { printChangeText } from '../print/print-change.js';
import type { AskedPackets } from '../option/packet-options.js';
import type { ListeningSocket } from '../input/request.js';
import type { HostOptions } from '../option/host-options.js';
import { setUpHost } from '../set-up/set-up-host.js';
import { showStepProgress } from '../print/step-progress.js';
import type { Terminal } from '../terminal/terminal.js';
import { jsonLine } from '../print/json-line.js';

/** What `nexthop diff` is asked to do. */
export interface DiffRequest {
  /** The scripts that set the two hosts up. */
  readonly before: string;
  readonly after: string;
  /** How it is set up. */
  readonly host: HostOptions;
  /** Sockets that listen on both. */
  readonly listen: readonly ListeningSocket[];
  /** Which packets are compared. */
  readonly packets: AskedPackets;
  readonly json: boolean;
  readonly color: ColorChoice;
}

/**
 * Returns which packets have another fate on a second host. Gives the exit status: 1 when some have.
 *
 * @throws CliError when a file can't be read, or a script fails
 */
export async function diffCommand(
  { before, after, host, listen, packets, json, color }: DiffRequest,
  terminal: Terminal,
): Promise<number> {
  const first = await setUpHost(before, terminal, host, listen);
  const second = await setUpHost(after, terminal, host, listen);
  const progress = showStepProgress(terminal.progress);
  const { found: changes, gaveUp } = certainOf(
    () => diff(first, second, { ...terminal.bounds, ...packets, progress: progress.at }),
    (soFar) => soFar ?? [],
  );
  progress.end();
  const paint = choosePaint(color, terminal.env, terminal.isTerminal);
  const missing = [first, second].flatMap((one) => one.missing);
  await terminal.stdout(
    json
      ? printMissingJson(changes.length === 0 ? missing : [])
      : incompleteLines(missing, paint)
          .map((line) => `${line}\n`)
          .join(''),
  );
  for (const change of changes) {
    await terminal.stdout(json ? printChangeJson(change) : printChangeText(change, paint));
  }
  if (gaveUp !== undefined) throw gaveUp;
  if (changes.length === 0 && !json) {
    const equivalent = missing.length === 0 ? 'equivalent' : 'equivalent for what is simulated';
    await terminal.stdout(`${paint('good', equivalent)}: every packet has the same fate\n`);
  }
  return changes.length === 0 ? 0 : 1;
}

function printChangeJson(change: FateChange): string {
  const { family, direction, before, after, description, size, witness, missing = [] } = change;
  const packet = printPacketJson(witness);
  const told = { family, direction, before, after, description };
  const printed = { ...told, size: String(size), witness: packet };
  return jsonLine(carryMissing(printed, missing));
}
