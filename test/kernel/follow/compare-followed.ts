import { PROTOCOL } from '../../../src/packet/protocol.js';
import type { Difference } from '../difference.js';
import type { Observation, Seen } from '../world.js';

/** Stands for a packet that a device was given and refused: of what it was, the simulator reports nothing. */
export const REFUSED: Seen = { dev: 'refused', src: '', dst: '', mark: 0, tos: 0, ttl: 0 };

/** Stands for a device that isn't compared. */
export const ANY_DEVICE = 'any';

/** Compares what was observed of a packet in all devices of a host with what the simulator has them do. */
export function compareFollowed(kernel: Observation, simulated: Observation): Difference[] {
  const left = compareList('out', sentBy(kernel.out), sentBy(simulated.out));
  const arrived = compareList('in', deliveredTo(kernel.in), deliveredTo(simulated.in));
  return [
    ...compareText('errno', kernel.error, simulated.error),
    ...left,
    ...arrived,
    ...(left.length + arrived.length > 0 ? [] : compareReplies(kernel, simulated)),
  ];
}

/** Held back for longer and longer. */
const REDIRECT = 5;

function compareReplies(
  { replies: found = [] }: Observation,
  { replies: seen = [] }: Observation,
): Difference[] {
  const types = new Set(seen.map(({ icmpType, icmpCode }) => `${icmpType}/${icmpCode}`));
  const unknown = found.find(
    ({ icmpType, icmpCode }) =>
      icmpType !== undefined && icmpType !== REDIRECT && !types.has(`${icmpType}/${icmpCode}`),
  );
  if (unknown === undefined) return [];
  return compareText(
    'icmp',
    `${unknown.icmpType}/${unknown.icmpCode}`,
    [...types].join(' ') || undefined,
  );
}

/** One line for each packet that the IP layer hands to a device: what the devices below are given is the same packet again. */
function sentBy(seen: readonly Seen[] = []): string[] {
  const own = seen.filter((item, at) => {
    const before = seen[at - 1];
    return before === undefined || headerOf(before) !== headerOf(item);
  });
  return own.map((item) => {
    if (item === REFUSED) return REFUSED.dev;
    const to = item.nexthop === undefined ? '' : ` to ${item.nexthop}`;
    return `${item.dev} ${headerOf(item)}${to}`;
  });
}

/** Outer packets are no socket's. */
function deliveredTo(seen: readonly Seen[] = []): string[] {
  return seen.filter(isForSockets).map((item) => `${item.dev} ${headerOf(item)}`);
}

const OUTER: ReadonlySet<unknown> = new Set([PROTOCOL.gre, PROTOCOL.ipip, PROTOCOL.ipv6]);

function isForSockets({ protocol }: Seen): boolean {
  return !OUTER.has(protocol);
}

function headerOf({ src, dst, dport, mark, tos, ttl, protocol }: Seen): string {
  const port = dport === undefined ? '' : `:${dport}`;
  return `${protocol} ${src} > ${dst}${port} mark ${mark} tos ${tos} ttl ${ttl}`;
}

/** The first lines that differ. */
function compareList(
  field: string,
  kernel: readonly string[],
  simulated: readonly string[],
): Difference[] {
  const at = kernel.findIndex((line, index) => !isSame(line, simulated[index]));
  if (at < 0 && kernel.length === simulated.length) return [];
  const first = at < 0 ? kernel.length : at;
  return compareText(field, kernel[first], simulated[first]);
}

/** On devices without link-layer addresses the next hop isn't seen, and of some it isn't known. */
function isSame(kernel: string, simulated: string | undefined): boolean {
  if (simulated === undefined) return false;
  if (simulated === REFUSED.dev) return true;
  if (simulated.startsWith(`${ANY_DEVICE} `))
    return kernel.replace(/^\S+/, ANY_DEVICE) === simulated;
  const [own, other] = [kernel, simulated].map((line) => line.replace(NEXT_HOP, ''));
  const isShown = [kernel, simulated].every((line) => NEXT_HOP.test(line));
  return isShown ? kernel === simulated : own === other;
}

const NEXT_HOP = / to \S+$/;

function compareText(
  field: string,
  kernel: string | undefined,
  other: string | undefined,
): Difference[] {
  return kernel === other ? [] : [{ field, kernel: kernel ?? null, other: other ?? null }];
}
