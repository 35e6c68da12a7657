import { readAddress } from '../../../address/address-text.js';
import { isLinkLocal6 } from '../../../address/address-class.js';
import type { Family } from '../../../address/family.js';
import type { ErrnoName } from '../../../errno.js';
import { verdictOf } from '../../../journey/attempt.js';
import { ECHO } from '../../../journey/answer/echo.js';
import type { Hop } from '../../../journey/hop.js';
import { runJourney } from '../../../journey/journey.js';
import type { Machine } from '../../../machine/machine.js';
import type { Packet } from '../../../packet/packet.js';
import { PROTOCOL } from '../../../packet/protocol.js';
import { icmpErrno } from '../../../program/icmp-errno.js';
import { icmpWords } from './icmp-words.js';

/**
 * What came of one echo request.
 *
 * - `reply`: its answer came
 * - `error`: an ICMP error came, from another host or this one
 * - `silence`: nothing came
 */
export type Probe =
  | { readonly kind: 'reply'; readonly from: string; readonly ttl: number }
  | {
      readonly kind: 'error';
      readonly from: string;
      readonly words: string;
      /** It came after a neighbour had not answered. */
      readonly isLate: boolean;
      /** What sendmsg(2) failed with, when this host refused it. */
      readonly failure: ErrnoName | undefined;
    }
  | { readonly kind: 'silence' };

/** What came of a request, and the machine as it leaves it; or the socket could not have its source. */
export type Probed = { readonly probe: Probe; readonly machine: Machine } | 'unbound' | undefined;

/** Sends an echo request and follows it to its end; undefined when that is not known: it leaves what is simulated, or ping would print more of it. */
export function probe(machine: Machine, namespace: string, packet: Packet): Probed {
  const { journey: followed, machine: after } = runJourney(machine, namespace, packet);
  if (followed.cut === true) return undefined;
  const { journey: hops, sender } = followed;
  if (packet.src !== undefined && sender.errno === 'EADDRNOTAVAIL') return 'unbound';
  if (verdictOf(followed).end?.how === 'left' || hops.some(isRedirect)) return undefined;
  const { family } = packet.dst;
  if (sender.result === 'answered') {
    const found = hops.findLast((hop) => isReply(hop, family));
    if (found?.kind !== 'deliver') throw new TypeError('an answer is delivered');
    const from = scoped(found.src, found.dev);
    return { probe: { kind: 'reply', from, ttl: found.ttl }, machine: after };
  }
  if (sender.icmp === undefined) return { probe: { kind: 'silence' }, machine: after };
  const words = icmpWords(family, sender.icmp);
  if (words === undefined) return undefined;
  const heard = hops.findLast((hop) => hop.kind === 'deliver' && hop.cause === 'icmp-error');
  return {
    probe: {
      kind: 'error',
      from: scoped(sender.icmp.from, heard?.kind === 'deliver' ? heard.dev : ''),
      words,
      isLate: hops.some((hop) => hop.kind === 'drop' && hop.reason === 'NEIGH_FAILED'),
      failure: sender.errno === icmpErrno(family, sender.icmp) ? undefined : sender.errno,
    },
    machine: after,
  };
}

function isReply(hop: Hop, family: Family): boolean {
  const { reply } = ECHO[family === 4 ? PROTOCOL.icmp : PROTOCOL.icmpv6];
  return hop.kind === 'deliver' && hop.icmpType === reply;
}

/** Reports whether a redirect comes, which ping prints in IPv4; in IPv6 it never hears of one. */
function isRedirect(hop: Hop): boolean {
  return hop.kind === 'deliver' && hop.protocol === 'icmp' && hop.icmpType === 5;
}

/** A link-local address with the device behind which it is. */
function scoped(text: string, dev: string): string {
  const address = readAddress(text);
  return address !== undefined && isLinkLocal6(address) && dev !== '' ? `${text}%${dev}` : text;
}
