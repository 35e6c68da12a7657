import { withinBounds, type Bounds } from '../bound.js';
import { runCommand } from '../command/commands.js';
import type { Accounts } from '../databases/accounts.js';
import { readDatabases } from '../databases/databases.js';
import { namespaceOf, ROOT_NAMESPACE, withNamespace, type Machine } from '../machine/machine.js';
import { missingOf, type Missing } from '../machine/missing.js';
import { newMachine } from '../machine/new-machine.js';
import type { Namespace } from '../namespace/namespace.js';
import { icmp, tcp, type ProtocolPacketFields } from '../packet/make-packet.js';
import type { Packet } from '../packet/packet.js';
import { CompiledHost } from './compiled-host.js';
import { CommandError } from './command-error.js';
import { splitCommands, type CommandLine } from './command-lines.js';
import { describeAs, type Describe } from './describe.js';
import { explainOn, type ExplainedToEnd, type ExplainOptions } from './explain.js';
import { acceptedMissing, carryMissing } from './incomplete-host-error.js';
import { attemptOf, journeyOf, type Attempt, type Journeyed } from './journey-of.js';
import { makeListener, type Listening } from './listening.js';
import { makeOutcome } from './make-outcome.js';
import type { Executed, Explained, Sent } from './sent.js';
import { sendPacket } from '../evaluate/send-packet.js';
import { notifyWatch } from './watch-packets.js';

/**
 * A simulated Linux host: what people who import nexthop hold in their hands.
 *
 * Immutable: every command and every packet gives a new host and leaves the old one as it was.
 *
 * @example
 * ```ts
 * import { Host, tcp } from 'nexthop';
 * const host = Host.fromCommands(`
 *   ip link add eth0 type dummy
 *   ip link set eth0 up
 *   ip addr add 192.168.1.23/24 dev eth0
 *   ip route add default via 192.168.1.1
 * `);
 * host.send(tcp({ dst: '203.0.113.9', dport: 25 })).gateway; // '192.168.1.1'
 * ```
 */
export class Host {
  /** The machine with all its namespaces. */
  readonly machine: Machine;
  /** Name of the namespace that this host is: the machine's first one, unless stated otherwise. */
  readonly namespaceName: string;

  /** @internal */
  protected constructor(machine: Machine, namespaceName: string) {
    this.machine = machine;
    this.namespaceName = namespaceName;
    Object.freeze(this);
  }

  /**
   * A fresh host: only `lo`, down, as in a new network namespace.
   *
   * @example
   * ```ts
   * import { Host } from 'nexthop';
   * Host.fresh().exec(['ip', '-brief', 'link']).stdout.startsWith('lo'); // true
   * ```
   */
  static fresh(): Host {
    return new Host(newMachine(), ROOT_NAMESPACE);
  }

  /**
   * The host that a machine's namespace is.
   *
   * @throws RangeError when the machine has no such namespace
   *
   * @example
   * ```ts
   * import { Host } from 'nexthop';
   * const left = Host.fromMachine(Host.fromCommands('ip netns add left').machine, 'left');
   * left.namespaceName; // 'left'
   * ```
   */
  static fromMachine(machine: Machine, namespaceName: string = ROOT_NAMESPACE): Host {
    namespaceOf(machine, namespaceName);
    return new Host(machine, namespaceName);
  }

  /**
   * A fresh host on which commands have run: `ip`, `iptables`, `sysctl` and the like, one a line, and
   * `echo WORDS >> /etc/iproute2/rt_tables`. For shell scripts see `nexthop/shell`.
   *
   * @throws ParseError when the text is no plain command; CommandError when a command is refused, with its line
   *
   * @example
   * ```ts
   * import { Host } from 'nexthop';
   * const host = Host.fromCommands([
   *   'echo "100 smtp" >> /etc/iproute2/rt_tables',
   *   'ip rule add fwmark 0x2 table smtp',
   * ]);
   * host.exec(['ip', 'rule', 'show', 'fwmark', '2']).stdout.includes('smtp'); // true
   * ```
   */
  static fromCommands(text: string | readonly string[]): Host {
    return Host.fresh().run(text);
  }

  /** The network namespace itself: links, tables, rules, netfilter rules, neighbours, sysctls, counters. */
  get namespace(): Namespace {
    return namespaceOf(this.machine, this.namespaceName);
  }

  /**
   * The users and groups of the machine, by name and by number: those of its /etc/passwd and /etc/group. Names of packets' owners are looked up
   * in them.
   *
   * @example
   * ```ts
   * import { Host, parsePacketWords } from 'nexthop';
   * const { accounts } = Host.fresh();
   * parsePacketWords('tcp to 192.0.2.1:25 uid www-data', accounts).uid; // 33
   * ```
   */
  get accounts(): Accounts {
    const { users, groups } = readDatabases(this.machine.files);
    return { users, groups };
  }

  /**
   * What Linux would have done to this host and nexthop did not, in that order: commands that were refused by name and passed over, tools that aren't
   * simulated. Empty for a complete host.
   *
   * @example
   * ```ts
   * import { Host } from 'nexthop';
   * Host.fresh().exec(['conntrack', '-L']).host.missing[0]?.what; // 'conntrack'
   * ```
   */
  get missing(): readonly Missing[] {
    return missingOf(this.machine);
  }

  /**
   * Whether everything was done to this host that Linux would have done. What becomes of packets on one that is not complete is not known, so
   * `send`, `explain`, `compile` and all of `nexthop/verify` throw an {@link IncompleteHostError}.
   *
   * @example
   * ```ts
   * import { Host } from 'nexthop';
   * Host.fresh().complete; // true
   * Host.fresh().exec(['conntrack', '-F']).host.complete; // false
   * ```
   */
  get complete(): boolean {
    return this.machine.missing.size === 0;
  }

  /**
   * The same host, which answers though it is incomplete: for what is simulated. Each answer then carries what is {@link missing}.
   *
   * @example
   * ```ts
   * import { Host, udp } from 'nexthop';
   * const { host } = Host.fromCommands('ip link set lo up').exec(['conntrack', '-F']);
   * const { kind, missing } = host.acceptIncomplete().send(udp({ dst: '127.0.0.1', dport: 53 }));
   * kind; // 'deliver'
   * missing?.length; // 1
   * ```
   */
  acceptIncomplete(): Host {
    return new Host(this.machine.set('acceptsIncomplete', true), this.namespaceName);
  }

  /**
   * Runs commands, one a line.
   *
   * @throws ParseError when the text is no plain command; CommandError when a command is refused: the later ones are not run
   *
   * @example
   * ```ts
   * import { Host } from 'nexthop';
   * const host = Host.fresh().run('ip link set lo up');
   * host.run('ip rule add fwmark 1 table 5').exec(['ip', 'rule']).stdout.includes('0x1'); // true
   * ```
   */
  run(text: string | readonly string[]): Host {
    const joined = typeof text === 'string' ? text : text.join('\n');
    return splitCommands(joined).reduce((host, line) => host.#runLine(line), this as Host);
  }

  /**
   * Runs one command by its words and gives all that it leaves behind, refused or not. What it prints comes back as text.
   *
   * @example
   * ```ts
   * import { Host } from 'nexthop';
   * Host.fresh().exec(['ip', 'route', 'add', 'default', 'via', '192.0.2.1']).exit; // 2
   * ```
   */
  exec(words: readonly string[], stdin = ''): Executed {
    const { machine, stdout, stderr, exit } = runCommand(
      this.machine,
      this.namespaceName,
      words,
      stdin,
    );
    return Object.freeze({
      host: new Host(machine, this.namespaceName),
      stdout,
      stderr,
      exit,
    });
  }

  /**
   * Sends a packet: what becomes of it, and the host afterwards, with what the packet has left in counters, connections, sets of nft and `ipset`, and the lists of
   * `-m recent` and `-m hashlimit`.
   *
   * @param bounds - what the work may take: the first packet of a family has the host prepared, which takes as long as its routes and rules are many
   * @throws RangeError when the packet names a device that the host doesn't have
   * @throws IncompleteHostError when the host is incomplete and that wasn't accepted
   * @throws GaveUp when the work takes more than it may; nothing is certain then
   *
   * @example
   * ```ts
   * import { Host, udp } from 'nexthop';
   * const host = Host.fromCommands([
   *   'ip link add eth0 type dummy',
   *   'ip link set eth0 up',
   *   'ip addr add 192.168.1.23/24 dev eth0',
   *   'ip route add default via 192.168.1.1',
   * ]);
   * const sent = host.send(udp({ dst: '203.0.113.9', dport: 53 }));
   * sent.gateway; // '192.168.1.1'
   * sent.host.run('ip link set eth0 down').send(udp({ dst: '203.0.113.9' })).errno; // 'ENETUNREACH'
   *
   * const once = host.run('iptables -A OUTPUT -m recent --update --rdest -j DROP').run('iptables -A OUTPUT -m recent --set --rdest');
   * const first = once.send(udp({ dst: '203.0.113.9', dport: 53 }));
   * first.host.send(udp({ dst: '203.0.113.9', dport: 53 })).at; // 'filter OUTPUT rule 1'
   * ```
   */
  send(packet: Packet, bounds?: Bounds): Sent {
    const missing = acceptedMissing(this.machine);
    notifyWatch(this, packet);
    const { evaluation, namespace } = withinBounds(bounds, 'packets', 'the packet', () =>
      sendPacket(this.namespace, packet),
    );
    const made = makeOutcome(evaluation, this.namespace, this.#describe());
    const outcome = carryMissing(made, missing);
    const host = new Host(
      withNamespace(this.machine, this.namespaceName, namespace),
      this.namespaceName,
    );
    return Object.freeze(
      Object.defineProperty({ ...outcome, host }, 'host', { enumerable: false }),
    );
  }

  /**
   * Explains what becomes of a packet and why, step by step. The host stays as it is.
   *
   * @param options - what the work may take; `follow` has the packet followed to its end, with the steps of each walk through a namespace: `legs`
   * @throws RangeError when the packet names a device that the host doesn't have
   * @throws IncompleteHostError when the host is incomplete and that wasn't accepted
   * @throws GaveUp when the work takes more than it may; nothing is certain then
   *
   * @example
   * ```ts
   * import { Host, udp } from 'nexthop';
   * const host = Host.fromCommands([
   *   'ip link add eth0 type dummy',
   *   'ip link set eth0 up',
   *   'ip addr add 192.168.1.23/24 dev eth0',
   *   'ip route add default via 192.168.1.1',
   * ]);
   * const { outcome, steps } = host.explain(udp({ dst: '203.0.113.9', dport: 53 }));
   * outcome.dev; // 'eth0'
   * steps.some(({ kind }) => kind === 'source'); // true
   * ```
   */
  explain(packet: Packet, options: ExplainOptions & { readonly follow: true }): ExplainedToEnd;
  explain(packet: Packet, options?: ExplainOptions): Explained;
  explain(packet: Packet, options?: ExplainOptions): Explained {
    return explainOn(this, this.#describe(), packet, options);
  }

  /**
   * Sends a packet and follows it to its end, through the other namespaces of the machine, with all that it causes: answers, ICMP errors, refusals. The
   * host afterwards has seen them all.
   *
   * @throws as `send`
   *
   * @example
   * ```ts
   * import { Host, icmp } from 'nexthop';
   * const host = Host.fromCommands('ip link set lo up');
   * host.journey(icmp({ dst: '127.0.0.1' })).sender.result; // 'answered'
   * ```
   */
  journey(packet: Packet, bounds?: Bounds): Journeyed {
    notifyWatch(this, packet);
    return journeyOf(this, packet, (machine) => new Host(machine, this.namespaceName), bounds);
  }

  /**
   * Connects by TCP: both directions as one answer, and where it ended if it did not succeed.
   *
   * @throws as `send`
   *
   * @example
   * ```ts
   * import { Host } from 'nexthop';
   * const host = Host.fromCommands('ip link set lo up').listen({ protocol: 'tcp', port: 80 });
   * host.connect({ dst: '127.0.0.1', dport: 80 }).result; // 'established'
   * host.connect({ dst: '127.0.0.1', dport: 81 }).result; // 'refused'
   * ```
   */
  connect(to: ProtocolPacketFields, bounds?: Bounds): Attempt {
    return attemptOf(this.journey(tcp(to), bounds));
  }

  /**
   * Sends an echo request: both directions as one answer.
   *
   * @example
   * ```ts
   * import { Host } from 'nexthop';
   * Host.fromCommands('ip link set lo up').ping({ dst: '127.0.0.1' }).result; // 'answered'
   * ```
   */
  ping(to: ProtocolPacketFields, bounds?: Bounds): Attempt {
    return attemptOf(this.journey(icmp(to), bounds));
  }

  /**
   * Has a local socket wait for packets on a port: the TPROXY target and the `socket` match look for one. A TCP socket has a connection for each
   * SYN that is delivered to it, until a reset is.
   *
   * @throws RangeError when the port is out of range
   * @throws ParseError when the address is none
   *
   * @example
   * ```ts
   * import { Host } from 'nexthop';
   * const host = Host.fresh().listen({ protocol: 'tcp', port: 12345, transparent: true });
   * host.namespace.listeners.size; // 1
   * ```
   */
  listen(listening: Listening): Host {
    const listener = makeListener(listening);
    const namespace = this.namespace.update('listeners', (listeners) => listeners.push(listener));
    return new Host(withNamespace(this.machine, this.namespaceName, namespace), this.namespaceName);
  }

  /**
   * The host with its packet path compiled, which answers the same faster: worth it from hundreds of packets on. Each family is compiled when its
   * first packet comes; where bounds are given, both are now, within them.
   *
   * @param bounds - what compiling may take; progress has a step for each family
   * @throws GaveUp when it takes more than it may; nothing is certain then
   * @throws IncompleteHostError when the host is incomplete and that wasn't accepted
   *
   * @example
   * ```ts
   * import { Host, udp } from 'nexthop';
   * const host = Host.fromCommands([
   *   'ip link add eth0 type dummy',
   *   'ip link set eth0 up',
   *   'ip addr add 192.168.1.23/24 dev eth0',
   *   'ip route add default via 192.168.1.1',
   * ]);
   * host.compile().send(udp({ dst: '203.0.113.9', dport: 53 })).gateway; // '192.168.1.1'
   * ```
   */
  compile(bounds?: Bounds): CompiledHost {
    const compiled = new CompiledHost(
      this,
      this.#describe(),
      (namespace) =>
        new Host(withNamespace(this.machine, this.namespaceName, namespace), this.namespaceName),
    );
    if (bounds !== undefined) compiled.prepare(bounds);
    return compiled;
  }

  #describe(): Describe {
    return describeAs(this.namespace, this.machine.files);
  }

  #runLine(line: CommandLine): Host {
    const [name, ...rest] = line.words;
    if (name === 'echo') return this.#write(line, `${rest.join(' ')}\n`);
    const { exit, stderr, stdout, host } = this.exec(line.words);
    if (exit !== 0) throw new CommandError(line.words, stderr, exit, line);
    return host.#write(line, stdout);
  }

  #write({ output }: CommandLine, text: string): Host {
    if (output === undefined) return this;
    const before = output.append ? (this.machine.files.get(output.path) ?? '') : '';
    const files = this.machine.files.set(output.path, before + text);
    return new Host(this.machine.set('files', files), this.namespaceName);
  }
}
