import { carryMissing } from '../../host/incomplete-host-error.js';
import { printPacketJson } from '../../packet/packet-json.js';
import type { Accounts } from '../../databases/accounts.js';
import type { Packet } from '../../packet/packet.js';
import { coverage, type Coverage } from '../../verify/ask/coverage.js';
import type { CoveredItem } from '../../verify/ask/covered-items.js';
import { printCoverage } from '../../verify/ask/print-coverage.js';
import { certainOf } from '../option/bound-options.js';
import { CliError } from '../terminal/cli-error.js';
import type { HostOptions } from '../option/host-options.js';
import { onlyHost } from '../set-up/host-at.js';
import { setUpHost } from '../set-up/set-up-host.js';
import type { Terminal } from '../terminal/terminal.js';
import {
  checkWords,
  inputsFromFile,
  inputsFromWords,
  type TraceInput,
} from '../input/trace-input.js';
import { jsonLine } from '../print/json-line.js';

/** What `nexthop coverage` is asked to do. */
export interface CoverageRequest {
  /** The script that sets the host up. */
  readonly setup: string;
  /** How it is set up. */
  readonly host: HostOptions;
  /** Packets in words, or a file of them, one a line. */
  readonly packets: { readonly words: readonly string[] } | { readonly file: string };
  /** Behaviour classes too. */
  readonly classes: boolean;
  /** The namespace that sends and receives the packets; the first one when left out. */
  readonly ns?: string;
  readonly json: boolean;
}

/**
 * Returns which rules and routes of the host that a script sets up some packets exercise. Gives the exit status: 1 when they leave some.
 *
 * @throws CliError when words or lines are no packets, a file can't be read, or the script fails
 */
export async function coverageCommand(
  { setup, host: hostOptions, packets, classes, ns, json }: CoverageRequest,
  terminal: Terminal,
): Promise<number> {
  if ('words' in packets) checkWords(packets.words);
  const host = await onlyHost(await setUpHost(setup, terminal, hostOptions), ns, terminal);
  const inputs =
    'words' in packets
      ? inputsFromWords(packets.words, host.accounts)
      : inputsFromFile(packets.file, terminal);
  const read: Packet[] = [];
  for await (const input of inputs) read.push(readPacket(input, host.accounts));
  const { found: covered, gaveUp } = certainOf<Coverage | undefined>(
    () => measure(() => coverage(host, read, terminal.bounds)),
    (soFar) => soFar,
  );
  if (covered === undefined) throw gaveUp ?? new TypeError('packets have a coverage');
  await terminal.stdout(
    json ? printCoverageJson(covered, classes) : printCoverage(covered, { classes }),
  );
  if (gaveUp !== undefined) throw gaveUp;
  return covered.unmet.length === 0 ? 0 : 1;
}

function readPacket({ place, read }: TraceInput, accounts: Accounts): Packet {
  const request = measure(() => read(accounts), place);
  if (request.kind === 'packet') return request.packet;
  throw new CliError(`${place}: coverage takes packets only, got ${request.kind}`);
}

/** A packet that can't be, or that names what the host doesn't have, is reported as the command's own error. */
function measure<Result>(work: () => Result, place?: string): Result {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof TypeError) && !(error instanceof RangeError)) throw error;
    throw new CliError(place === undefined ? error.message : `${place}: ${error.message}`);
  }
}

function printCoverageJson(covered: Coverage, withClasses: boolean): string {
  const { packets, chainRules, rules, routes, missing = [] } = covered;
  const items: readonly (CoveredItem | object)[] = [...chainRules, ...rules, ...routes];
  const classes = withClasses
    ? covered.classes.map(({ of, packets: count }) => ({
        kind: 'class',
        family: of.family,
        direction: of.direction,
        fate: of.fate,
        witness: printPacketJson(of.witness),
        packets: count,
      }))
    : [];
  return [{ kind: 'packets', packets }, ...items, ...classes]
    .map((line) => jsonLine(carryMissing(line, missing)))
    .join('');
}
