import type { Host } from '../host/host.js';
import { printPacketJson } from '../packet/packet-json.js';
import { printPacketWords } from '../packet/packet-words.js';
import { ParseError } from '../parse-error.js';
import type { Paint } from '../trace/paint.js';
import { printTrace } from '../trace/print-trace.js';
import { proveClaim } from '../verify/claim.js';
import type { Progress } from '../verify/progress.js';
import type { Proof } from '../verify/prove.js';
import { CliError, USAGE_EXIT } from './cli-error.js';
import { choosePaint, type ColorChoice } from './paint.js';
import { printCount } from './print-count.js';
import type { ListeningSocket } from './request.js';
import { setUpHost } from './set-up-host.js';
import { showParseError } from './show-parse-error.js';
import { showStepProgress } from './step-progress.js';
import type { Terminal } from './terminal.js';
import { jsonLine } from './json-line.js';
import { visible } from '../visible-text.js';

/** What `nexthop prove` is asked to do. */
export interface ProveRequest {
  /** The script that sets the host up. */
  readonly setup: string;
  /** Sockets that listen on it. */
  readonly listen: readonly ListeningSocket[];
  readonly claims: readonly string[];
  readonly json: boolean;
  readonly color: ColorChoice;
}

/**
 * Proves claims about the host that a script sets up. Gives the exit status: 1 when one is wrong.
 *
 * @throws CliError when a text is no claim, a file can't be read, or the script fails
 */
export async function proveCommand(
  { setup, listen, claims, json, color }: ProveRequest,
  terminal: Terminal,
): Promise<number> {
  const host = await setUpHost(setup, terminal, listen);
  const paint = choosePaint(color, terminal.env, terminal.isTerminal);
  let exit = 0;
  for (const claim of claims) {
    const progress = showStepProgress(terminal.progress);
    const proof = readAndProve(host, claim, progress.at);
    progress.end();
    if (!proof.holds) exit = 1;
    await terminal.stdout(json ? printProofJson(proof) : printProofText(proof, paint));
  }
  return exit;
}

function readAndProve(host: Host, claim: string, progress: Progress): Proof {
  try {
    return proveClaim(host, claim, { progress });
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new CliError(showParseError(claim, error), USAGE_EXIT);
  }
}

function printProofJson({ statement, holds, packets, failures, counterexample }: Proof): string {
  return jsonLine({
    statement,
    holds,
    packets: String(packets),
    failures: String(failures),
    counterexample:
      counterexample === undefined
        ? null
        : {
            packet: printPacketJson(counterexample.packet),
            outcome: counterexample.trace.outcome,
            choices: counterexample.choices,
          },
  });
}

function printProofText(proof: Proof, paint: Paint): string {
  const { packets, failures, counterexample } = proof;
  const statement = visible(proof.statement);
  if (counterexample === undefined) {
    const of = packets === 0n ? 'there is no such packet' : `all ${printCount(packets)} packets`;
    return `${paint('good', 'proved')}: ${statement} (${of})\n`;
  }
  const { packet, trace, choices } = counterexample;
  const ways = Object.entries(choices).map(
    ([name, way]) => `where ${visible(name)} is: ${visible(way)}\n`,
  );
  return [
    `${paint('bad', 'wrong')}: ${statement} (${printCount(failures)} of ${printCount(packets)} packets)\n`,
    `${paint('heading', `for instance ${visible(printPacketWords(packet))}`)}\n`,
    ...ways,
    printTrace(trace, { paint, all: false }),
  ].join('');
}
