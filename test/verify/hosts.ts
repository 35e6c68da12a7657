import fc from 'fast-check';
import { Host } from '../../src/host/host.js';
import type { Address } from '../../src/address/address.js';
import type { Family } from '../../src/address/family.js';
import { evaluate, type Evaluation } from '../../src/evaluate/evaluate.js';
import { ConnectionTracker } from '../../src/evaluate/connection-tracker.js';
import { SocketKeeper } from '../../src/evaluate/socket-keeper.js';
import { packetRegisters } from '../../src/evaluate/registers.js';
import { programOf } from '../../src/evaluate/program-of.js';
import { makeConnectionTable } from '../../src/connection/connection.js';
import { makePacket } from '../../src/packet/make-packet.js';
import type { Packet } from '../../src/packet/packet.js';
import { hasPorts } from '../../src/packet/protocol.js';
import { readScenarios, type Scenario } from '../kernel/scenario.js';
import type { Take } from '../sample.js';
import { scripts } from '../kernel/draw/script.js';
import type { Question } from '../kernel/question.js';
import { runPlain } from '../kernel/simulated.js';
import { run } from '../../src/shell/run.js';

/** The founding example. */
export const FOUNDING = Host.fromCommands(`
  echo "100 smtp" >> /etc/iproute2/rt_tables
  ip link set lo up
  ip link add eth0 type veth peer name wire
  ip link set eth0 up
  ip link set wire up
  ip addr add 192.168.1.23/24 dev eth0
  ip route add 169.254.0.0/16 dev eth0 scope link
  ip route add default via 192.168.1.1 dev eth0
  iptables -t mangle -A OUTPUT -p tcp --dport 25 -j MARK --set-mark 0x2
  ip rule add fwmark 0x2 table smtp
  ip route add default via 192.168.1.2 table smtp
`);

const hostsOfScenarios = new Map<string, Promise<Host>>();

/** The hosts of some scenarios: each is made once for all files that a worker runs. */
export function scenarioHosts(take: Take, names?: ReadonlySet<string>): Promise<readonly Host[]> {
  const scenarios = readScenarios().filter(({ name }) => names?.has(name) ?? true);
  if (names !== undefined && scenarios.length !== names.size)
    throw new Error('names: of scenarios');
  return Promise.all(take(scenarios).map(scenarioHost));
}

function scenarioHost({ name, setup }: Scenario): Promise<Host> {
  let host = hostsOfScenarios.get(name);
  if (host === undefined) {
    host = run(setup, { name: 'setup.sh' }).then(({ machine }) =>
      Host.fromMachine(machine).acceptIncomplete(),
    );
    hostsOfScenarios.set(name, host);
  }
  return host;
}

/** Hosts made by generated commands; those that are refused, and those that leave something out of the host, are left out. */
export const generatedHosts: fc.Arbitrary<Host> = fc
  .nat(1000)
  .chain((seed) => scripts(seed))
  .map(({ base, script }) => [...base, ...script].reduce(perform, Host.fresh()));

function perform(host: Host, question: Question): Host {
  if (question.kind !== 'run') return host;
  // Commands of nft are one word in quotes, or the lines of a file.
  const { host: after } = runPlain(host, question) ?? host.exec(question.run.split(/ +/));
  return after.complete ? after : host;
}

/** What the evaluator says of a packet that belongs to no connection, where every choice takes its first option. */
export function evaluatePacket(host: Host, packet: Packet): Evaluation {
  const { namespace } = host;
  const program = programOf(namespace, packet.dst.family);
  return evaluate(
    program,
    packet.iif === undefined ? program.output : program.input,
    packetRegisters(packet, namespace),
    {
      chooser: { choose: () => 0 },
      tracker: new ConnectionTracker(makeConnectionTable()),
      sockets: new SocketKeeper(namespace.traffic.sockets),
    },
  );
}

/** Packets for a host: of its own devices, with addresses and numbers that its configuration names, and others. */
export function packetsFor(host: Host, family: Family): fc.Arbitrary<Packet> {
  const { links, v4, v6, netfilter } = host.namespace;
  const devices = links.toArray().map(({ name }) => name);
  const text = JSON.stringify(
    [links, v4.tables, v6.tables, v4.rules, netfilter],
    (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value),
  );
  const numbers = [...text.matchAll(/\b\d+\b/g)].map(([found]) => Number(found));
  const pool = [...new Set(numbers)].filter((number) => number <= 0xffffffff);
  const near = fc
    .tuple(fc.constantFrom(...pool), fc.constantFrom(0, 0, 0, 1, -1, 256, 0x10000))
    .map(([number, step]) => (number + step) >>> 0);
  const word = fc.oneof(
    { weight: 5, arbitrary: near },
    { weight: 1, arbitrary: fc.nat(0xffffffff) },
  );
  const words = family === 4 ? 1 : 4;
  const address: fc.Arbitrary<Address> = fc
    .array(word, { minLength: words, maxLength: words })
    .map((found) => ({ family, words: found }));
  const upTo = (max: number): fc.Arbitrary<number> =>
    fc.oneof({ weight: 4, arbitrary: near.filter((found) => found <= max) }, fc.nat(max));
  const maybe = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.option(values, { nil: undefined });
  return fc
    .record({
      received: fc.boolean(),
      device: maybe(fc.constantFrom(...devices)),
      src: maybe(address),
      dst: address,
      protocol: fc.oneof(fc.constantFrom(6, 17, 1, 58), fc.nat(255)),
      sport: maybe(upTo(0xffff)),
      dport: upTo(0xffff),
      mark: maybe(word),
      tos: maybe(upTo(255)),
      ttl: maybe(upTo(255)),
      uid: maybe(word),
      gid: maybe(word),
      length: maybe(upTo(0xffff)),
      flags: maybe(fc.nat(255)),
      type: maybe(fc.nat(255)),
    })
    .map(({ received, device, src, flags, type, ...rest }) => {
      const { protocol } = rest;
      const icmp = protocol === 1 || protocol === 58;
      return makePacket({
        ...rest,
        iif: received ? (device ?? devices[0]) : undefined,
        oif: received ? undefined : device,
        src: received ? (src ?? rest.dst) : src,
        uid: received ? undefined : rest.uid,
        gid: received ? undefined : rest.gid,
        sport: hasPorts(protocol) ? rest.sport : undefined,
        dport: hasPorts(protocol) ? rest.dport : undefined,
        tcpFlags: protocol === 6 ? flags : undefined,
        icmpType: icmp ? type : undefined,
      });
    });
}
