/** Asks one question of one set-up in a process of its own, so that nothing is warm and the memory is nobody else's. */
import { programOf } from '../../src/evaluate/program-of.js';
import type { Host } from '../../src/host/host.js';
import { classes } from '../../src/verify/ask/classes.js';
import { diff } from '../../src/verify/ask/diff.js';
import { prove } from '../../src/verify/ask/prove.js';
import { millisecondsOf } from '../core/take-turns.js';
import { makeSetUp, type SetUp, type SetUpName } from './set-ups.js';

/** What is asked. */
export interface ProofJob {
  readonly setUp: SetUpName;
  readonly question: Question;
  /** How often it is asked again. */
  readonly again: number;
}

/** `described` asks for the size, the most readable packet and the description of every class, too. */
export type Question = 'classes' | 'described' | 'diff' | 'prove';

/** What it took. */
export interface ProofTimes {
  readonly firstMilliseconds: number;
  readonly againMilliseconds: readonly number[];
  /** Resident memory at its largest, with the host. */
  readonly peakBytes: number;
  /** Before the question was asked. */
  readonly hostBytes: number;
}

const IPV4 = { family: 4 } as const;

/** Asks; throws when the answer is wrong. */
function ask(question: Question, { before, packets, claim }: SetUp, after: Host): void {
  switch (question) {
    case 'classes':
      expect(classes(before, IPV4).length > 1, 'classes');
      break;
    case 'described':
      for (const one of classes(before, IPV4)) {
        expect(
          one.size > 0n && one.description.boxes.length > 0 && one.has(one.witness),
          'a class',
        );
      }
      break;
    case 'diff':
      expect(diff(before, after, IPV4).length > 0, 'diff');
      break;
    default:
      expect(claim(prove(before).every(packets)).holds === true, 'prove');
  }
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`${what}: wrong answer`);
}

const job: ProofJob = JSON.parse(process.argv[2] ?? '{}');
const setUp = makeSetUp(job.setUp);
const after = job.question === 'diff' ? setUp.after() : setUp.before;
for (const host of [setUp.before, after]) programOf(host.namespace, 4);
const hostBytes = process.memoryUsage().rss;
const firstMilliseconds = millisecondsOf(() => {
  ask(job.question, setUp, after);
});
const againMilliseconds = Array.from({ length: job.again }, () =>
  millisecondsOf(() => {
    ask(job.question, setUp, after);
  }),
);
const peakBytes = 1024 * process.resourceUsage().maxRSS;
const times: ProofTimes = { firstMilliseconds, againMilliseconds, peakBytes, hostBytes };
console.log(JSON.stringify(times));
