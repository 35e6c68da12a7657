import { TUNNEL6_PERMADDR } from '../devices/recording.js';
import { assertNever } from '../../src/assert-never.js';
import { readFileSync, writeFileSync } from 'node:fs';
import { BATCH_COMMAND, type Question } from './question.js';
import type { KernelLookup } from './why/kernel-why.js';
import { VM, type Observation, type Ran, type World } from './world.js';

/** What came of one question. */
export type Answer =
  | { readonly kind: 'run'; readonly run: string; readonly ran: Ran }
  | { readonly kind: 'listen' }
  | { readonly kind: 'packet'; readonly observed: Observation };

/** What the kernel answered to a scenario, and which kernel and tools they were. */
export interface Recording {
  readonly versions: Readonly<Record<string, string>>;
  /** The whole set-up run as one script. */
  readonly script: Ran;
  /** One answer per question, in order. */
  readonly answers: readonly Answer[];
}

/** The versions of what answers in a world. */
export async function askVersions(world: World): Promise<Record<string, string>> {
  const ask = async (command: string): Promise<string> => (await world.run(command)).stdout.trim();
  return {
    kernel: await ask('uname -r'),
    iproute2: (await ask('ip -V')).replace(/^.*iproute2-([^,]*).*$/, '$1'),
    iptables: (await ask('iptables -V')).replace(/^iptables v/, ''),
  };
}

/** Asks a world every question in order. */
export async function playQuestions(
  world: World,
  questions: readonly Question[],
): Promise<Answer[]> {
  return Promise.all(questions.map((question) => playQuestion(world, question)));
}

async function playQuestion(world: World, question: Question): Promise<Answer> {
  switch (question.kind) {
    case 'run':
      return { kind: 'run', run: question.run, ran: withoutDates(await world.run(question.run)) };
    case 'batch':
      return {
        kind: 'run',
        run: BATCH_COMMAND,
        ran: withoutDates(await world.batch(question.batch)),
      };
    case 'listen':
      await world.listen(question.listen);
      return { kind: 'listen' };
    case 'packet':
      return { kind: 'packet', observed: await world.send(question.packet) };
    case 'followed':
      return { kind: 'packet', observed: await world.follow(question.followed) };
    default:
      return assertNever(question);
  }
}

/**
 * Takes out of what a command printed what isn't the same each time: the date in what iptables-save prints, and how the resolver fails, which depends on
 * its way to a server.
 */
export function withoutDates({ exit, stdout, stderr }: Ran): Ran {
  const undated = stdout.replace(/^(# (?:Generated|Completed)\b.*) on .*$/gm, '$1');
  const resolved = stderr.replace(
    'Could not resolve hostname: Name or service not known',
    'Could not resolve hostname: Temporary failure in name resolution',
  );
  return { exit, stdout: undated, stderr: resolved };
}

/**
 * Takes out what the kernel picks at random: link-layer addresses, of which those that scripts set begin with 02:00:00, and ports of WireGuard; what a tunnel
 * leaves of an MTU for ten minutes, what is left of an element's time, and what WireGuard has counted, which are not simulated; and in a guest what depends on how its kernel is built.
 */
export function withoutRandom({ exit, stdout, stderr }: Ran): Ran {
  const picked = stdout
    .replaceAll(TRANSFER_FOR_PEOPLE, '')
    .replaceAll(TRANSFER, '$1any')
    .replaceAll(RANDOM_LLADDR, '$1random')
    .replaceAll(TUNNEL6_PERMADDR, '$1random')
    .replaceAll(/ expires \d+sec mtu \d+/g, '')
    .replaceAll(/( expires )\d[\ddhms]*\b|("expires": )\d+/g, '$1$2any')
    .replaceAll(/^( {2}listening port: |ListenPort = )(?!5182[01]$)\d+$/gm, '$1random')
    .replaceAll(PORT_IN_DUMP, '$1random')
    .replaceAll(/( gc_timer +|"gc_timer": ?)\d+(?:\.\d+)?/g, '$1some');
  return { exit, stdout: VM === undefined ? picked : withoutBuild(picked), stderr };
}

/**
 * 6rd, without which kernels are built; queues, which are as many as a machine may have processors; the largest segments, which a device has of its ports; an
 * interval that the kernel's ticks don't divide.
 */
function withoutBuild(text: string): string {
  return text
    .replaceAll(' 6rd-prefix 2002::/16', '')
    .replaceAll(/,\s*"prefix": ?"2002::",\s*"prefixlen": ?16/g, '')
    .replaceAll(/ num[rt]xqueues \d+|"num_[rt]x_queues": ?\d+,\s*/g, '')
    .replaceAll(/ tso_max_size \d+/g, '')
    .replaceAll(/(mcast_startup_query_interval"?:? ?)312[45]\b/g, '$1some')
    .replaceAll(/"tso_max_size": ?\d+,\s*/g, '')
    .replaceAll(BEGINNINGS, (lines) => lines.split('\n').toSorted().join('\n'));
}

/** Routes by which IPv6 begins on devices: in which order it does on those of one batch is chance. */
const BEGINNINGS =
  /^((?:anycast )?fe80::(?:\/64)?|multicast ff00::\/8) dev \S+ (.*)(?:\n\1 dev \S+ \2)+$/gm;

/** `wg show`, and the columns of its `transfer` and `dump`: bytes received and sent, which the handshake that begins anew before each packet resets. */
const TRANSFER_FOR_PEOPLE = /^ {2}transfer: .*\n/gm;
const TRANSFER = /^((?:\S+\t)?[\w+/]{43}=\t(?:.*\t\d+\t)?)\d+\t\d+(?=$|\t(?:off|\d+)$)/gm;

/** The port in the line of a device in `wg show ... dump`, where it is none that a script chose. */
const PORT_IN_DUMP =
  /^((?:\S+\t)?(?:(?:\(none\)|[\w+/]{43}=)\t){2})(?!5182[01]\t)\d+(?=\t(?:off|0x[0-9a-f]+)$)/gm;

const RANDOM_LLADDR =
  /(link\/ether |"address": ?"|permaddr |"permaddr": ?")(?!02:00:00|00:00:00)(?:[0-9a-f]{2}:){5}[0-9a-f]{2}/g;

/** Whether the kernel is to be asked why, too: where it was before, or `RECORD=why` has it recorded. */
export function asksWhy(before: readonly Answer[]): boolean {
  return haveWhy(before) || process.env['RECORD'] === 'why';
}

/** Whether the kernel was asked why, too, when answers were recorded. */
export function haveWhy(answers: readonly Answer[]): boolean {
  return answers.some((answer) => answer.kind === 'packet' && answer.observed.why !== undefined);
}

/**
 * Takes out of what the kernel reports of packets what is there by chance: of an IPv4 route without gateway the tracepoint leaves in the
 * gateway's place what was there before. Source: `trace_event_raw_event_fib_table_lookup`.
 */
export function withoutChance(answer: Answer): Answer {
  if (answer.kind !== 'packet') return answer;
  const { observed } = answer;
  if (observed.why?.lookups === undefined) return answer;
  const lookups = observed.why.lookups.map((lookup): KernelLookup => {
    const { via: _, ...rest } = lookup;
    return lookup.to.includes(':') ? lookup : rest;
  });
  return { kind: 'packet', observed: { ...observed, why: { ...observed.why, lookups } } };
}

/** Writes a recording over the one before: one JSON object a line. */
export function writeRecording(file: URL, { versions, script, answers }: Recording): void {
  const lines = [{ recorded: versions }, { script }, ...answers.map(toLine)];
  writeFileSync(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

function toLine(answer: Answer): object {
  switch (answer.kind) {
    case 'run':
      return { run: answer.run, ...answer.ran };
    case 'listen':
      return { listen: 'ok' };
    case 'packet':
      return { packet: answer.observed };
    default:
      return assertNever(answer);
  }
}

/** Reads what `writeRecording` wrote. */
export function readRecording(file: URL): Recording {
  const [recorded, script, ...answers] = readFileSync(file, 'utf8').trimEnd().split('\n');
  if (recorded === undefined || script === undefined)
    throw new Error(`${file.pathname} is cut off`);
  return {
    versions: JSON.parse(recorded).recorded,
    script: JSON.parse(script).script,
    answers: answers.map((line): Answer => {
      const { run, packet, ...ran } = JSON.parse(line);
      if (packet !== undefined) return { kind: 'packet', observed: packet };
      return run === undefined ? { kind: 'listen' } : { kind: 'run', run, ran };
    }),
  };
}
