import type { Host } from '../../host/host.js';
import { carryMissing } from '../../host/incomplete-host-error.js';
import { printPacketJson } from '../../packet/packet-json.js';
import { ParseError } from '../../parse-error.js';
import { proveClaim } from '../../verify/ask/claim.js';
import type { Bounds, GaveUp } from '../../bound.js';
import type { Proof, ProvedPart } from '../../verify/ask/proof.js';
import { paintProof } from '../../verify/ask/print-proof.js';
import { GAVE_UP_EXIT } from '../terminal/end-status.js';
import { CliError, USAGE_EXIT } from '../terminal/cli-error.js';
import { certainOf } from '../option/bound-options.js';
import { choosePaint, type ColorChoice } from '../print/paint.js';
import type { ListeningSocket } from '../input/request.js';
import type { HostOptions } from '../option/host-options.js';
import { namedHost } from '../set-up/host-at.js';
import { setUpHost } from '../set-up/set-up-host.js';
import { showParseError } from '../print/show-parse-error.js';
import { showStepProgress } from '../print/step-progress.js';
import type { Terminal } from '../terminal/terminal.js';
import { jsonLine } from '../print/json-line.js';
import { visible } from '../../visible-text.js';

/** What `nexthop prove` is asked to do. */
export interface ProveRequest {
  /** The script that sets the host up. */
  readonly setup: string;
  /** How it is set up. */
  readonly host: HostOptions;
  /** Sockets that listen on it. */
  readonly listen: readonly ListeningSocket[];
  readonly claims: readonly string[];
  /** The network namespace whose packets the claims are about; the machine's first one when left out. */
  readonly ns?: string;
  readonly json: boolean;
  readonly color: ColorChoice;
}

/** Exit status when no claim is wrong, and one is about no packet. */
const NOTHING_EXIT = 6;

const EXITS: Readonly<Record<Proof['kind'], number>> = {
  proved: 0,
  nothing: NOTHING_EXIT,
  undecided: GAVE_UP_EXIT,
  wrong: 1,
};

/** The exit status is that of the first of these which some claim has. */
const GRAVEST: readonly Proof['kind'][] = ['wrong', 'undecided', 'nothing', 'proved'];

/**
 * Proves claims about the host that a script sets up. Returns the exit status: 1 when one is wrong, else 5 when one is
 * undecided, else 6 when one is about no packet.
 *
 * @throws CliError when a text is no claim, a file can't be read, or the script fails
 */
export async function proveCommand(
  { setup, host: hostOptions, listen, claims, ns, json, color }: ProveRequest,
  terminal: Terminal,
): Promise<number> {
  const host = namedHost(await setUpHost(setup, terminal, hostOptions, listen), ns);
  const paint = choosePaint(color, terminal.env, terminal.isTerminal);
  const kinds = new Set<Proof['kind']>();
  for (const [index, claim] of claims.entries()) {
    const progress = showStepProgress(terminal.progress);
    const { found: proof, gaveUp } = certainOf<Proof | undefined>(
      () => readAndProve(host, claim, { ...terminal.bounds, progress: progress.at }),
      () => undefined,
    );
    progress.end();
    if (proof === undefined) {
      for (const [place, left] of claims.slice(index).entries()) {
        const certain = place === 0 ? certainParts(gaveUp) : [];
        await terminal.stdout(printGivenUp(left, certain, json));
      }
      throw gaveUp ?? new TypeError('a claim has an answer');
    }
    kinds.add(proof.kind);
    await terminal.stdout(json ? printProofJson(proof) : paintProof(proof, paint));
  }
  return EXITS[GRAVEST.find((kind) => kinds.has(kind)) ?? 'proved'];
}

function readAndProve(host: Host, claim: string, bounds: Bounds): Proof {
  try {
    return proveClaim(host, claim, bounds);
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    throw new CliError(showParseError(claim, error), USAGE_EXIT);
  }
}

/** What was certain of a claim when it was given up; empty when nothing was. */
function certainParts(gaveUp: GaveUp | undefined): readonly ProvedPart[] {
  return isOfClaim(gaveUp) ? gaveUp.soFar : [];
}

/** A claim that is given up while its words are read has no parts yet. */
function isOfClaim(gaveUp: GaveUp | undefined): gaveUp is GaveUp<readonly ProvedPart[]> {
  return Array.isArray(gaveUp?.soFar);
}

/** A claim that was given up: wrong if it is for some of its packets, else neither proved nor wrong. */
function printGivenUp(statement: string, certain: readonly ProvedPart[], json: boolean): string {
  const isWrong = certain.some(({ kind }) => kind === 'wrong');
  const kind = isWrong ? 'wrong' : 'undecided';
  if (json) return jsonLine({ statement, kind, holds: isWrong ? false : null, soFar: certain });
  const parts = certain.map((part) => `IPv${part.family} ${part.direction}: ${WORDS[part.kind]}`);
  const soFar = parts.length === 0 ? '' : ` (${parts.join(', ')})`;
  return `${kind}: ${visible(statement)}${soFar}\n`;
}

const WORDS: Readonly<Record<Proof['kind'], string>> = {
  proved: 'proved',
  nothing: 'nothing to prove',
  undecided: 'undecided',
  wrong: 'wrong',
};

function printProofJson(proof: Proof): string {
  const {
    kind,
    statement,
    holds,
    packets,
    failures,
    counterexample,
    assumed,
    missing = [],
  } = proof;
  const printed = {
    statement,
    kind,
    holds: holds ?? null,
    packets: String(packets),
    failures: String(failures),
    assumed,
    counterexample:
      counterexample === undefined
        ? null
        : {
            packet: printPacketJson(counterexample.packet),
            outcome: counterexample.trace.outcome,
            choices: counterexample.choices,
            ...(counterexample.journey === undefined ? {} : { journey: counterexample.journey }),
          },
    ...(proof.kind === 'undecided'
      ? {
          notFollowed: proof.notFollowed,
          unknown: String(proof.unknown),
          example: printPacketJson(proof.example),
        }
      : {}),
  };
  return jsonLine(carryMissing(printed, missing));
}
