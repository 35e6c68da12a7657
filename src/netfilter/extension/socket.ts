import { SK } from '../../packet/sk.js';
import { all, any, ALWAYS, masked, not } from '../../predicate/predicate.js';
import type { MatchData, MatchExtension } from './extension.js';
import { unsimulatedOption } from './option.js';

/** `-m socket [--transparent] [--nowildcard]`. */
export interface SocketMatch extends MatchData {
  readonly name: 'socket';
  readonly transparent: boolean;
  readonly nowildcard: boolean;
}

/**
 * The `socket` match: a local socket is there for the packet. One that is bound to no address counts with `--nowildcard` only; with `--transparent`,
 * only those count that take packets to any address. Source: `xt_socket.c`, iptables-extensions(8).
 */
export const socketMatch: MatchExtension<SocketMatch> = {
  name: 'socket',
  families: [4, 6],
  options: {
    initial: { name: 'socket', transparent: false, nowildcard: false },
    options: [
      { name: 'transparent', words: 0, read: (data) => ({ ...data, transparent: true }) },
      { name: 'nowildcard', words: 0, read: (data) => ({ ...data, nowildcard: true }) },
      unsimulatedOption<SocketMatch>('restore-skmark', 0),
    ],
  },
  print: (data) => printFlags(data).join(' '),
  list: (data) => ['socket', ...printFlags(data)].join(' '),
  restrict: () => ({ hooks: ['PREROUTING', 'INPUT'] }),
  predicate({ transparent, nowildcard }, scope) {
    const known = masked('sk', SK.found, SK.found);
    return any([
      all([
        known,
        nowildcard ? ALWAYS : masked('sk', SK.wildcard, 0),
        transparent ? masked('sk', SK.transparent, SK.transparent) : ALWAYS,
      ]),
      all([not(known), scope.isListenedAt({ wildcard: nowildcard, opaque: !transparent })]),
    ]);
  },
};

function printFlags({ transparent, nowildcard }: SocketMatch): readonly string[] {
  return [...(transparent ? ['--transparent'] : []), ...(nowildcard ? ['--nowildcard'] : [])];
}

/** Tells whether a match asks for the packet's socket. */
export function asksForSocket(match: MatchData): boolean {
  return match.name === socketMatch.name;
}
