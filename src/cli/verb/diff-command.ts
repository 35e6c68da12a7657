import { carryMissing } from '../../host/incomplete-host-error.js';
import { printPacketJson } from '../../packet/packet-json.js';
import { incompleteLines } from '../../trace/incomplete-line.js';
import { diff, type FateChange } from '../../verify/ask/diff.js';
import { certainOf } from '../option/bound-options.js';
import { choosePaint, type ColorChoice } from '../print/paint.js';
import { printMissingJson } from '../print/print-missing-json.js';
import type { Comparison } from '../print/comparison.js';
import { JOURNEY_COMPARISON } from '../print/journey-comparison.js';
import { printChangeText } from '../print/print-change.js';
import type { AskedPackets } from '../option/packet-options.js';
import type { ListeningSocket } from '../input/request.js';
import type { HostOptions } from '../option/host-options.js';
import { namedHost } from '../set-up/host-at.js';
import { setUpHost } from '../set-up/set-up-host.js';
import { showStepProgress } from '../print/step-progress.js';
import { GAVE_UP_EXIT } from '../terminal/end-status.js';
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
  /** The network namespace whose packets are compared, on both; the machines' first ones when left out. */
  readonly ns?: string;
  /** By where packets end after their whole way through all namespaces, and not by what becomes of them on the host. */
  readonly journey: boolean;
  /** Which packets are compared. */
  readonly packets: AskedPackets;
  readonly json: boolean;
  readonly color: ColorChoice;
}

/**
 * Returns which packets have another fate on a second host. Gives the exit status: 1 when some have, else 5 when that is not known of some.
 *
 * @throws CliError when a file can't be read, or a script fails
 */
export async function diffCommand(request: DiffRequest, terminal: Terminal): Promise<number> {
  return request.journey
    ? printComparison(JOURNEY_COMPARISON, request, terminal)
    : printComparison(FATE_COMPARISON, request, terminal);
}

async function printComparison<Change>(
  { compare, isCertain, alike, printJson, printText }: Comparison<Change>,
  { before, after, host, listen, ns, packets, json, color }: DiffRequest,
  terminal: Terminal,
): Promise<number> {
  const first = namedHost(await setUpHost(before, terminal, host, listen), ns);
  const second = namedHost(await setUpHost(after, terminal, host, listen), ns);
  const progress = showStepProgress(terminal.progress);
  const { found: changes, gaveUp } = certainOf(
    () => compare(first, second, { ...terminal.bounds, ...packets, progress: progress.at }),
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
    await terminal.stdout(json ? printJson(change) : printText(change, paint));
  }
  if (gaveUp !== undefined) throw gaveUp;
  if (changes.length === 0 && !json) {
    const equivalent = missing.length === 0 ? 'equivalent' : 'equivalent for what is simulated';
    await terminal.stdout(`${paint('good', equivalent)}: ${alike}\n`);
  }
  if (changes.some(isCertain)) return 1;
  return changes.length === 0 ? 0 : GAVE_UP_EXIT;
}

const FATE_COMPARISON: Comparison<FateChange> = {
  compare: diff,
  isCertain: () => true,
  alike: 'every packet has the same fate',
  printJson: printChangeJson,
  printText: printChangeText,
};

function printChangeJson(change: FateChange): string {
  const {
    family,
    direction,
    before,
    after,
    description,
    size,
    witness,
    choices,
    missing = [],
  } = change;
  const packet = printPacketJson(witness);
  const stated = { family, direction, before, after, description };
  const printed = { ...stated, size: String(size), witness: packet, choices };
  return jsonLine(carryMissing(printed, missing));
}
