import { answerRequest, type Answer } from '../../src/cli/print/answer.js';
import { parseRequest } from '../../src/cli/input/request.js';
import { Host } from '../../src/host/host.js';
import { run } from '../../src/shell/run.js';
import { follow } from './follow/follow.js';
import { BATCH_COMMAND, printQuestion, type FollowedPacket, type Question } from './question.js';
import type { Observation, Ran } from './world.js';

/** What the simulator answers to one line: as `nexthop trace --json` does, or what would be observed of a packet that is followed. */
export type SimulatedAnswer =
  Answer | { readonly kind: 'followed'; readonly observed: Observation };

/** Runs a set-up as `nexthop run setup.sh` does. */
export async function runSimulated(setup: string): Promise<Ran> {
  const { exit, stdout, stderr } = await run(setup, { name: 'setup.sh' });
  return { exit, stdout, stderr };
}

/**
 * Asks every question in order, on a host that starts fresh, as `nexthop trace --packets` does with the lines of its file.
 *
 * @param withSteps - packets are explained too
 */
export async function askSimulated(
  questions: readonly Question[],
  withSteps = false,
): Promise<readonly SimulatedAnswer[]> {
  return (await playSimulated(questions, { withSteps })).answers;
}

/** A host that is set as the kernel is that is asked: nothing has a flow label that nobody asked for. */
const START = Host.fresh().run('sysctl -qw net.ipv6.auto_flowlabels=0');

/** What questions leave behind. */
interface Played {
  readonly answers: readonly SimulatedAnswer[];
  /** The host as the last of them left it. */
  readonly host: Host;
}

/** The same on a host that is there already. */
export async function playSimulated(
  questions: readonly Question[],
  { withSteps = false, start = START }: { withSteps?: boolean; start?: Host } = {},
): Promise<Played> {
  // Who compares leaves out what follows a refused command that would have changed something.
  let host = start.acceptIncomplete();
  const answers: SimulatedAnswer[] = [];
  for (const question of questions) {
    try {
      // One after the other: each acts on the host that the one before left.
      // oxlint-disable-next-line no-await-in-loop
      const answered =
        runPlain(host, question) ??
        (question.kind === 'followed'
          ? followPacket(host, question.followed)
          : await askLine(host, question, withSteps));
      host = answered.host;
      answers.push(answered.answer);
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
      answers.push({ kind: 'invalid', message, line: answers.length + 1 });
    }
  }
  return { answers, host };
}

interface Answered {
  readonly host: Host;
  readonly answer: SimulatedAnswer;
}

function followPacket(host: Host, followed: FollowedPacket): Answered {
  const { machine, observed } = follow(host.machine, followed);
  return { host: Host.fromMachine(machine), answer: { kind: 'followed', observed } };
}

function askLine(host: Host, question: Question, withSteps: boolean): Promise<Answered> {
  const request = parseRequest(printQuestion(question));
  return answerRequest(host, request, { withSteps, ignore: [] });
}

/** What Bash would start as it stands: starting it without Bash is quicker. */
const PLAIN = /^(ip|ip6?tables(-save)?|sysctl|nft)( +[\w./:,=+@!%-]+)*$/;
/** Commands of nft in one word, or in the lines of a file. */
const NFT = /^(nft(?: -[\w-]*)*)(?: '([^']+)'| <<'END'\n([^]*\n)END)$/;

/** Runs a command that needs no Bash, at once; undefined when it is none. */
export function runPlain(host: Host, question: Question): Answered | undefined {
  if (question.kind === 'batch') {
    return runWords(host, BATCH_COMMAND, question.batch.map((line) => `${line}\n`).join(''));
  }
  if (question.kind !== 'run') return undefined;
  const nft = NFT.exec(question.run);
  if (nft) {
    const [, start = '', word, lines] = nft;
    return runArguments(host, [...start.split(' '), ...(word === undefined ? [] : [word])], lines);
  }
  return PLAIN.test(question.run) ? runWords(host, question.run) : undefined;
}

function runWords(host: Host, command: string, stdin = ''): Answered {
  return runArguments(host, command.split(/ +/), stdin);
}

function runArguments(host: Host, argv: readonly string[], stdin = ''): Answered {
  const { exit, stdout, stderr, host: next } = host.exec(argv, stdin);
  return { host: next, answer: { kind: 'command', exit, stdout, stderr } };
}
