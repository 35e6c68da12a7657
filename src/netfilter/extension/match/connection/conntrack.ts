import { addressBits } from '../../../../address/family.js';
import { printAddress } from '../../../../address/address-text.js';
import { maskLength } from '../../../../address/prefix.js';
import { unless, type Part } from '../../../../predicate/part.js';
import {
  any,
  equals,
  invertedIf,
  NEVER,
  not,
  type Predicate,
} from '../../../../predicate/predicate.js';
import { HAS_CONNECTION } from '../../../connection.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension, MatchScope } from '../../extension.js';
import { bothForms, type NftForm } from '../../nft-form.js';
import {
  tupleAddress,
  tuplePort,
  type TupleEnd,
  type TupleTest,
} from '../../option/connection-tuple.js';
import {
  printStatus,
  readStatus,
  statusForm,
  statusTest,
  translateStatus,
  type StatusTest,
} from '../../option/connection-status.js';
import { readHostMask, type HostMask } from '../../option/host-address.js';
import { readIntegerRange } from '../../option/number/integer.js';
import { nftNot, nftSpan } from '../../option/nft-words.js';
import { readNumber } from '../../option/number/number.js';
import { openChoice } from '../../option/open-choice.js';
import type { ExtensionOption, GivenOption } from '../../option/option.js';
import type { PortRange } from '../../option/port-range.js';
import { readProtocolName } from '../../option/protocol-names.js';
import { readResolvedRange } from '../../option/resolved-port.js';
import {
  readStates,
  statesForm,
  statesPart,
  type ListedState,
  translateStates,
} from '../../option/state-list.js';

/** `-m conntrack`. What isn't asked for is undefined. */
export interface ConntrackMatch extends MatchData {
  readonly name: 'conntrack';
  /** Empty when it isn't asked for. */
  readonly states: readonly ListedState[];
  readonly inverted: boolean;
  readonly direction: ConnectionDirection | undefined;
  readonly protocol?: { readonly number: number; readonly inverted: boolean };
  /** Of the tuples, by their ends. */
  readonly addresses?: Readonly<Partial<Record<TupleEnd, Inverted<HostMask>>>>;
  readonly ports?: Readonly<Partial<Record<TupleEnd, PortRange>>>;
  /** `NONE` is a list of nothing. */
  readonly status?: StatusTest;
  /** In seconds. */
  readonly expire?: { readonly from: number; readonly to: number; readonly inverted: boolean };
}

type Inverted<T> = T & { readonly inverted: boolean };

/** The side of a connection that a packet is from. */
type ConnectionDirection = 'ORIGINAL' | 'REPLY';

/** In the order in which they're written. */
const ENDS: readonly TupleEnd[] = ['origsrc', 'origdst', 'replsrc', 'repldst'];

const U32_MAX = 0xffffffff;

/** The `conntrack` match: on the connection of a packet. Source: `xt_conntrack.c`, iptables-extensions(8). */
export const conntrackMatch: MatchExtension<ConntrackMatch> = {
  name: 'conntrack',
  families: [4, 6],
  usesConnections: true,
  options: {
    initial: { name: 'conntrack', states: [], inverted: false, direction: undefined },
    options: [
      {
        name: 'ctstate',
        words: 1,
        invertible: true,
        read: (data, { argument, inverted }) => ({
          ...data,
          states: readStates(argument, 'ctstate'),
          inverted,
        }),
      },
      {
        name: 'ctproto',
        words: 1,
        invertible: true,
        read: (data, given) => ({ ...data, protocol: readProtocol(given) }),
      },
      ...ENDS.map(addressOption),
      ...ENDS.map(portOption),
      {
        name: 'ctstatus',
        words: 1,
        invertible: true,
        read: (data, { argument, inverted }) => ({
          ...data,
          status: { names: readStatus(argument), inverted },
        }),
      },
      {
        name: 'ctexpire',
        words: 1,
        invertible: true,
        read(data, given) {
          const [from, to] = readIntegerRange(given, U32_MAX);
          return { ...data, expire: { from, to, inverted: given.inverted } };
        },
      },
      {
        name: 'ctdir',
        words: 1,
        read: (data, given) => ({ ...data, direction: readDirection(given) }),
      },
    ],
    finish(data, given) {
      if (given.size > 0) return data;
      throw new XtablesError('parameter', 'conntrack: At least one option is required');
    },
  },
  print: (data) => printParts(data, '--'),
  list: (data) => printParts(data, ''),
  translate: ({ states, inverted, direction, protocol, addresses, ports, status, expire }) =>
    [
      ...(direction === undefined ? [] : [`ct direction ${direction.toLowerCase()}`]),
      ...(protocol === undefined
        ? []
        : [`ct original protocol ${nftNot(protocol)}${protocol.number}`]),
      ...(states.length === 0 ? [] : [translateStates(states, inverted)]),
      ...(status === undefined ? [] : [translateStatus(status)]),
      ...(expire === undefined
        ? []
        : [`ct expiration ${nftNot(expire)}${nftSpan(expire.from, expire.to)}`]),
      ...ENDS.flatMap((end) => {
        const wanted = addresses?.[end];
        const [direct, field] = NFT_ENDS[end];
        return wanted === undefined
          ? []
          : [`ct ${direct} ${field}addr ${nftNot(wanted)}${printHost(wanted)}`];
      }),
      ...ENDS.flatMap((end) => {
        const wanted = ports?.[end];
        const [direct, field] = NFT_ENDS[end];
        const side = field === 's' ? 'src' : 'dst';
        return wanted === undefined
          ? []
          : [`ct ${direct} proto-${side} ${nftNot(wanted)}${nftSpan(wanted.from, wanted.to)}`];
      }),
    ].join(' '),
  asNft(data, { header }) {
    const { states, inverted, direction, protocol, addresses, ports, status, expire } = data;
    // nft has words for them, but what they give is not followed, so that nothing could be proved.
    if (expire !== undefined) return { without: '--ctexpire' };
    if (asksMore(data) && states.some((state) => state === 'INVALID' || state === 'UNTRACKED')) {
      return { without: '--ctstate INVALID or UNTRACKED with what only connections have' };
    }
    return bothForms(
      ...ENDS.map((end) => addressForm(end, addresses?.[end], header)),
      ...ENDS.map((end) => portForm(end, ports?.[end])),
      status && statusForm(status),
      direction === undefined ? undefined : `ct direction ${direction.toLowerCase()}`,
      protocol && `ct protocol ${nftNot(protocol)}${protocol.number}`,
      states.length === 0 ? undefined : statesForm(states, inverted),
    );
  },
  parts(data, scope) {
    const { states, inverted, direction, protocol } = data;
    const state =
      states.length === 0 ? { when: HAS_CONNECTION } : statesPart('ctstate', states, inverted);
    return [
      state,
      ...(protocol === undefined
        ? []
        : [
            {
              when: ofConnection(
                invertedIf(protocol.inverted, equals('protocol', protocol.number)),
              ),
              words: {
                option: 'ctproto',
                needs: unless(protocol.inverted, `${protocol.number}`),
                has: ['protocol'],
              },
            } as const,
          ]),
      ...tests(data, scope).map(({ words, met, open }): Part => {
        const when = ofConnection(any([met, open]));
        return words === undefined ? { when } : { when, words };
      }),
      ...(direction === undefined
        ? []
        : [
            {
              when: ofConnection(equals('ctreply', direction === 'REPLY' ? 1 : 0)),
              words: { option: 'ctdir', needs: direction, has: ['ctreply'] },
            } as const,
          ]),
    ];
  },
  isChoice: asksMore,
  choice(data, scope) {
    if (!asksMore(data)) return undefined;
    return openChoice(
      data.expire?.inverted ?? false,
      any(tests(data, scope).map(({ open }) => open)),
    );
  },
};

/** Of what has no connection the state alone is asked. */
function ofConnection(when: Predicate): Predicate {
  return any([when, not(HAS_CONNECTION)]);
}

const NFT_ENDS = {
  origsrc: ['original', 's'],
  origdst: ['original', 'd'],
  replsrc: ['reply', 's'],
  repldst: ['reply', 'd'],
} as const;

function addressForm(
  end: TupleEnd,
  wanted: Inverted<HostMask> | undefined,
  header: 'ip' | 'ip6',
): NftForm | undefined {
  if (wanted === undefined) return undefined;
  const { address, mask } = wanted;
  if (maskLength(address.family, mask.words) === undefined)
    return { without: `--ct${end} with a mask` };
  const [direct, field] = NFT_ENDS[end];
  return `ct ${direct} ${header} ${field}addr ${nftNot(wanted)}${printHost(wanted)}`;
}

function portForm(end: TupleEnd, wanted: PortRange | undefined): NftForm | undefined {
  if (wanted === undefined) return undefined;
  const [direct, field] = NFT_ENDS[end];
  const side = field === 's' ? 'src' : 'dst';
  return `ct ${direct} proto-${side} ${nftNot(wanted)}${nftSpan(wanted.from, wanted.to)}`;
}

/** Whether it asks for more than what each packet has: for what not every packet decides. */
function asksMore({ addresses, ports, status, expire }: ConntrackMatch): boolean {
  return [addresses, ports, status, expire].some((asked) => asked !== undefined);
}

interface AskedTest extends TupleTest {
  readonly words?: Part['words'];
}

function tests(
  { addresses, ports, status, expire }: ConntrackMatch,
  scope: MatchScope,
): readonly AskedTest[] {
  return [
    ...ENDS.flatMap((end): readonly AskedTest[] => {
      const wanted = addresses?.[end];
      if (wanted === undefined) return [];
      const needs = unless(wanted.inverted, printHost(wanted));
      const has = end.endsWith('src') ? (['src'] as const) : (['dst'] as const);
      return [{ ...tupleAddress(end, wanted, scope), words: { option: `ct${end}`, needs, has } }];
    }),
    ...ENDS.flatMap((end): readonly AskedTest[] => {
      const wanted = ports?.[end];
      if (wanted === undefined) return [];
      const needs = unless(wanted.inverted, nftSpan(wanted.from, wanted.to));
      const has = end.endsWith('src') ? (['sport'] as const) : (['dport'] as const);
      const words = { option: `ct${end}port`, needs, has };
      return [{ ...tuplePort(end, wanted, scope), words }];
    }),
    ...(status === undefined ? [] : [statusTest(status)]),
    ...(expire === undefined ? [] : [{ met: NEVER, open: HAS_CONNECTION }]),
  ];
}

function addressOption(end: TupleEnd): ExtensionOption<ConntrackMatch> {
  return {
    name: `ct${end}`,
    words: 1,
    invertible: true,
    read: (data, given) => ({
      ...data,
      addresses: {
        ...data.addresses,
        [end]: { ...readHostMask(given), inverted: given.inverted },
      },
    }),
  };
}

function portOption(end: TupleEnd): ExtensionOption<ConntrackMatch> {
  return {
    name: `ct${end}port`,
    words: 1,
    invertible: true,
    read: (data, given) => ({
      ...data,
      ports: { ...data.ports, [end]: readResolvedRange(given) },
    }),
  };
}

/** @throws XtablesError */
function readProtocol({ argument, inverted, databases }: GivenOption): {
  readonly number: number;
  readonly inverted: boolean;
} {
  const number =
    readNumber(argument, 0, 0xff) ?? readProtocolName(argument.toLowerCase(), databases);
  if (number === undefined) {
    throw new XtablesError('parameter', `unknown protocol "${argument}" specified`);
  }
  if (number === 0) {
    throw new XtablesError(
      'parameter',
      inverted
        ? 'conntrack: condition would always match protocol'
        : 'conntrack: rule would never match protocol',
    );
  }
  return { number, inverted };
}

function readDirection({ argument }: GivenOption): ConnectionDirection {
  const direction = argument.toUpperCase();
  if (direction === 'ORIGINAL' || direction === 'REPLY') return direction;
  throw new XtablesError('parameter', `conntrack: Bad value for "--ctdir" option: "${argument}"`);
}

function printParts(
  { states, inverted, direction, protocol, addresses, ports, status, expire }: ConntrackMatch,
  dashes: string,
): string {
  const word = (
    wanted: { readonly inverted: boolean } | undefined,
    option: string,
    value: string,
  ): readonly string[] =>
    wanted === undefined ? [] : [`${wanted.inverted ? '! ' : ''}${dashes}${option} ${value}`];
  return [
    ...(states.length === 0 ? [] : word({ inverted }, 'ctstate', states.join(','))),
    ...word(protocol, 'ctproto', `${protocol?.number}`),
    ...ENDS.flatMap((end) => word(addresses?.[end], `ct${end}`, printHost(addresses?.[end]))),
    ...ENDS.flatMap((end) => word(ports?.[end], `ct${end}port`, span(ports?.[end]))),
    ...word(status, 'ctstatus', printStatus(status?.names ?? [])),
    ...word(expire, 'ctexpire', span(expire)),
    ...(direction === undefined ? [] : [`${dashes}ctdir ${direction}`]),
  ].join(' ');
}

function span(range: { readonly from: number; readonly to: number } | undefined): string {
  return range === undefined ? '' : nftSpan(range.from, range.to).replace('-', ':');
}

function printHost(host: HostMask | undefined): string {
  if (host === undefined) return '';
  const { address, mask } = host;
  const length = maskLength(address.family, mask.words);
  const text = printAddress(address);
  if (length === addressBits(address.family)) return text;
  return `${text}/${length ?? printAddress(mask)}`;
}

/** Reports whether a match is one that looks at whether its connection is translated, or at what it was before. */
export function asksForTranslation(match: MatchData): boolean {
  if (!isConntrack(match)) return false;
  const { states, addresses, ports } = match;
  return (
    states.some((state) => state === 'SNAT' || state === 'DNAT') ||
    addresses !== undefined ||
    ports !== undefined
  );
}

function isConntrack(match: MatchData): match is ConntrackMatch {
  return match.name === conntrackMatch.name;
}
