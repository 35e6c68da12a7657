import { SK } from '../../../../packet/sk.js';
import { all, any, masked } from '../../../../predicate/predicate.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { unsimulatedOption } from '../../option/option.js';
import { nftWords } from '../../option/nft-words.js';

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
  translate: ({ transparent, nowildcard }) =>
    nowildcard && !transparent
      ? 'socket wildcard le 1'
      : nftWords(nowildcard ? '' : 'socket wildcard 0', transparent ? 'socket transparent 1' : ''),
  restrict: () => ({ hooks: ['PREROUTING', 'INPUT'] }),
  parts({ transparent, nowildcard }, scope) {
    const wanted = SK.found | (transparent ? SK.transparent : 0);
    const looked = wanted | (nowildcard ? 0 : SK.wildcard);
    const listened = scope.isListenedAt({ wildcard: nowildcard, opaque: !transparent });
    const when = any([masked('sk', looked, wanted), all([masked('sk', SK.found, 0), listened])]);
    const kinds = [
      ...(transparent ? ['transparent'] : []),
      ...(nowildcard ? [] : ['not for every address']),
    ];
    const needs = kinds.length === 0 ? 'one' : kinds.join(', ');
    return [{ when, words: { option: 'socket', needs, has: ['sk'] } }];
  },
};

function printFlags({ transparent, nowildcard }: SocketMatch): readonly string[] {
  return [...(transparent ? ['--transparent'] : []), ...(nowildcard ? ['--nowildcard'] : [])];
}

/** Reports whether a match asks for the packet's socket. */
export function asksForSocket(match: MatchData): boolean {
  return match.name === socketMatch.name;
}
