import { datatypes, datatypeWord } from '../../../netfilter/nft/datatype.js';
import { scalarParts, type ValueType } from '../../../netfilter/nft/value-type.js';

/** What messages call a type. */
export function describeType(type: ValueType | 'verdict'): string {
  if (type === 'verdict') return datatypes.verdict.description;
  if (type.kind === 'scalar') return datatypes[type.datatype].description;
  return `concatenation of (${type.parts.map(describeType).join(', ')})`;
}

/** What declarations of sets and listings call a type. */
export function typeWords(type: ValueType): string {
  return scalarParts(type)
    .map(({ datatype }) => datatypeWord(datatype))
    .join(' . ');
}

/** Whether two types are the same to nft, which distinguishes no integers by their width. */
export function isSameType(a: ValueType | 'verdict', b: ValueType | 'verdict'): boolean {
  return identify(a) === identify(b);
}

const alike: { readonly [name: string]: string } = {
  hex_integer: 'integer',
  mptcp_subtype: 'integer',
  queue: 'integer',
};

function identify(type: ValueType | 'verdict'): string {
  if (type === 'verdict') return type;
  return scalarParts(type)
    .map(({ datatype }) => alike[datatype] ?? datatype)
    .join('.');
}
