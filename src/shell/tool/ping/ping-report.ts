import { printAddress } from '../../../address/address-text.js';
import { errno } from '../../../errno.js';
import type { ToolAnswer } from '../../session.js';
import type { PingEnds } from './ping-ends.js';
import type { PingOptions } from './ping-options.js';
import type { Probe } from './probe.js';

/** Bytes of the headers of IP and ICMP. */
export const HEADERS = { 4: 28, 6: 48 } as const;
const ICMP_HEADER = 8;
/** With fewer bytes of data there is no time in them. */
const TIME_BYTES = 16;
/** How long a neighbour is asked for: mcast_solicit times, each after a second. Source: arp(7). */
const ASKING_SECONDS = 3;

/** Something that ping learns, when. */
interface Heard {
  readonly seconds: number;
  /** Number of the packet, from 1. */
  readonly packet: number;
  readonly probe: Exclude<Probe, { kind: 'silence' }>;
}

/** Prints what came of all packets, as ping(8) does. No time passes: answers take 0 ms. */
export function reportPing(
  name: string,
  options: PingOptions,
  ends: PingEnds,
  probes: readonly Probe[],
): ToolAnswer {
  const { quiet, size, to, count = 0, deadline, interval } = options;
  const heard = hear(options, probes);
  const received = heard.filter(({ probe }) => probe.kind === 'reply').length;
  const errors = heard.length - received;
  const lost = Number((((probes.length - received) / probes.length) * 100).toPrecision(6));
  const milliseconds = Math.round((probes.length - 1) * interval * 1000);
  const lines = [
    headerOf(options, ends),
    ...(quiet ? [] : heard.map((one) => lineOf(one, size))),
    '',
    `--- ${to} ping statistics ---`,
    `${probes.length} packets transmitted, ${received} received, ${errors === 0 ? '' : `+${errors} errors, `}` +
      `${lost}% packet loss, time ${milliseconds}ms`,
    statisticsOf(options, {
      sent: probes.length,
      received,
      pipe: pipeOf(options, heard, probes.length),
    }),
  ];
  const elsewhere = `Warning: source address might be selected on device other than: ${options.from ?? ''}`;
  const complaints = [
    ends.isElsewhere ? elsewhere : [],
    probes.flatMap((one) =>
      one.kind === 'error' && one.failure !== undefined && !quiet
        ? `sendmsg: ${errno(one.failure).words}`
        : [],
    ),
  ].flat();
  const isShort = deadline > 0 && received < count;
  return {
    stdout: lines.map((line) => `${line}\n`).join(''),
    stderr: complaints.map((line) => `${name}: ${line}\n`).join(''),
    exit: received > 0 && !isShort ? 0 : 1,
  };
}

/** What is heard before ping ends, in its order. */
function hear(options: PingOptions, probes: readonly Probe[]): readonly Heard[] {
  const { interval, deadline, linger } = options;
  let asking = -1;
  const all = probes.flatMap((probe, at): Heard | [] => {
    if (probe.kind === 'silence') return [];
    const sent = at * interval;
    const isLate = probe.kind === 'error' && probe.isLate;
    if (isLate && asking <= sent) asking = sent + ASKING_SECONDS;
    return { seconds: isLate ? asking : sent, packet: at + 1, probe };
  });
  const last = (probes.length - 1) * interval;
  const isAnswered = all.some(({ probe }) => probe.kind === 'reply');
  const end = deadline > 0 ? deadline : last + (isAnswered ? interval : linger);
  return all
    .filter(({ seconds }) => seconds <= end)
    .toSorted((one, other) => one.seconds - other.seconds || one.packet - other.packet);
}

/** How many packets were under way at most, as far as ping hears of them. */
function pipeOf({ interval }: PingOptions, heard: readonly Heard[], sent: number): number {
  const pipes = heard.map(({ seconds, packet, probe }) => {
    const isLate = probe.kind === 'error' && probe.isLate;
    const by = isLate && interval > 0 ? Math.min(sent, Math.ceil(seconds / interval)) : packet;
    return by - packet + 1;
  });
  return Math.max(1, ...pipes);
}

function headerOf(
  { to, from, size }: PingOptions,
  { address, zone, shown, link }: PingEnds,
): string {
  const target = printAddress(address) + (zone === undefined ? '' : `%${zone}`);
  const source = shown === undefined ? '::' : printAddress(shown);
  const device = link !== undefined && from === link.name ? link.name : '';
  const origin = from === undefined ? '' : ` from ${source} ${device}:`;
  const bytes =
    address.family === 4 ? `${size}(${size + HEADERS[4]}) bytes of data.` : `${size} data bytes`;
  return `PING ${to} (${target})${origin} ${bytes}`;
}

function lineOf({ packet, probe }: Heard, size: number): string {
  if (probe.kind === 'error') return `From ${probe.from} icmp_seq=${packet} ${probe.words}`;
  const time = size < TIME_BYTES ? '' : ' time=0.000 ms';
  return `${size + ICMP_HEADER} bytes from ${probe.from}: icmp_seq=${packet} ttl=${probe.ttl}${time}`;
}

function statisticsOf(
  { size, interval }: PingOptions,
  { sent, received, pipe }: { sent: number; received: number; pipe: number },
): string {
  return [
    received > 0 && size >= TIME_BYTES ? 'rtt min/avg/max/mdev = 0.000/0.000/0.000/0.000 ms' : [],
    pipe > 1 ? `pipe ${pipe}` : [],
    received > 0 && interval === 0 && sent > 1 ? 'ipg/ewma 0.000/0.000 ms' : [],
  ]
    .flat()
    .join(', ');
}
