import { ALWAYS } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import type { GivenOption } from '../../option/option.js';
import { openChoice } from '../../option/open-choice.js';

/** `-m ipv6header --header NAME[,NAME...] [--soft]`. */
export interface Ipv6headerMatch extends MatchData {
  readonly name: 'ipv6header';
  /** A bit for each header. */
  readonly headers: number;
  readonly inverted: boolean;
  readonly soft: boolean;
}

/** The headers in the order in which they're written, with their protocols, and the names that the tool has for them beside those of /etc/protocols. */
const HEADERS: readonly {
  readonly bit: number;
  readonly protocol: number;
  readonly written: string;
  readonly names: readonly string[];
}[] = [
  { bit: 128, protocol: 0, written: 'hop-by-hop', names: ['hop-by-hop', 'hop', '0'] },
  { bit: 64, protocol: 60, written: 'ipv6-opts', names: ['dst', '60'] },
  { bit: 32, protocol: 43, written: 'ipv6-route', names: ['route', '43'] },
  { bit: 16, protocol: 44, written: 'ipv6-frag', names: ['frag', '44'] },
  { bit: 8, protocol: 51, written: 'ah', names: ['auth', '51'] },
  { bit: 4, protocol: 50, written: 'esp', names: ['esp', '50'] },
  { bit: 2, protocol: 59, written: 'ipv6-nonxt', names: ['none', '59'] },
  { bit: 1, protocol: 255, written: 'protocol', names: ['protocol', 'prot', '255'] },
];

/** The bit of what is no extension header. */
const UPPER = 1;

/**
 * The `ipv6header` match: on which headers a packet has. Extension headers are no part of a packet here: a single one has none of them. Source:
 * `ip6t_ipv6header.c`, iptables-extensions(8).
 */
export const ipv6headerMatch: MatchExtension<Ipv6headerMatch> = {
  name: 'ipv6header',
  families: [6],
  options: {
    initial: { name: 'ipv6header', headers: 0, inverted: false, soft: false },
    options: [
      {
        name: 'header',
        words: 1,
        invertible: true,
        mandatory: true,
        read(data, given) {
          const headers = readHeaders(given);
          if (headers > 0) return { ...data, headers, inverted: given.inverted };
          throw new XtablesError('parameter', 'ip6t_ipv6header: cannot parse header names');
        },
      },
      { name: 'soft', words: 0, read: (data) => ({ ...data, soft: true }) },
    ],
  },
  print: ({ headers, inverted, soft }) =>
    `${inverted ? '! ' : ''}--header ${printHeaders(headers)}${soft ? ' --soft' : ''}`,
  list({ headers, inverted, soft }, { numeric }) {
    const flags = numeric
      ? `0x${headers.toString(16).toUpperCase().padStart(2, '0')}`
      : printHeaders(headers);
    return `ipv6header flags:${inverted ? '!' : ''}${flags}${soft ? ' soft' : ''}`;
  },
  predicate: () => ALWAYS,
  choice({ headers, inverted, soft }) {
    const wanted = inverted ? headers ^ 0xff : headers;
    return openChoice(soft ? ((UPPER ^ wanted) & headers) === 0 : (UPPER === headers) !== inverted);
  },
};

function readHeaders({ argument, databases }: GivenOption): number {
  const names = argument.split(',').filter((name) => name !== '');
  return names.reduce((headers, name) => {
    const number = databases.protocols.numberOf(name);
    const found =
      number === undefined
        ? HEADERS.find((header) => header.names.includes(name))
        : HEADERS.find(({ protocol }) => protocol === number);
    if (found !== undefined) return headers | found.bit;
    throw new XtablesError('parameter', `unknown header \`${number ?? name}' specified`);
  }, 0);
}

function printHeaders(headers: number): string {
  return HEADERS.flatMap(({ bit, written }) => ((headers & bit) === 0 ? [] : [written])).join(',');
}
