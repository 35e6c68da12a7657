import fc from 'fast-check';
import type { Question } from '../question.js';
import { conversationPackets } from './conversations.js';
import { packets } from './packets.js';
import type { Pool } from './pool.js';

/** What a script is mostly about. */
export interface Theme {
  /** By which the judge can be told to draw nothing else. */
  readonly name: string;
  readonly pool: Pool;
  /** What is there before each of its scripts, beside what all start from. */
  readonly before?: readonly Question[];
  /** Commands that many a script begins with, so that its packets get somewhere. */
  readonly start: readonly string[];
  /** Commands that nearly all its scripts go on with. */
  readonly made?: readonly string[];
  readonly command: fc.Arbitrary<string>;
  /** Packets that follow one another. */
  readonly burst: fc.Arbitrary<Question[]>;
  /** What its scripts begin with goes in batches, where starting processes is dear; and they are short. */
  readonly batched?: boolean;
  /** What is asked at the end of its scripts, when it isn't `STATE`. */
  readonly state?: readonly Question[];
}

const BATCHED = /^ip (?=link|addr|route|rule|tunnel|tuntap)/;

/** The same questions, with plain commands of `ip` that follow one another in one batch. */
export function inBatches(questions: readonly Question[]): readonly Question[] {
  const batches: Question[] = [];
  for (const question of questions) {
    const last = batches.at(-1);
    const line =
      question.kind === 'run' && BATCHED.test(question.run)
        ? question.run.replace(BATCHED, '')
        : undefined;
    if (line === undefined) batches.push(question);
    else if (last?.kind === 'batch' && !last.batch.some(endsBatch))
      batches[batches.length - 1] = { kind: 'batch', batch: [...last.batch, line] };
    else batches.push({ kind: 'batch', batch: [line] });
  }
  return batches;
}

/**
 * Whether a line is the last of its batch. In one batch iproute2 remembers the devices that it has met, though they are gone; and what another state of a device
 * does to those above it, and its carrier to itself, comes a moment later in some kernels.
 */
function endsBatch(line: string): boolean {
  return line.includes(' del ') || /^link set .*\b(?:down|carrier|(?:no)?master)\b/.test(line);
}

/** A command as a question. */
export const run = (line: string): Question => ({ kind: 'run', run: line });

/** Packets that have nothing to do with each other. */
export function singlePackets(pool: Pool, arrivals?: readonly string[]): fc.Arbitrary<Question[]> {
  return fc.array(
    packets(pool, arrivals).map((packet): Question => ({ kind: 'packet', packet })),
    { minLength: 1, maxLength: 8, size: 'max' },
  );
}

/** Packets of ends that talk to each other. */
export function conversation(pool: Pool): fc.Arbitrary<Question[]> {
  return conversationPackets(pool).map((drawn) =>
    drawn.map((packet): Question => ({ kind: 'packet', packet })),
  );
}

/** Routes, and rules that send what is marked another way. */
export const ROUTES4 = [
  'sysctl -qw net.ipv4.ip_forward=1',
  'ip route add default via 10.0.0.254',
  'ip route add 20.0.0.0/8 via 10.0.1.254',
  'ip route add default via 10.0.2.254 table 100',
  'ip rule add fwmark 0x12/0xf0 lookup 100',
  'ip rule add fwmark 1 lookup 100',
  'ip rule add tos 0x10 lookup 100',
  'ip rule add uidrange 1000-1999 lookup 100',
];

/** The same of IPv6. */
export const ROUTES6 = [
  'sysctl -qw net.ipv6.conf.all.forwarding=1',
  'ip -6 route add default via fd00::fe',
  'ip -6 route add 2001:db8::/32 via fd00:1::fe',
  'ip -6 route add default via fd00:2::fe table 100',
  'ip -6 rule add fwmark 0x12/0xf0 lookup 100',
  'ip -6 rule add fwmark 1 lookup 100',
];
