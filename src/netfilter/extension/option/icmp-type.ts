import { all, equals, inRange, type Predicate } from '../../../predicate/predicate.js';
import { HAS_TRANSPORT_HEADER } from '../../fragment.js';
import { XtablesError } from '../../xtables-error.js';
import { readLeadingNumber } from './number/number.js';
import type { NftForm } from '../nft-form.js';
import { nftNot, nftSpan } from './nft-words.js';

/** An ICMP type, and the codes that go with it: all of them from `from` to `to`. */
export interface IcmpTypeTest {
  readonly type: number;
  readonly from: number;
  readonly to: number;
}

/** The name of a type with all its codes, or of one of its codes. */
export interface NamedIcmpType extends IcmpTypeTest {
  readonly name: string;
}

/** A type with all its codes, by its name and its other names. */
export function icmpType(type: number, ...names: readonly string[]): readonly NamedIcmpType[] {
  return names.map((name) => ({ name, type, from: 0, to: 255 }));
}

/** The codes of a type by name, in the order of their numbers; a number leaves out all before it. */
export function icmpCodes(
  type: number,
  ...names: readonly (string | number)[]
): readonly NamedIcmpType[] {
  let next = 0;
  return names.flatMap((name) => {
    if (typeof name === 'number') {
      next = name;
      return [];
    }
    const code = next;
    next += 1;
    return [{ name, type, from: code, to: code }];
  });
}

/** What iptables and ipset call the codes of ICMP types, for {@link icmpCodes}. */
export const ICMP_CODE_NAMES = {
  unreachable: [
    'network-unreachable',
    'host-unreachable',
    'protocol-unreachable',
    'port-unreachable',
    'fragmentation-needed',
    'source-route-failed',
    'network-unknown',
    'host-unknown',
    9,
    'network-prohibited',
    'host-prohibited',
    'TOS-network-unreachable',
    'TOS-host-unreachable',
    'communication-prohibited',
    'host-precedence-violation',
    'precedence-cutoff',
  ],
  redirect: ['network-redirect', 'host-redirect', 'TOS-network-redirect', 'TOS-host-redirect'],
  timeExceeded: ['ttl-zero-during-transit', 'ttl-zero-during-reassembly'],
  parameterProblem: ['ip-header-bad', 'required-option-missing'],
} as const;

/**
 * Reads a type: the beginning of a name, or `TYPE[/CODE]` in numbers.
 *
 * @param label - `ICMP` or `ICMPv6`, for error texts
 * @throws XtablesError
 */
export function readIcmpType(
  text: string,
  names: readonly NamedIcmpType[],
  label: string,
): IcmpTypeTest {
  const [named, other] = names.filter(({ name }) =>
    name.toLowerCase().startsWith(text.toLowerCase()),
  );
  if (other !== undefined) {
    throw parameter(
      `Ambiguous ${label} type \`${text}': \`${named?.name ?? ''}' or \`${other.name}'?`,
    );
  }
  if (named !== undefined) return { type: named.type, from: named.from, to: named.to };
  const [type, typeEnd, rest] = readRange(text, `Unknown ${label} type \`${text}'`);
  if (rest !== '' && !rest.startsWith('/')) throw unknownCharacter(rest);
  const [from, to, end] =
    rest === '' ? [0, 255, ''] : readRange(rest.slice(1), `Unknown ${label} code \`${text}'`);
  if (end !== '') throw unknownCharacter(end);
  if (type !== typeEnd) throw parameter(`${label} type range not supported`);
  return { type, from, to };
}

/** Writes a type as a listing has it, inverted or not: by name, or `type 3 code 1`. Ready to follow the match's name. */
export function listIcmpType(
  test: IcmpTypeTest,
  names: readonly NamedIcmpType[],
  inverted: boolean,
  numeric: boolean,
): string {
  const { type, from, to } = test;
  const named = names.find((one) => one.type === type && one.from === from && one.to === to);
  if (!numeric && named !== undefined) return ` ${inverted ? '!' : ''}${named.name}`;
  const codes =
    from === 0 && to === 255 ? '' : from === to ? ` code ${from}` : ` codes ${from}-${to}`;
  return `${inverted ? ' !' : ''}type ${type}${codes}`;
}

/** When a packet that has its ICMP header is of the type. */
export function icmpTypePredicate({ type, from, to }: IcmpTypeTest): Predicate {
  return all([HAS_TRANSPORT_HEADER, equals('icmpType', type), inRange('icmpCode', from, to)]);
}

/** Reads `FROM[:TO]`, and gives what follows it. */
function readRange(text: string, mistake: string): readonly [number, number, string] {
  const from = readLeadingNumber(text, 0, 255);
  if (from === undefined) throw parameter(mistake);
  if (!from.rest.startsWith(':')) return [from.value, from.value, from.rest];
  const to = readLeadingNumber(from.rest.slice(1), 0, 255);
  if (to === undefined) throw parameter(mistake);
  return [from.value, to.value, to.rest];
}

function unknownCharacter(rest: string): XtablesError {
  return parameter(`unknown character ${rest.slice(0, 1)}`);
}

function parameter(message: string): XtablesError {
  return new XtablesError('parameter', message);
}

/** The name that a type has with all its codes; undefined when it has none, or isn't asked for with all of them. */
export function typeName(
  { type, from, to }: IcmpTypeTest,
  names: readonly NamedIcmpType[],
): string | undefined {
  if (from === to) return undefined;
  return names.find((one) => one.type === type && one.from === from && one.to === to)?.name;
}

/** Type and codes in words of nft; type 255 of ICMP stands for every one. */
export function icmpForm(
  protocol: 'icmp' | 'icmpv6',
  { type, from, to }: IcmpTypeTest,
  inverted: boolean,
): NftForm {
  const isAny = protocol === 'icmp' && type === 255;
  if (isAny && inverted) return { without: '-m icmp ! --icmp-type any' };
  if (isAny) return 'icmp type 0-255';
  const hasAllCodes = from === 0 && to === 255;
  if (hasAllCodes) return `${protocol} type ${nftNot({ inverted })}${type}`;
  const codes = nftSpan(from, to);
  return inverted
    ? `${protocol} type . ${protocol} code != { ${type} . ${codes} }`
    : `${protocol} type ${type} ${protocol} code ${codes}`;
}
