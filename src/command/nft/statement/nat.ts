import { assertNever } from '../../../assert-never.js';
import type { Expression } from '../../../netfilter/nft/expression.js';
import type { NatStatement } from '../../../netfilter/nft/statement.js';
import { rangeValue } from '../../../netfilter/nft/set/range-value.js';
import type { ConcatenationType } from '../../../netfilter/nft/value-type.js';
import { evaluateArgument, fitArgument } from '../evaluate/evaluate-argument.js';
import { setWithin } from '../evaluate/evaluate-set-literal.js';
import { findNamedSet } from '../evaluate/evaluate-set-reference.js';
import type { NamedSet } from '../evaluate/context.js';
import type { Evaluation } from '../evaluate/evaluation.js';
import { EvaluationError } from '../evaluate/evaluation-error.js';
import { isConstant, typeOf, type Evaluated } from '../evaluate/is-constant.js';
import { isSameType } from '../evaluate/type-words.js';
import { expectType } from '../evaluate/expected.js';
import type { Json } from '../json.js';
import { expressionJson, printExpression } from '../print/expression.js';
import type { Printing } from '../print/printing.js';
import type { Expression as Tree, SetReferenceExpression } from '../syntax/tree/expression.js';
import type { NatStatement as NatTree } from '../syntax/tree/statement.js';
import { valueOf } from '../syntax/tree/value-of.js';
import { notSimulated } from '../not-simulated.js';
import {
  addressTypes,
  checkNetworkFamily,
  evaluatePort,
  familyOfMap,
  needsFamily,
  portType,
  type AddressFamily,
} from './address.js';

const FLAGS = ['random', 'fully-random', 'persistent'] as const;

/** NAT. Source: nft's `stmt_evaluate_nat`. */
export function evaluateNat(tree: NatTree, evaluation: Evaluation): NatStatement {
  const family = natFamily(tree, evaluation);
  const flags = FLAGS.filter((flag) => tree.flags.includes(flag));
  const { nat, address: addressTree, port: portTree } = tree;
  if (addressTree === undefined) {
    const port = portTree && evaluatePort(portTree, tree.at, false, evaluation);
    const shown = evaluation.context.family === 'inet' ? undefined : family;
    return { kind: 'nat', nat, family: shown, address: undefined, port, form: [], flags };
  }
  checkNetworkFamily(family, nat, tree.at, evaluation);
  if (tree.form === 'concat' || givesPorts(addressTree, evaluation)) {
    return addressAndPort(tree, addressTree, family, evaluation);
  }
  const known = family ?? familyOfMap(addressTree);
  if (known === undefined) throw needsFamily(nat, evaluation.context.family, tree.at);
  const type = addressTypes[addressFamily(known, evaluation)];
  const address = evaluateArgument(addressTree, type, tree.at, evaluation);
  const hasTransport = asksTransport(addressTree);
  const port = portTree && evaluatePort(portTree, tree.at, hasTransport, evaluation);
  const form: NatStatement['form'] = [
    ...(tree.form === 'prefix' ? (['prefix'] as const) : []),
    ...(givesSpans(address, evaluation) ? (['interval'] as const) : []),
  ];
  return { kind: 'nat', nat, family: known, address: addressOf(address), port, form, flags };
}

/** In tables of one family the address is of that, whatever was written. */
function addressFamily(known: AddressFamily, { context: { family } }: Evaluation): AddressFamily {
  return family === 'ip' || family === 'ip6' ? family : known;
}

function natFamily(tree: NatTree, { context, layers }: Evaluation): AddressFamily | undefined {
  switch (context.family) {
    case 'ip':
    case 'ip6':
      return tree.family ?? context.family;
    case 'inet': {
      const network = layers.protocol('nh');
      if (tree.address === undefined || tree.family !== undefined) return tree.family;
      return network === 'ip' || network === 'ip6' ? network : undefined;
    }
    case 'arp':
    case 'bridge':
    case 'netdev':
      throw new EvaluationError('NAT is only supported for IPv4/IPv6', tree.at);
    default:
      return assertNever(context.family);
  }
}

/** A range of addresses that is a prefix is listed as one. */
function addressOf(address: Expression): Expression {
  return address.kind === 'range'
    ? rangeValue({ low: address.from, high: address.to }, address.type)
    : address;
}

/** Whether a map gives addresses and ports at once. */
function givesPorts(tree: Tree, evaluation: Evaluation): boolean {
  if (tree.kind !== 'map') return false;
  const literal = setWithin(tree.map);
  if (literal !== undefined) {
    return literal.elements.some(
      (element) => element.kind === 'mapping' && element.data.kind === 'concat',
    );
  }
  if (tree.map.kind !== 'set-reference') return false;
  const data = dataOfNamed(tree.map, evaluation);
  return data?.kind === 'values' && data.type.kind === 'concatenation';
}

/** nft looks for the map first to see what it gives, and goes on to take that, whether or not it is there. Source: nft's `nat_concat_map`. */
function dataOfNamed(map: SetReferenceExpression, evaluation: Evaluation): NamedSet['data'] {
  try {
    const { data } = findNamedSet(map, evaluation);
    if (data !== undefined && data.kind !== 'object') return data;
    throw new EvaluationError('Expression is not a map', map.at);
  } catch (error) {
    if (!(error instanceof EvaluationError)) throw error;
    evaluation.noticed.push(error);
    return undefined;
  }
}

/** Whether the key of a map reads a transport header, so that packets have one. Source: nft's `nat_evaluate_addr_has_th_expr`. */
function asksTransport(tree: Tree): boolean {
  if (tree.kind !== 'map' || tree.key.kind !== 'concat') return false;
  const first = tree.key.parts.find(
    (part) =>
      (part.kind === 'payload' && part.header !== 'th' && !NETWORK.has(part.header)) ||
      isProtocol(part),
  );
  return first !== undefined;
}

const NETWORK: ReadonlySet<string> = new Set(['ether', 'vlan', 'arp', 'ip', 'ip6']);

function isProtocol(part: Tree): boolean {
  if (part.kind === 'meta') return part.key === 'l4proto';
  return part.kind === 'payload' && (part.field === 'protocol' || part.field === 'nexthdr');
}

function addressAndPort(
  tree: NatTree,
  addressTree: Tree,
  family: AddressFamily | undefined,
  evaluation: Evaluation,
): NatStatement {
  const { nat, port, at } = tree;
  if (port !== undefined) {
    throw new EvaluationError('nat map and protocol are mutually exclusive', at, [port.at]);
  }
  if (family === undefined) throw needsFamily(nat, evaluation.context.family, at);
  const type: ConcatenationType = {
    kind: 'concatenation',
    parts: [addressTypes[family], portType],
  };
  const value = evaluation.evaluate(addressTree, expectType(type));
  if (evaluation.layers.protocol('th') === undefined && !asksTransport(addressTree)) {
    throw new EvaluationError(
      'transport protocol mapping is only valid after transport protocol match',
      addressTree.at,
      [at],
    );
  }
  if (valueOf(addressTree).kind !== 'map') return givenSideBySide(tree, value, family);
  const address = fitArgument(value, addressTree, type, at);
  const isSpanned = givesSpans(address, evaluation);
  const form = isSpanned ? (['concat', 'interval'] as const) : (['concat'] as const);
  const flags = FLAGS.filter((flag) => tree.flags.includes(flag));
  return { kind: 'nat', nat, family, address, port: undefined, form, flags };
}

/**
 * Address and port as the kernel finds them in its registers: nft looks at no types here. What doesn't fill them the kernel refuses. Source: nft's
 * `stmt_evaluate_nat_map`; `nft_validate_register_load`.
 */
function givenSideBySide(tree: NatTree, value: Evaluated, family: AddressFamily): NatStatement {
  const isSeveral = value.kind === 'concat' || value.kind === 'concat-value';
  const [address, port] = isSeveral ? value.parts : [];
  const type = addressTypes[family];
  const has = typeOf(value);
  const flags = FLAGS.filter((flag) => tree.flags.includes(flag));
  if (!isConstant(value) && has.kind === 'scalar' && has.bits <= type.bits) {
    const form = ['concat'] as const;
    return { kind: 'nat', nat: tree.nat, family, address: value, port: undefined, form, flags };
  }
  if (
    address === undefined ||
    port === undefined ||
    !isSameType(type, address.type) ||
    !isSameType(portType, port.type)
  ) {
    throw notSimulated('nft nat addr . port to other types');
  }
  return { kind: 'nat', nat: tree.nat, family, address, port, form: [], flags };
}

/** Whether a map gives ranges. */
function givesSpans(address: Expression, { context }: Evaluation): boolean {
  if (address.kind !== 'map-lookup') return false;
  const { map } = address;
  if (map.kind === 'map') return map.elements.some(({ data }) => isSpan(data));
  const data = context.findSet(map.name)?.data;
  return data?.kind === 'values' && data.interval;
}

function isSpan(data: Expression): boolean {
  if (data.kind === 'concat-value') return data.parts.some(isSpan);
  return data.kind === 'range' || data.kind === 'prefix';
}

/** Tables of one family show it only with maps whose entries have more than an address. */
function isFamilyShown({ family, form }: NatStatement, printing: Printing): boolean {
  if (family === undefined) return false;
  return printing.family === 'inet' || form.includes('concat') || form.includes('interval');
}

/** NAT as a listing has it. */
export function printNat(statement: NatStatement, printing: Printing): string {
  const { nat, family, address, port, form, flags } = statement;
  const words: string[] = [nat];
  if (address !== undefined || port !== undefined) {
    if (isFamilyShown(statement, printing)) words.push(family ?? '');
    if (form.includes('prefix')) words.push('prefix');
    words.push('to');
    const where = address === undefined ? '' : printAddress(address, port !== undefined, printing);
    words.push(port === undefined ? where : `${where}:${printExpression(port, printing)}`);
  }
  if (flags.length > 0) words.push(flags.join(','));
  return words.join(' ');
}

/** Addresses of IPv6 with a port behind them stand in brackets. */
export function printAddress(address: Expression, hasPort: boolean, printing: Printing): string {
  const isValue = address.kind === 'number' || address.kind === 'range';
  const isBracketed = hasPort && isValue && address.type.datatype === 'ipv6_addr';
  const text = printExpression(address, printing);
  return isBracketed ? `[${text.replace('-', ']-[')}]` : text;
}

/** NAT in JSON. */
export function natJson(statement: NatStatement, printing: Printing): Json {
  const { nat, family, address, port, form, flags } = statement;
  const json = {
    family: isFamilyShown(statement, printing) ? family : undefined,
    addr: address && expressionJson(address, printing),
    port: port && expressionJson(port, printing),
    flags: oneOrMore(form.includes('prefix') ? [...flags, 'netmap'] : flags),
    type_flags: form.includes('prefix') ? 'prefix' : undefined,
  };
  const isEmpty = Object.values(json).every((value) => value === undefined);
  return { [nat]: isEmpty ? null : json };
}

function oneOrMore(words: readonly string[]): Json | undefined {
  return words.length > 1 ? words : words[0];
}
