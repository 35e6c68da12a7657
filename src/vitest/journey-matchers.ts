import { parseAddress, printAddress } from '../address/address-text.js';
import { Host } from '../host/host.js';
import { verdictOf } from '../journey/attempt.js';
import { isLost, type Cause, type Hop } from '../journey/hop.js';
import type { Journey } from '../journey/journey.js';
import { ROOT_NAMESPACE } from '../machine/machine.js';
import { printJourney } from '../trace/journey.js';
import { plain } from '../trace/paint.js';
import { UnknownName } from '../unknown-name.js';
import { visible } from '../visible-text.js';
import type { MatcherResult } from './claim.js';
import { sayReceived } from './say-received.js';

/**
 * What can be expected of `host.journey(packet)`, `host.connect(...)` and `host.ping(...)`; each has its negation by `.not`. A failure prints the journey.
 *
 * @example
 * ```ts
 * import { expect } from 'vitest';
 * import { Host } from 'nexthop';
 * import 'nexthop/vitest';
 * const host = Host.fromCommands('ip link set lo up').listen({ protocol: 'tcp', port: 80 });
 * expect(host.connect({ dst: '127.0.0.1', dport: 80 })).toBeAnswered();
 * expect(host.connect({ dst: '127.0.0.1', dport: 81 })).toBeRefusedBy('127.0.0.1');
 * expect(host.ping({ dst: '127.0.0.1' })).toReach('127.0.0.1');
 * const wired = host.run('ip link add eth0 type dummy');
 * expect(wired.ping({ dst: '127.0.0.1' })).not.toLeaveUnencryptedBy('eth0');
 * ```
 */
export interface JourneyMatchers {
  /** The packet that was sent is delivered at this address, whatever it was sent to; in this network namespace, where one is named. */
  toReach(address: string, namespace?: string): void;
  /** The sender has an answer: the connection is established, an echo reply or a datagram has come. */
  toBeAnswered(): void;
  /** The sender is refused, by a reset or an ICMP error that has this source. */
  toBeRefusedBy(address: string): void;
  /**
   * The packet that was sent, or one of a tunnel, leaves by this device without being a WireGuard device's: in this network namespace, that of the
   * sender when none is named. What comes back counts as little as in `neverLeavesUnencryptedBy` of a proof.
   */
  toLeaveUnencryptedBy(dev: string, namespace?: string): void;
}

/** {@link JourneyMatchers} as functions of what was handed to `expect` and of what is expected. */
export const journeyMatchers = {
  toReach: (received: unknown, address: string, namespace?: string): MatcherResult => {
    const journey = readJourney('toReach', received);
    checkNames(received, namespace);
    const wanted = printAddress(parseAddress(address));
    const reaches = ({ packet, kind, ...hop }: Hop): boolean =>
      packet === 0 &&
      kind === 'deliver' &&
      'dst' in hop &&
      hop.dst === wanted &&
      (namespace === undefined || hop.ns === namespace);
    const place = namespace === undefined ? '' : ` in namespace ${namespace}`;
    return judge(journey, journey.journey.some(reaches), `to reach ${wanted}${place}`);
  },
  toBeAnswered: (received: unknown): MatcherResult => {
    const journey = readJourney('toBeAnswered', received);
    return judge(journey, ANSWERED.has(verdictOf(journey).result), 'to be answered');
  },
  toBeRefusedBy: (received: unknown, address: string): MatcherResult => {
    const journey = readJourney('toBeRefusedBy', received);
    const wanted = printAddress(parseAddress(address));
    const refuses = (hop: Hop): boolean =>
      hop.packet !== 0 &&
      hop.kind === 'deliver' &&
      hop.src === wanted &&
      (hop.cause === 'icmp-error' || hop.tcpFlags?.includes('R') === true);
    const isRefused = journey.sender.result === 'error' && journey.journey.some(refuses);
    return judge(journey, isRefused, `to be refused by ${wanted}`);
  },
  toLeaveUnencryptedBy: (received: unknown, dev: string, namespace?: string): MatcherResult => {
    const journey = readJourney('toLeaveUnencryptedBy', received);
    const ns = namespace ?? journey.journey[0]?.ns ?? null;
    checkNames(received, ns ?? undefined, dev);
    const leaks = (hop: Hop): boolean =>
      (hop.kind === 'transmit' || hop.kind === 'bridge') &&
      !isLost(hop) &&
      OWN.has(hop.cause) &&
      hop.encrypted === undefined &&
      hop.dev === dev &&
      hop.ns === ns;
    const place = namespace === undefined ? '' : ` in namespace ${namespace}`;
    const wanted = `to leave by ${dev}${place} unencrypted`;
    return judge(journey, journey.journey.some(leaks), wanted);
  },
};

/** What a packet is that is the sender's, by itself or in a tunnel. */
const OWN: ReadonlySet<Cause> = new Set<Cause>(['sent', 'copy', 'tunnel']);

const ANSWERED: ReadonlySet<string> = new Set(['established', 'answered']);

function judge(journey: Journey, pass: boolean, wanted: string): MatcherResult {
  const sentence = visible(`expected the packet ${pass ? 'not ' : ''}${wanted}`);
  return { pass, message: () => `${sentence}\n\n${printJourney(journey, plain)}` };
}

/** @throws TypeError when what was handed to `expect` is no journey */
function readJourney(matcher: string, received: unknown): Journey {
  if (isJourney(received)) return received;
  throw new TypeError(
    `${matcher}: expects host.journey(packet), host.connect(...) or host.ping(...), got ${sayReceived(received)}`,
  );
}

/**
 * Checks the names of an expectation, which would hold of anything with `.not` if they were nothing's. A journey alone, without its host, has no names to look in.
 *
 * @throws UnknownName when the machine has no such namespace, or that no such device
 */
function checkNames(received: unknown, namespace: string | undefined, dev?: string): void {
  if (typeof received !== 'object' || received === null || !('host' in received)) return;
  const { host } = received;
  if (!(host instanceof Host)) return;
  const { namespaces } = host.machine;
  const found = namespaces.get(namespace ?? ROOT_NAMESPACE);
  if (found === undefined) {
    const names = [...namespaces.keys()].filter((name) => name !== ROOT_NAMESPACE);
    throw new UnknownName('network namespace', namespace ?? '', names);
  }
  const devices = found.links.toArray().map(({ name }) => name);
  if (dev !== undefined && !devices.includes(dev)) throw new UnknownName('device', dev, devices);
}

function isJourney(value: unknown): value is Journey {
  if (typeof value !== 'object' || value === null) return false;
  return 'journey' in value && Array.isArray(value.journey) && 'sender' in value;
}
