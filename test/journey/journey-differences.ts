import type { Hop } from '../../src/journey/hop.js';
import type { Recorded } from './network.js';

/**
 * How a journey differs from what was recorded; empty when it doesn't. Packet by packet, each hop has everything that was recorded of it: what could not
 * be seen from outside is not compared. Hops of several packets may come in any order.
 */
export function journeyDifferences(actual: Recorded, recorded: Recorded): string[] {
  const ours = byPacket((actual.journey ?? []).filter((hop) => !isUnseen(hop)).filter(isNoCopy));
  const theirs = byPacket(recorded.journey ?? []);
  const found: string[] = [];
  for (let packet = 0; packet < Math.max(ours.length, theirs.length); packet += 1) {
    const [own = [], seen = []] = [ours[packet], theirs[packet]];
    for (let place = 0; place < Math.max(own.length, seen.length); place += 1) {
      const [hop, expected] = [own[place], seen[place]];
      if (hop === undefined || expected === undefined || !hasAll(hop, expected)) {
        found.push(`packet ${packet}, hop ${place}: ${show(hop)}, recorded ${show(expected)}`);
      }
    }
  }
  const [sender, learned] = [actual.sender, recorded.sender].map(inOrder);
  if (sender !== learned) found.push(`sender: ${sender}, recorded ${learned}`);
  return found;
}

/** What its own host dropped before any device had it, or WireGuard before its device had it: nothing of it can be seen from outside. */
function isUnseen(hop: Hop): boolean {
  return hop.kind === 'drop' && hop.packet !== 0 && (hop.iif === null || hop.at === 'AllowedIPs');
}

/** A copy of a bridge's frame that is dropped is not seen while another one is on its way; of those that are dropped all, one is. */
function isNoCopy({ kind, packet, ns, iif }: Hop, place: number, hops: readonly Hop[]): boolean {
  if (kind !== 'drop' || iif === null) return true;
  const alike = (hop: Hop): boolean => hop.packet === packet && hop.ns === ns && hop.iif === iif;
  const isSent = hops.some((hop) => hop.kind === 'bridge' && alike(hop));
  return !isSent && !hops.slice(0, place).some((hop) => hop.kind === 'drop' && alike(hop));
}

function byPacket(hops: readonly Hop[]): (readonly Hop[])[] {
  const numbers = [...new Set(hops.map(({ packet }) => packet))];
  return numbers.map((number) => hops.filter(({ packet }) => packet === number));
}

function hasAll(hop: Hop, recorded: Hop): boolean {
  const own = new Map<string, unknown>(Object.entries(hop));
  // A route's next hop that is the destination itself can't be told from none.
  if (own.get('gateway') === own.get('dst')) own.set('gateway', null);
  return Object.entries(recorded).every(
    ([name, value]) => name === 'packet' || own.get(name) === value,
  );
}

function show(hop: Hop | undefined): string {
  return hop === undefined ? 'none' : JSON.stringify(hop);
}

function inOrder(sender: Recorded['sender']): string {
  if (sender === undefined) return 'none';
  const { result, errno = '', icmp } = sender;
  return `${result} ${errno} ${icmp === undefined ? '' : `${icmp.type}/${icmp.code} of ${icmp.from}`}`;
}
