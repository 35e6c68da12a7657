import { PROTOCOL } from '../../../../packet/protocol.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import {
  carriedPortsPredicate,
  listCarriedPorts,
  printCarriedPorts,
  translateCarriedPorts,
  type CarriedPorts,
} from '../../option/carried-ports.js';
import { openChoice } from '../../option/open-choice.js';
import type { ExtensionOption } from '../../option/option.js';
import { readPortRange } from '../../option/port-range.js';
import {
  printChunks,
  readChunks,
  type ChunkTest,
  translateChunks,
} from '../../option/sctp-chunks.js';
import { nftWords } from '../../option/nft-words.js';

/** `-m sctp`. */
export interface SctpMatch extends MatchData, CarriedPorts {
  readonly name: 'sctp';
  readonly chunks: ChunkTest | undefined;
}

/** The `sctp` match: on ports, and on chunks, which a packet here doesn't have. Source: `xt_sctp.c`, iptables-extensions(8). */
export const sctpMatch: MatchExtension<SctpMatch> = {
  name: 'sctp',
  families: [4, 6],
  options: {
    initial: { name: 'sctp', sport: undefined, dport: undefined, chunks: undefined },
    options: [
      portOption('source-port', 'sport'),
      portOption('destination-port', 'dport'),
      {
        name: 'chunk-types',
        words: 2,
        invertible: true,
        repeatable: true,
        read(data, given) {
          if (data.chunks !== undefined) refuse("Only one `--chunk-types' allowed");
          const { argument, second, inverted } = given;
          if (second === undefined || second.startsWith('!')) {
            return refuse('--chunk-types requires two args');
          }
          return { ...data, chunks: readChunks(argument, second, inverted) };
        },
      },
    ],
  },
  print: (data) =>
    [
      ...printCarriedPorts(data),
      ...(data.chunks === undefined
        ? []
        : [`${data.chunks.inverted ? '! ' : ''}--chunk-types ${printChunks(data.chunks, false)}`]),
    ].join(' '),
  list: (data, style) =>
    [
      'sctp',
      ...listCarriedPorts(data, 'sctp', style),
      ...(data.chunks === undefined
        ? []
        : [`${data.chunks.inverted ? '! ' : ''}${printChunks(data.chunks, style.numeric)}`]),
    ].join(' '),
  translate(data) {
    const { sport, dport, chunks } = data;
    if (sport === undefined && dport === undefined && chunks === undefined) return undefined;
    if (chunks?.match === 'any') return undefined;
    return nftWords(
      ...translateCarriedPorts(data, 'sctp'),
      ...(chunks === undefined ? [] : translateChunks(chunks)),
    );
  },
  restrict: () => ({ protocols: [PROTOCOL.sctp] }),
  predicate: carriedPortsPredicate,
  choice: ({ chunks }) => (chunks === undefined ? undefined : openChoice(chunks.inverted)),
};

function portOption(name: string, side: 'sport' | 'dport'): ExtensionOption<SctpMatch> {
  return {
    name,
    aliases: [side],
    words: 1,
    invertible: true,
    repeatable: true,
    read(data, given) {
      if (data[side] !== undefined) refuse(`Only one \`--${name}' allowed`);
      return { ...data, [side]: readPortRange(given, 'sctp') };
    },
  };
}

function refuse(why: string): never {
  throw new XtablesError('parameter', why);
}
