import { Host } from '../host/host.js';
import { notifyWatch } from '../host/watch-packets.js';
import type { Packet } from '../packet/packet.js';
import { coverage } from '../verify/ask/coverage.js';
import { printCoverage } from '../verify/ask/print-coverage.js';
import type { MatcherResult } from './claim.js';
import { sayReceived } from './say-received.js';

/**
 * Holds when packets exercise every rule and route of a host that people wrote.
 *
 * @throws TypeError when what was handed to `expect` is no host
 */
export function toBeCoveredBy(received: unknown, packets: Iterable<Packet>): MatcherResult {
  if (!(received instanceof Host)) {
    throw new TypeError(`toBeCoveredBy: expects a host, got ${sayReceived(received)}`);
  }
  const sent = [...packets];
  for (const packet of sent) notifyWatch(received, packet);
  const covered = coverage(received, sent);
  const { length } = covered.unmet;
  const sentence =
    length === 0
      ? 'expected the packets to leave something of the host unmet, but they meet all of it'
      : `expected the packets to meet every rule and route of the host, but ${length} ${length === 1 ? 'is' : 'are'} left`;
  return { pass: length === 0, message: () => `${sentence}\n\n${printCoverage(covered)}` };
}
