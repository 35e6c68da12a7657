import { assertNever } from '../../assert-never.js';
import { printPacketWords } from '../../packet/packet-words.js';
import { incompleteLines } from '../../trace/incomplete-line.js';
import { printJourney } from '../../trace/journey.js';
import { plain, type Paint } from '../../trace/paint.js';
import { printTrace } from '../../trace/print-trace.js';
import { visible } from '../../visible-text.js';
import { printCount } from '../packets/print-count.js';
import { printAssumptions } from './assumptions.js';
import type { Proof, Undecided, Wrong } from './proof.js';

/**
 * Prints the answer to a claim as `nexthop prove` does: what was proved of how many packets and what is assumed, or a packet for which it is wrong, with
 * its trace.
 *
 * @example
 * ```ts
 * import { Host } from 'nexthop';
 * import { packetSet, printProof, prove } from 'nexthop/verify';
 * const host = Host.fromCommands(['ip link set lo up']);
 * const proof = prove(host).every(packetSet({ dst: '8.8.8.8' })).neverLeaves();
 * printProof(proof).startsWith('proved: every to 8.8.8.8 never leaves (all '); // true
 * ```
 */
export function printProof(proof: Proof): string {
  return paintProof(proof, plain);
}

/** The same in colours. @internal */
export function paintProof(proof: Proof, paint: Paint): string {
  const { packets, missing } = proof;
  const above = incompleteLines(missing, paint).map((line) => `${line}\n`);
  const statement = visible(proof.statement);
  const assumed = `assumed: ${visible(printAssumptions(proof.assumed))}\n`;
  switch (proof.kind) {
    case 'proved':
      return `${above.join('')}${paint('good', `proved${simulatedOnly(proof)}`)}: ${statement} (all ${printCount(packets)} packets)\n${assumed}`;
    case 'nothing':
      return `${above.join('')}${paint('bad', 'nothing to prove')}: ${statement} (${visible(proof.why)})\n${assumed}`;
    case 'undecided':
      return `${above.join('')}${printUndecided(proof, paint, assumed)}`;
    case 'wrong':
      return printWrong(proof, paint, assumed);
    default:
      return assertNever(proof);
  }
}

function simulatedOnly({ missing }: Proof): string {
  return missing === undefined ? '' : ' for what is simulated';
}

function printUndecided(proof: Undecided, paint: Paint, assumed: string): string {
  const { packets, unknown, notFollowed, example } = proof;
  const statement = visible(proof.statement);
  return [
    `${paint('bad', 'undecided')}: ${statement} (${printCount(unknown)} of ${printCount(packets)} packets are not followed to their end)\n`,
    ...notFollowed.map((what) => `not followed: ${visible(what)}\n`),
    assumed,
    `${paint('heading', `for instance ${visible(printPacketWords(example))}`)}\n`,
  ].join('');
}

/** What the host lacks stands above the trace. */
function printWrong(proof: Wrong, paint: Paint, assumed: string): string {
  const { statement, packets, failures, counterexample } = proof;
  const { packet, trace, choices } = counterexample;
  const ways = Object.entries(choices).map(
    ([name, way]) => `where ${visible(name)} is: ${visible(way)}\n`,
  );
  return [
    `${paint('bad', `wrong${simulatedOnly(proof)}`)}: ${visible(statement)} (${printCount(failures)} of ${printCount(packets)} packets)\n`,
    assumed,
    `${paint('heading', `for instance ${visible(printPacketWords(packet))}`)}\n`,
    ...ways,
    printTrace(trace, { paint, all: false }),
    ...(counterexample.journey === undefined ? [] : [printJourney(counterexample.journey, paint)]),
  ].join('');
}
