import type { ChainHook } from '../../netfilter/base-chain.js';
import { connectedWays, type Destination } from '../../connection/socket.js';
import { asksForSocket } from '../../netfilter/extension/match/host/socket.js';
import { findsSocket } from '../../netfilter/extension/target/tproxy-target.js';
import { tablesSeeing } from '../../netfilter/netfilter.js';
import { findsSockets, readsSockets } from '../../netfilter/nft/uses-sockets.js';
import { isNftRule, type NetfilterRule } from '../../netfilter/rule.js';
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
  type Predicate,
} from '../../predicate/predicate.js';
import type { ChoicePoint } from '../../program/choice-point.js';
import type { StepId } from '../../program/step.js';
import { isOwnAddress4 } from '../address/own-addresses.js';
import { isTranslatedAnswer, listenedAt } from './local-sockets.js';
import { isHeardUnbound } from '../domain.js';
import { LOOPBACK_INDEX } from '../loopback.js';
import type { Lowering } from '../lowering.js';
import { routeIs } from '../route/route-is.js';

/** The packet was given to a socket before it came to one: by TPROXY. */
const GIVEN = masked('sk', SK.given, SK.given);

/** What a choice by sockets finds besides where any socket can be there. */
const FOUND_OF_ANY = [SK.found | SK.wildcard, SK.found | SK.transparent | SK.wildcard];

/** What it means to be of a connection, and where any socket can be there, to have a socket. */
function meaningOf(sk: number, anySocket: boolean): string {
  if (sk === 0) {
    return anySocket
      ? 'no local socket is there for it'
      : 'it is of no connection of a local socket';
  }
  const transparent = (sk & SK.transparent) === 0 ? '' : 'transparent ';
  if ((sk & SK.begun) !== 0) {
    return `it is of a connection of a ${transparent}local socket that has only begun`;
  }
  if (!anySocket) return `it is of a connection of a ${transparent}local socket`;
  const wildcard = (sk & SK.wildcard) === 0 ? '' : ' for every address';
  return `a ${transparent}local socket${wildcard} is there for it`;
}

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
  if (!asks(table, at.hook) || !(anySocket || listens(lowering))) return next;
  const known = (sk: number): StepId => builder.assign([set('sk', sk)], next);
  const begun = rulesOfAll(lowering).some(
    (rule) => isNftRule(rule) && readsSockets(rule.statements),
  );
  const ways = [...connectedWays(begun), ...(anySocket ? FOUND_OF_ANY : [])];
  const options = ways.map(known);
  const found = (destination: Destination): StepId => {
    const choice: ChoicePoint = {
      name: `${destination === 'original' ? '' : 'translated '}socket at ${at.table} ${at.chain}`,
      meanings: ways.map((sk) => meaningOf(sk, anySocket)),
      by: { kind: 'socket', family, destination, begun },
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

/** Reports whether rules of a table ask for sockets. Those of nft look for none at other hooks. Source: `nft_socket_eval`. */
function asks({ chains }: Table, hook: ChainHook): boolean {
  const isArrival = hook === 'PREROUTING' || hook === 'INPUT';
  return chains.some((chain) =>
    chain.rules.some((rule) => {
      if (isNftRule(rule)) return isArrival && findsSockets(rule.statements);
      const { matches, target } = rule;
      return (
        matches.some(asksForSocket) || (target.kind === 'extension' && findsSocket(target.data))
      );
    }),
  );
}

/** All rules that packets of the family can come to. */
function rulesOfAll({ namespace, family }: Lowering): readonly NetfilterRule[] {
  return tablesSeeing(namespace.netfilter, family).flatMap(({ chains }) =>
    [...chains.values()].flatMap(({ rules }) => rules.toArray()),
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
  const heardFrom = isHeardUnbound(namespace, PROTOCOL.tcp);
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
