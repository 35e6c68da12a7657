import { PROTOCOL } from '../../../packet/protocol.js';
import { TCP_FLAG } from '../../../packet/tcp-flags.js';
import { masked, type Predicate } from '../../../predicate/predicate.js';
import type { TargetBranch, TargetData, TargetExtension } from '../extension.js';
import { readWord } from '../option/mark-mask.js';

/** `-j SYNPROXY`. */
export interface SynproxyTarget extends TargetData {
  readonly name: 'SYNPROXY';
  readonly sackPerm: boolean;
  readonly timestamp: boolean;
  readonly wscale: number | undefined;
  readonly mss: number | undefined;
  readonly ecn: boolean;
}

const { SYN, ACK, FIN, RST } = TCP_FLAG;

/**
 * The `SYNPROXY` target: the kernel answers a SYN in place of the host that it's for, and takes the ACK that follows; neither goes on. Source:
 * `synproxy_tg4`, iptables-extensions(8).
 */
export const synproxyTarget: TargetExtension<SynproxyTarget> = {
  name: 'SYNPROXY',
  families: [4, 6],
  usesConnections: true,
  options: {
    initial: {
      name: 'SYNPROXY',
      sackPerm: false,
      timestamp: false,
      wscale: undefined,
      mss: undefined,
      ecn: false,
    },
    options: [
      { name: 'sack-perm', words: 0, read: (data) => ({ ...data, sackPerm: true }) },
      { name: 'timestamp', words: 0, read: (data) => ({ ...data, timestamp: true }) },
      {
        name: 'wscale',
        words: 1,
        read: (data, given) => ({ ...data, wscale: readWord(given) & 0xff }),
      },
      {
        name: 'mss',
        words: 1,
        read: (data, given) => ({ ...data, mss: readWord(given) & 0xffff }),
      },
      { name: 'ecn', words: 0, read: (data) => ({ ...data, ecn: true }) },
    ],
  },
  print: (data) =>
    words(data)
      .map((word) => `--${word}`)
      .join(' '),
  // A blank stands behind each word.
  list: (data) => ['SYNPROXY', ...words(data), ''].join(' '),
  translate: (data) => ['synproxy', ...words(data)].join(' '),
  asNft: (data) =>
    data.ecn
      ? { without: '-j SYNPROXY --ecn' }
      : [
          'synproxy',
          ...(data.mss === undefined ? [] : [`mss ${data.mss}`]),
          ...(data.wscale === undefined ? [] : [`wscale ${data.wscale}`]),
          ...(data.timestamp ? ['timestamp'] : []),
          ...(data.sackPerm ? ['sack-perm'] : []),
        ].join(' '),
  restrict: () => ({ hooks: ['INPUT', 'FORWARD'], protocols: [PROTOCOL.tcp] }),
  effect: () => [
    taken(masked('tcpFlags', SYN | ACK | FIN | RST, SYN)),
    taken(masked('tcpFlags', ACK | FIN | RST | SYN, ACK)),
  ],
};

function taken(when: Predicate): TargetBranch {
  return { when, assignments: [], next: 'DROP', silent: true };
}

function words({ sackPerm, timestamp, wscale, mss, ecn }: SynproxyTarget): readonly string[] {
  return [
    ...(sackPerm ? ['sack-perm'] : []),
    ...(timestamp ? ['timestamp'] : []),
    ...(wscale === undefined ? [] : [`wscale ${wscale}`]),
    ...(mss === undefined ? [] : [`mss ${mss}`]),
    ...(ecn ? ['ecn'] : []),
  ];
}
