import type { Services } from '../../../../databases/databases.js';
import { PROTOCOL } from '../../../../packet/protocol.js';
import { all, any, invertedIf } from '../../../../predicate/predicate.js';
import { HAS_TRANSPORT_HEADER } from '../../../fragment.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import type { ExtensionOption } from '../../option/option.js';
import { portInRange, readPort, type ServiceProtocol } from '../../option/port-range.js';
import { nftNot, nftSpan, nftWords } from '../../option/nft-words.js';
import type { ProtocolMatch } from '../../../protocol-match.js';

/** One port, or a range of ports, of a list. */
export interface PortSpan {
  readonly from: number;
  readonly to: number;
}

/** `-m multiport`: a list of ports that the source, the destination or either of them is in. */
export interface MultiportMatch extends MatchData {
  readonly name: 'multiport';
  readonly side: 'sports' | 'dports' | 'ports';
  readonly ports: readonly PortSpan[];
  readonly inverted: boolean;
  /** Whose services the ports are; undefined when the protocol has none of its own. */
  readonly services: ServiceProtocol | undefined;
}

/** How many ports a list has room for; a range takes two places. Source: `XT_MULTI_PORTS`. */
const MAX_PORTS = 15;

const PROTOCOLS: readonly number[] = [
  PROTOCOL.tcp,
  PROTOCOL.udp,
  PROTOCOL.udplite,
  PROTOCOL.sctp,
  PROTOCOL.dccp,
];

/** The `multiport` match. Source: `xt_multiport.c`, iptables-extensions(8). */
export const multiportMatch: MatchExtension<MultiportMatch> = {
  name: 'multiport',
  families: [4, 6],
  options: {
    initial: { name: 'multiport', side: 'ports', ports: [], inverted: false, services: undefined },
    options: [
      listOption('source-ports', 'sports', ['sports']),
      listOption('destination-ports', 'dports', ['dports']),
      listOption('ports', 'ports', []),
    ],
    finish(data, given) {
      if (given.size === 0) throw new XtablesError('parameter', 'no ports specified');
      return data;
    },
  },
  print: ({ side, ports, inverted }) =>
    `${inverted ? '! ' : ''}--${side} ${ports.map((span) => printSpan(span)).join(',')}`,
  list({ side, ports, inverted, services }, { numeric, databases }) {
    const nameAt = (port: number): string | undefined =>
      numeric || services === undefined ? undefined : databases.services.nameAt(port, services);
    return `multiport ${side} ${inverted ? ' !' : ''}${ports.map((span) => printSpan(span, nameAt)).join(',')}`;
  },
  translate({ side, ports, inverted }, { protocol }) {
    const name = protocol ?? '(null)';
    if (side === 'ports') {
      const ends = ports.flatMap(({ from, to }) => (from === to ? [from] : [from, to]));
      const pairs = ends.map((port) => `0-65535 . ${port}, ${port} . 0-65535`);
      return nftWords(name, ` sport . ${name} dport { `, pairs.join(', '), ' }');
    }
    const list = ports.map(({ from, to }) => nftSpan(from, to)).join(', ');
    return nftWords(
      name,
      side === 'sports' ? ' sport ' : ' dport ',
      nftNot({ inverted }),
      ports.length > 1 ? `{ ${list} }` : list,
    );
  },
  asNft({ side, ports, inverted }, { protocol }) {
    const name = protocol ?? 'th';
    const spans = joinedSpans(ports);
    const not = nftNot({ inverted });
    const list = spans.map(({ from, to }) => nftSpan(from, to));
    if (side !== 'ports') {
      return `${name} ${side === 'sports' ? 'sport' : 'dport'} ${not}{ ${list.join(', ')} }`;
    }
    const others = spansBetween(spans).map(({ from, to }) => nftSpan(from, to));
    const pairs = list.flatMap((port) =>
      [`${port} . 0-65535`].concat(others.map((other) => `${other} . ${port}`)),
    );
    return `${name} sport . ${name} dport ${not}{ ${pairs.join(', ')} }`;
  },
  restrict: () => ({ protocols: PROTOCOLS }),
  predicate({ side, ports, inverted }) {
    const inList = (field: 'sport' | 'dport') =>
      any(ports.map((span) => portInRange(field, { ...span, inverted: false })));
    const sides = [
      ...(side === 'dports' ? [] : [inList('sport')]),
      ...(side === 'sports' ? [] : [inList('dport')]),
    ];
    return all([HAS_TRANSPORT_HEADER, invertedIf(inverted, any(sides))]);
  },
};

function listOption(
  name: string,
  side: MultiportMatch['side'],
  aliases: readonly string[],
): ExtensionOption<MultiportMatch> {
  return {
    name,
    aliases,
    words: 1,
    invertible: true,
    excludes: ['source-ports', 'destination-ports', 'ports'],
    read(data, { argument, inverted, protocol, databases }) {
      const services = servicesOf(protocol);
      return {
        ...data,
        side,
        ports: readPorts(argument, services, databases.services),
        inverted,
        services,
      };
    },
  };
}

/** The services that ports of the protocol are named after. @throws XtablesError when the protocol has no ports */
function servicesOf(protocol: ProtocolMatch | undefined): ServiceProtocol | undefined {
  if (protocol === undefined) {
    throw new XtablesError(
      'parameter',
      "multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'",
    );
  }
  if (protocol.inverted || !PROTOCOLS.includes(protocol.number)) {
    throw new XtablesError(
      'parameter',
      'multiport only works with TCP, UDP, UDPLITE, SCTP and DCCP',
    );
  }
  const named = new Map<number, ServiceProtocol>([
    [PROTOCOL.tcp, 'tcp'],
    [PROTOCOL.udp, 'udp'],
    [PROTOCOL.sctp, 'sctp'],
  ]);
  return named.get(protocol.number);
}

function readPorts(
  text: string,
  protocol: ServiceProtocol | undefined,
  services: Services,
): readonly PortSpan[] {
  let places = 0;
  return text.split(',').map((item) => {
    const colon = item.indexOf(':');
    places += colon < 0 ? 1 : 2;
    if (places > MAX_PORTS) throw new XtablesError('parameter', 'too many ports specified');
    if (colon < 0) {
      const port = readPort(item, protocol, services);
      return { from: port, to: port };
    }
    const from = readPort(item.slice(0, colon), protocol, services);
    const to = readPort(item.slice(colon + 1), protocol, services);
    if (from >= to) throw new XtablesError('parameter', 'invalid portrange specified');
    return { from, to };
  });
}

function printSpan(
  { from, to }: PortSpan,
  nameAt: (port: number) => string | undefined = () => undefined,
): string {
  const name = (port: number) => nameAt(port) ?? String(port);
  return from === to ? name(from) : `${name(from)}:${name(to)}`;
}

const LAST_PORT = 0xffff;

/** The same ports, the lowest first, those that touch in one. */
function joinedSpans(ports: readonly PortSpan[]): readonly PortSpan[] {
  const joined: PortSpan[] = [];
  for (const span of ports.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last === undefined || span.from > last.to + 1) joined.push(span);
    else joined[joined.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
  }
  return joined;
}

/** The ports that are in none of these spans, which are in order. */
function spansBetween(spans: readonly PortSpan[]): readonly PortSpan[] {
  const starts = [0, ...spans.map(({ to }) => to + 1)];
  const ends = [...spans.map(({ from }) => from - 1), LAST_PORT];
  return starts.flatMap((from, index) => {
    const to = ends[index] ?? LAST_PORT;
    return from <= to ? [{ from, to }] : [];
  });
}
