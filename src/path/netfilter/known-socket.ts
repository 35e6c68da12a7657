import type { ChainHook } from '../../netfilter/base-chain.js';
import type { Destination } from '../../connection/socket.js';
import { asksForSocket } from '../../netfilter/extension/match/host/socket.js';
import { findsSocket } from '../../netfilter/extension/target/tproxy-target.js';
import { xtablesRules } from '../../netfilter/chain.js';
import type { Table, TableReference } from '../../netfilter/table.js';
import { PROTOCOL } from '../../packet/protocol.js';
import { SK } from '../../packet/sk.js';
import { TCP_FLAG } from '../../packet/tcp-flags.js';
import { set } from '../../predicate/assignment.js';
import {
  all,
  ALWAYS,
  any,
  equals,
  isNever,
  masked,
  not,
  type Predicate,
} from '../../predicate/predicate.js';
import type { ChoicePoint } from '../../program/choice-point.js';
import type { StepId } from '../../program/step.js';
import { isOwnAddress4 } from '../address/own-addresses.js';
import { isTranslatedAnswer, listenedAt } from './local-sockets.js';
import { acceptsInDomains } from '../../namespace/sysctl/answer-sysctl.js';
import { vrfOf } from '../../namespace/vrf.js';
import { deviceWhere } from '../device.js';
import { LOOPBACK_INDEX } from '../loopback.js';
import type { Lowering } from '../lowering.js';
import { routeIs } from '../route/route-is.js';

/** The packet was given to a socket before it came to one: by TPROXY. */
const GIVEN = masked('sk', SK.given, SK.given);

/** What a choice by sockets finds, and what that means. */
const FOUND: readonly { readonly sk: number; readonly means: string }[] = [
  { sk: 0, means: 'it is of no connection of a local socket' },
  { sk: SK.found, means: 'it is of a connection of a local socket' },
  {
    sk: SK.found | SK.transparent,
    means: 'it is of a connection of a transparent local socket',
  },
];

/** The same where any socket can be there. */
const FOUND_OF_ANY: typeof FOUND = [
  { sk: 0, means: 'no local socket is there for it' },
  { sk: SK.found, means: 'a local socket is there for it' },
  { sk: SK.found | SK.transparent, means: 'a transparent local socket is there for it' },
  { sk: SK.found | SK.wildcard, means: 'a local socket for every address is there for it' },
  {
    sk: SK.found | SK.transparent | SK.wildcard,
    means: 'a transparent local socket for every address is there for it',
  },
];

/**
 * Before a table with rules that ask for it, what is known of the packet's socket: that of its TCP connection. Those that only listen are
 * known by where the packet goes. Source: `nf_sk_lookup_slow_v4`.
 */
export function lowerKnownSocket(
  lowering: Lowering,
  table: Table,
  at: { readonly table: TableReference; readonly chain: string; readonly hook: ChainHook },
  next: StepId,
): StepId {
  const { builder, family, namespace } = lowering;
  const { anySocket } = namespace;
  if (!asks(table) || !(anySocket || listens(lowering))) return next;
  const known = (sk: number): StepId => builder.assign([set('sk', sk)], next);
  const ways = anySocket ? FOUND_OF_ANY : FOUND;
  const options = ways.map(({ sk }) => known(sk));
  const found = (destination: Destination): StepId => {
    const choice: ChoicePoint = {
      name: `${destination === 'original' ? '' : 'translated '}socket at ${at.table} ${at.chain}`,
      meanings: ways.map(({ means }) => means),
      by: { kind: 'socket', family, destination },
    };
    return builder.add({ kind: 'choose', choice, options });
  };
  const translated = isTranslatedAnswer(lowering);
  const connected = isNever(translated)
    ? found('original')
    : builder.test(translated, found('translated'), found('original'));
  const protocols = anySocket ? [PROTOCOL.tcp, PROTOCOL.udp] : [PROTOCOL.tcp];
  const looked = builder.test(
    any(protocols.map((protocol) => equals('protocol', protocol))),
    connected,
    known(0),
  );
  return builder.test(GIVEN, next, looked);
}

function asks({ chains }: Table): boolean {
  return chains.some((chain) =>
    xtablesRules(chain).some(
      ({ matches, target }) =>
        matches.some(asksForSocket) || (target.kind === 'extension' && findsSocket(target.data)),
    ),
  );
}

/** Some socket listens to which TCP connections can come. */
function listens({ namespace }: Lowering): boolean {
  return namespace.listeners.some(({ protocol }) => protocol === PROTOCOL.tcp);
}

const { FIN, SYN, RST, ACK } = TCP_FLAG;

/**
 * A TCP segment comes to its socket: a SYN begins a connection of one that listens, a reset ends it. No connection is begun with many hosts, nor in IPv4
 * at an address from which the socket can't answer. Source: `tcp_rcv_state_process`, `tcp_v4_conn_request`, `inet_csk_route_req`.
 */
export function lowerSegment(lowering: Lowering, next: StepId): StepId {
  if (!listens(lowering)) return next;
  const { builder, namespace, family } = lowering;
  const open = (transparent: boolean): StepId => builder.add({ kind: 'open', transparent, next });
  const heard = (isTransparent: boolean, answers: Predicate, otherwise: StepId): StepId =>
    builder.test(
      all([
        listenedAt(
          namespace,
          family,
          'original',
          ({ transparent }) => transparent === isTransparent,
        ),
        answers,
      ]),
      open(isTransparent),
      otherwise,
    );
  const own = family === 6 ? ALWAYS : isOwnAddress4(lowering, 'dst');
  const begun = builder.test(GIVEN, open(true), heard(true, ALWAYS, heard(false, own, next)));
  const isPort = deviceWhere(namespace, 'iif', (link) => {
    const vrf = vrfOf(namespace, link);
    return vrf !== undefined && vrf.index !== link.index;
  });
  const heardFrom = acceptsInDomains(namespace, PROTOCOL.tcp) ? ALWAYS : not(isPort);
  // A socket that is bound to lo needs no table to have its packets come back. Source: `ip_route_output_key_hash_rcu`.
  const outOfLo = all([routeIs('unicast'), equals('routeDev', LOOPBACK_INDEX)]);
  const isForThisHost = any([routeIs('local'), outOfLo]);
  const isSyn = all([masked('tcpFlags', FIN | SYN | RST | ACK, SYN), isForThisHost, heardFrom]);
  const syn = builder.test(isSyn, begun, next);
  const ended = builder.add({ kind: 'close', next });
  const reset = masked('tcpFlags', RST | SYN, RST);
  const segment = builder.test(reset, ended, syn);
  return builder.test(equals('protocol', PROTOCOL.tcp), segment, next);
}
