import { printAddress, readPrefix } from '../../../../address/address-text.js';
import { makePrefix, type Prefix } from '../../../../address/prefix.js';
import { ALWAYS, NEVER } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { readInteger } from '../../option/number/integer.js';
import { hex } from '../../option/number/number.js';
import { type ExtensionOption, type GivenOption } from '../../option/option.js';

/** What an IPsec transformation is asked for, or asked not to have. */
interface Wanted<T> {
  readonly value: T;
  readonly inverted: boolean;
}

/** What `-m policy` says of a transformation, in the order in which it's written. */
interface Element {
  readonly reqid?: Wanted<number>;
  readonly spi?: Wanted<number>;
  readonly proto?: Wanted<number>;
  readonly mode?: Wanted<string>;
  readonly tunnelDst?: Wanted<Prefix>;
  readonly tunnelSrc?: Wanted<Prefix>;
}

/** `-m policy`. */
export interface PolicyMatch extends MatchData {
  readonly name: 'policy';
  readonly dir: 'in' | 'out' | undefined;
  readonly pol: 'none' | 'ipsec';
  /** The transformations are these in this order, and no others. */
  readonly strict: boolean;
  readonly elements: readonly Element[];
}

const PROTOCOLS: readonly (readonly [number, string])[] = [
  [50, 'esp'],
  [51, 'ah'],
  [108, 'ipcomp'],
];

/**
 * The `policy` match: whether IPsec has decrypted a packet, or will encrypt it. It never does here, since `ip xfrm` is not simulated.
 * Source: `xt_policy.c`, iptables-extensions(8).
 */
export const policyMatch: MatchExtension<PolicyMatch> = {
  name: 'policy',
  families: [4, 6],
  options: {
    initial: { name: 'policy', dir: undefined, pol: 'ipsec', strict: false, elements: [{}] },
    options: [
      { name: 'dir', words: 1, read: (data, given) => ({ ...data, dir: readDirection(given) }) },
      { name: 'pol', words: 1, read: (data, given) => ({ ...data, pol: readPolicy(given) }) },
      elementOption('reqid', 'reqid', (given) => readInteger(given, 0, U32_MAX)),
      elementOption('spi', 'spi', (given) => readInteger(given, 0, U32_MAX)),
      elementOption('tunnel-src', 'tunnelSrc', readTunnelEnd),
      elementOption('tunnel-dst', 'tunnelDst', readTunnelEnd),
      elementOption('proto', 'proto', readProtocol),
      elementOption('mode', 'mode', readMode),
      { name: 'strict', words: 0, read: (data) => ({ ...data, strict: true }) },
      { name: 'next', words: 0, repeatable: true, requires: ['strict'], read: readNext },
    ],
    finish(data) {
      const { dir, pol, strict, elements } = data;
      if (dir === undefined) {
        throw new XtablesError(
          'parameter',
          'policy match: neither --dir in nor --dir out specified',
        );
      }
      if (pol === 'ipsec') {
        for (const [at, element] of elements.entries()) checkElement(element, at, strict);
        return data;
      }
      if (strict)
        throw new XtablesError('parameter', 'policy match: policy none but --strict given');
      if (elements.length > 1) {
        throw new XtablesError('parameter', 'policy match: policy none but policy given');
      }
      return { ...data, elements: [{}] };
    },
  },
  print: ({ dir, pol, strict, elements }) =>
    [
      `--dir ${dir}`,
      `--pol ${pol}`,
      ...(strict ? ['--strict'] : []),
      ...elements.flatMap((element, at) => [
        ...(at > 0 ? ['--next'] : []),
        ...printElement(element, '--', false),
      ]),
    ].join(' '),
  list: ({ dir, pol, strict, elements }, { numeric }) =>
    [
      `policy match dir ${dir} pol ${pol}`,
      ...(strict ? ['strict'] : []),
      ...elements.flatMap((element, at) => [
        ...(elements.length > 1 ? [`[${at}]`] : []),
        ...printElement(element, '', numeric),
      ]),
    ].join(' '),
  translate: ({ dir, pol, strict, elements }) =>
    dir === 'in' && !strict && elements.every(isEmpty)
      ? `meta secpath ${pol === 'none' ? 'missing' : 'exists'}`
      : undefined,
  restrict: ({ dir }) => ({
    chains:
      dir === 'in' ? ['PREROUTING', 'INPUT', 'FORWARD'] : ['FORWARD', 'OUTPUT', 'POSTROUTING'],
  }),
  predicate: ({ pol }) => (pol === 'none' ? ALWAYS : NEVER),
};

const U32_MAX = 0xffffffff;
/** Source: `XT_POLICY_MAX_ELEM`. */
const MOST_ELEMENTS = 4;

function elementOption<Key extends keyof Element>(
  name: string,
  key: Key,
  read: (given: GivenOption) => NonNullable<Element[Key]>['value'],
): ExtensionOption<PolicyMatch> {
  return {
    name,
    words: 1,
    invertible: true,
    repeatable: true,
    read(data, given) {
      const { elements } = data;
      const last = elements.at(-1) ?? {};
      if (last[key] !== undefined) {
        throw new XtablesError('parameter', `policy match: double --${name} option`);
      }
      const next = { ...last, [key]: { value: read(given), inverted: given.inverted } };
      return { ...data, elements: [...elements.slice(0, -1), next] };
    },
  };
}

function readNext(data: PolicyMatch): PolicyMatch {
  if (data.elements.length === MOST_ELEMENTS) {
    throw new XtablesError('parameter', 'policy match: maximum policy depth reached');
  }
  return { ...data, elements: [...data.elements, {}] };
}

function checkElement(element: Element, at: number, strict: boolean): void {
  if (strict && isEmpty(element)) {
    throw new XtablesError(
      'parameter',
      `policy match: empty policy element ${at}. --strict is in effect, but at least one of reqid, spi, tunnel-src, tunnel-dst, proto or mode is required.`,
    );
  }
  const isTunnel = element.mode?.value === 'tunnel' && !element.mode.inverted;
  if ((element.tunnelSrc ?? element.tunnelDst) !== undefined && !isTunnel) {
    throw new XtablesError(
      'parameter',
      'policy match: --tunnel-src/--tunnel-dst is only valid in tunnel mode',
    );
  }
}

function isEmpty(element: Element): boolean {
  return Object.values(element).every((wanted) => wanted === undefined);
}

function readDirection({ argument }: GivenOption): 'in' | 'out' {
  if (argument === 'in' || argument === 'out') return argument;
  throw new XtablesError('parameter', `policy_match: invalid dir "${argument}"`);
}

function readPolicy({ argument }: GivenOption): 'none' | 'ipsec' {
  if (argument === 'none' || argument === 'ipsec') return argument;
  throw new XtablesError('parameter', `policy match: invalid policy "${argument}"`);
}

function readProtocol({ argument }: GivenOption): number {
  const found = PROTOCOLS.find(
    ([number, name]) => name === argument.toLowerCase() || `${number}` === argument,
  );
  if (found !== undefined) return found[0];
  throw new XtablesError('parameter', 'policy match: protocol must be ah/esp/ipcomp');
}

function readMode({ argument }: GivenOption): string {
  if (argument === 'tunnel' || argument === 'transport') return argument;
  throw new XtablesError('parameter', `policy match: invalid mode "${argument}"`);
}

function readTunnelEnd({ argument, family }: GivenOption): Prefix {
  const prefix = readPrefix(argument);
  if (prefix?.address.family === family) return makePrefix(prefix.address, prefix.length);
  throw new XtablesError('parameter', `host/network \`${argument}' not found`);
}

function printElement(element: Element, dashes: string, numeric: boolean): readonly string[] {
  const { reqid, spi, proto, mode, tunnelDst, tunnelSrc } = element;
  const word = <T>(name: string, wanted: Wanted<T> | undefined, print: (value: T) => string) =>
    wanted === undefined
      ? []
      : [`${wanted.inverted ? '! ' : ''}${dashes}${name} ${print(wanted.value)}`];
  return [
    ...word('reqid', reqid, String),
    ...word('spi', spi, hex),
    ...word('proto', proto, (number) => printProtocol(number, numeric)),
    ...word('mode', mode, String),
    ...word('tunnel-dst', tunnelDst, printEnd),
    ...word('tunnel-src', tunnelSrc, printEnd),
  ];
}

function printProtocol(number: number, numeric: boolean): string {
  const name = PROTOCOLS.find(([known]) => known === number)?.[1];
  return numeric || name === undefined ? `${number}` : name;
}

function printEnd({ address, length }: Prefix): string {
  const isHost = length === 32 * address.words.length;
  return `${printAddress(address)}${isHost ? '' : `/${length}`}`;
}
