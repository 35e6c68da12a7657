import { assertNever } from '../../../src/assert-never.js';
import type { FollowedPacket, Question } from '../question.js';

type Fails<Value> = (value: Value) => Promise<boolean>;

/**
 * Makes a failing script smaller as long as it still fails: fewer questions, then fewer words and fields in those left.
 *
 * @param fails - false too when there is no time left to try
 */
export async function shrinkScript(
  script: readonly Question[],
  fails: Fails<readonly Question[]>,
): Promise<readonly Question[]> {
  let smallest = await shrinkList(script, fails);
  for (let at = 0; at < smallest.length; at += 1) {
    const rest = smallest;
    const question = rest[at];
    if (question === undefined) break;
    // oxlint-disable-next-line no-await-in-loop -- what is tried next depends on it
    const smaller = await shrinkQuestion(question, (tried) => fails(rest.with(at, tried)));
    smallest = rest.with(at, smaller);
  }
  return smallest;
}

/** Leaves out as many items as possible: halves first, then ever smaller parts. */
async function shrinkList<Item>(
  items: readonly Item[],
  fails: Fails<readonly Item[]>,
  least = 0,
): Promise<readonly Item[]> {
  let left = items;
  for (let size = Math.ceil(items.length / 2); size >= 1; size = Math.floor(size / 2)) {
    // From the end: what comes last depends on what comes first.
    for (let at = left.length - size; at > -size && left.length > least; at -= size) {
      const start = Math.max(at, 0);
      const fewer = left.toSpliced(start, at + size - start);
      // oxlint-disable-next-line no-await-in-loop -- what is tried next depends on it
      if (fewer.length >= least && (await fails(fewer))) left = fewer;
    }
  }
  return left;
}

async function shrinkQuestion(question: Question, fails: Fails<Question>): Promise<Question> {
  switch (question.kind) {
    case 'run':
      return {
        kind: 'run',
        run: await shrinkCommand(question.run, (run) => fails({ kind: 'run', run })),
      };
    case 'batch': {
      const lines = await shrinkList(question.batch, (batch) => fails({ kind: 'batch', batch }), 1);
      return lines.length > 1
        ? { kind: 'batch', batch: lines }
        : {
            kind: 'batch',
            batch: [
              await shrinkWords(lines[0] ?? '', (line) => fails({ kind: 'batch', batch: [line] })),
            ],
          };
    }
    case 'packet':
      return {
        kind: 'packet',
        packet: await shrinkPacket(question.packet, (packet) => fails({ kind: 'packet', packet })),
      };
    case 'followed':
      return {
        kind: 'followed',
        followed: await shrinkPacket(question.followed, (followed) =>
          fails({ kind: 'followed', followed }),
        ),
      };
    case 'listen':
      return question;
    default:
      return assertNever(question);
  }
}

/** Leaves out lines of a here-document, and words of a command of one line. */
async function shrinkCommand(command: string, fails: Fails<string>): Promise<string> {
  const [first = '', ...rest] = command.split('\n');
  const last = rest.pop();
  if (last === undefined) return shrinkWords(command, fails);
  const whole = (lines: readonly string[]): string => [first, ...lines, last].join('\n');
  return whole(await shrinkList(rest, (lines) => fails(whole(lines))));
}

/** Leaves out words after the first three, several together first: most options are two words. The quote that ends a line stays. */
async function shrinkWords(line: string, fails: Fails<string>): Promise<string> {
  if (line.endsWith("'")) {
    const open = line.slice(0, -1);
    return `${await shrinkWords(open, (fewer) => fails(`${fewer}'`))}'`;
  }
  let words = line.split(' ');
  for (const size of [4, 3, 2, 1]) {
    for (let at = words.length - size; at >= 3; at -= 1) {
      const fewer = words.toSpliced(at, size);
      // oxlint-disable-next-line no-await-in-loop -- what is tried next depends on it
      if (await fails(fewer.join(' '))) words = fewer;
    }
  }
  return words.join(' ');
}

const DISPENSABLE = ['mark', 'tos', 'ttl', 'uid', 'gid', 'oif', 'length', 'src', 'sport'] as const;

async function shrinkPacket(
  packet: FollowedPacket,
  fails: Fails<FollowedPacket>,
): Promise<FollowedPacket> {
  let left = packet;
  for (const name of DISPENSABLE) {
    // A received packet can't be without a source.
    if (left[name] === undefined || (name === 'src' && left.iif !== undefined)) continue;
    const { [name]: _, ...rest } = left;
    // oxlint-disable-next-line no-await-in-loop -- what is tried next depends on it
    if (await fails(rest)) left = rest;
  }
  return left;
}
