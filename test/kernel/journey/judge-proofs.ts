import { printAddress } from '../../../src/address/address-text.js';
import { isLinkLocal6, isLoopback } from '../../../src/address/address-class.js';
import type { Family } from '../../../src/address/family.js';
import { Host } from '../../../src/host/host.js';
import type { Machine } from '../../../src/machine/machine.js';
import type { Packet } from '../../../src/packet/packet.js';
import { TCP_FLAG } from '../../../src/packet/tcp-flags.js';
import type { Proof } from '../../../src/verify/ask/proof.js';
import { prove, type Claims } from '../../../src/verify/ask/prove.js';
import { packetSet, type PacketFilter } from '../../../src/verify/index.js';
import type { Recorded } from '../../journey/network.js';
import { drawNetwork, makeDraw } from './draw-network.js';
import { playJourneys } from './play.js';

/** What became of claims, and of the packets that were sent for them. */
export interface JudgedProofs {
  proved: number;
  wrong: number;
  undecided: number;
  packets: number;
  /** A text for each packet that a proof is wrong about, with the seed of its network. */
  readonly differences: string[];
}

/** A claim about a packet's whole way: as it is put to the proof, and as a journey shows whether it is true. */
interface Claim {
  readonly text: string;
  readonly put: (claims: Claims) => Proof;
  readonly isTrueOf: (journey: NonNullable<Recorded['journey']>) => boolean;
}

/** A packet that is sent, for a claim that must be true of it or wrong. */
interface Sent {
  readonly request: string;
  readonly claim: Claim;
  readonly expected: boolean;
}

/**
 * Puts claims about the packets of a drawn network to the proof, and sends packets for real: where a claim is wrong, its counterexample, which must show it;
 * where it is proved, packets of the set, of which it must be true.
 */
export async function judgeProofs(
  seed: number,
  claims: number,
  judged: JudgedProofs,
): Promise<void> {
  const { setup } = drawNetwork(seed, 0);
  const { machine } = Host.fromCommands(setup);
  const draw = makeDraw(seed ^ 0x5eed);
  const sent = Array.from({ length: claims }, (_, index) =>
    askOne(machine, draw, FIRST_PORT + index * EACH, judged),
  ).flat();
  const once = await wrongOnes(setup, sent);
  // What is late on a busy machine is not late again.
  const twice = once.length === 0 ? once : await wrongOnes(setup, sent);
  judged.packets += sent.length;
  for (const one of twice.filter((again) => once.includes(again))) {
    const said = one.expected ? 'proved' : 'wrong';
    judged.differences.push(`seed ${seed}: ${one.request}\n  ${one.claim.text}: ${said}`);
  }
}

const FIRST_PORT = 42001;
/** How many ports a claim has, so that each packet has its own. */
const EACH = 8;
/** How many packets are sent for a claim that is proved. */
const TRIED = 3;

type Draw = (below: number) => number;

function pick<Value>(draw: Draw, values: readonly Value[]): Value {
  const value = values[draw(values.length)];
  if (value === undefined) throw new RangeError('nothing to pick from');
  return value;
}

/** Puts one claim to the proof; what is to be sent for it. */
function askOne(machine: Machine, draw: Draw, port: number, judged: JudgedProofs): Sent[] {
  const ns = pick(draw, ['client', 'client', 'server', 'r1']);
  const family: Family = draw(4) === 0 ? 6 : 4;
  const at = addressesOf(machine, family);
  const to = pick(draw, at);
  const filter = drawFilter(draw, family, to.address, port);
  const claim = drawClaim(machine, draw, to, at);
  const proof = claim.put(prove(Host.fromMachine(machine, ns)).every(packetSet(filter)));
  const request = (packet: Partial<Packet>, number: number): string =>
    JSON.stringify(requestOf(ns, to.address, filter, packet, port + number));
  switch (proof.kind) {
    case 'wrong':
      judged.wrong += 1;
      return [{ request: request(proof.counterexample.packet, 0), claim, expected: false }];
    case 'proved':
      judged.proved += 1;
      return Array.from({ length: TRIED }, (_, number) => {
        const packet = { mark: draw(3), dport: pick(draw, PORTS) };
        return { request: request(packet, number), claim, expected: true };
      });
    default:
      judged.undecided += 1;
      return [];
  }
}

/** The ports that drawn rules are about, and others. */
const PORTS = [80, 53, 81, 1000, 1001, 4000];

/** A request to send such a packet: the port that it comes from is its own. */
function requestOf(
  ns: string,
  dst: string,
  { protocol }: PacketFilter,
  { dport, mark = 0, sport, icmpId }: Partial<Packet>,
  own: number,
): object {
  const ends = protocol === 'icmp' ? { icmpId: icmpId ?? own } : { dport, sport: sport ?? own };
  return { ns, dst, protocol, ...ends, ...(mark === 0 ? {} : { mark }) };
}

/** The packets that a socket of some protocol can send to an address, with any mark that rules are about. */
function drawFilter(draw: Draw, family: Family, dst: string, port: number): PacketFilter {
  const own = `${port}-${port + EACH - 1}`;
  const sent = { family, direction: 'sent', src: 'none', oif: 'none', dst } as const;
  const plain = { ...sent, mark: '0-2', tos: 0, ttl: 0, uid: 0, gid: 0, length: '36-80' } as const;
  switch (draw(3)) {
    case 0:
      return { ...plain, protocol: 'udp', sport: own, dport: '1-65535' };
    case 1:
      return { ...plain, protocol: 'tcp', tcpFlags: TCP_FLAG.SYN, sport: own, dport: '1-65535' };
    default:
      return {
        ...plain,
        protocol: 'icmp',
        icmpType: family === 4 ? 8 : 128,
        icmpCode: 0,
        icmpId: own,
      };
  }
}

interface Place {
  readonly ns: string;
  readonly address: string;
}

/** The addresses of a family that hosts have, with their namespaces. */
function addressesOf({ namespaces }: Machine, family: Family): readonly Place[] {
  return [...namespaces].flatMap(([ns, { links }]) =>
    links
      .toArray()
      .flatMap(({ addresses }) => addresses.map(({ local }) => local))
      .filter((local) => local.family === family && !isLoopback(local) && !isLinkLocal6(local))
      .map((local) => ({ ns, address: printAddress(local) })),
  );
}

/** A claim about where packets get to, or by which device they leave. */
function drawClaim(
  { namespaces }: Machine,
  draw: Draw,
  { ns, address }: Place,
  all: readonly Place[],
): Claim {
  const reached =
    (where: string | null, place: string): Claim['isTrueOf'] =>
    (journey) =>
      journey.some(
        (hop) =>
          hop.packet === 0 &&
          hop.kind === 'deliver' &&
          hop.ns === place &&
          (where === null || hop.dst === where),
      );
  switch (draw(3)) {
    case 0: {
      const isTrueOf = reached(address, ns);
      return {
        text: `reaches ${address} in ${ns}`,
        put: (it) => it.reaches(address, ns),
        isTrueOf,
      };
    }
    case 1: {
      const other = draw(2) === 0 ? ns : pick(draw, all).ns;
      const isReached = reached(null, other);
      return {
        text: `never reaches in ${other}`,
        put: (it) => it.neverReaches(null, other),
        isTrueOf: (journey) => !isReached(journey),
      };
    }
    default: {
      const devices = [...namespaces].flatMap(([name, { links }]) =>
        links
          .toArray()
          .filter(({ master, addresses }) => master === undefined && addresses.length > 0)
          .map(({ name: dev }) => ({ name, dev })),
      );
      const { name, dev } = pick(
        draw,
        devices.filter(({ name: where, dev: by }) => where !== '' && by !== 'lo'),
      );
      return {
        text: `never leaves by ${dev} in ${name} unencrypted`,
        put: (it) => it.neverLeavesUnencryptedBy(dev, name),
        isTrueOf: (journey) =>
          !journey.some(
            (hop) =>
              hop.packet === 0 && hop.kind === 'transmit' && hop.ns === name && hop.dev === dev,
          ),
      };
    }
  }
}

/** Those that the live kernel shows to be otherwise than the proof. */
async function wrongOnes(setup: string, sent: readonly Sent[]): Promise<readonly Sent[]> {
  if (sent.length === 0) return [];
  const played = await playJourneys(
    setup,
    sent.map(({ request }) => request),
  );
  return sent.filter(
    ({ claim, expected }, place) => claim.isTrueOf(played[place]?.journey ?? []) !== expected,
  );
}
