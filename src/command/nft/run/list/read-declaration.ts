import type { Selector } from '../../../../netfilter/nft/expression.js';
import { extensionHeaders } from '../../../../netfilter/nft/header/extension-header.js';
import type { HeaderField } from '../../../../netfilter/nft/header/field.js';
import { ipOptions, sctpChunks, tcpOptions } from '../../../../netfilter/nft/header/option.js';
import type { NftSet } from '../../../../netfilter/nft/set/nft-set.js';
import { scalarType, type ValueType } from '../../../../netfilter/nft/value-type.js';

/**
 * A set as a listing has it: nft reads `typeof` back from what it has left beside the set, where nothing states that only the presence of a header was
 * meant. Then it takes it for the first field, and so its elements. Source: nft's `exthdr_expr_build_udata`.
 */
export function readDeclaration(set: NftSet): NftSet {
  const { keyType, keyTypeof, data, dataTypeof } = set;
  const key = readSelectors(keyTypeof);
  const value = readSelectors(dataTypeof);
  if (key === keyTypeof && value === dataTypeof) return set;
  return set.merge({
    keyTypeof: key,
    keyType: typeAs(keyType, key),
    dataTypeof: value,
    data: data?.kind === 'values' ? { ...data, type: typeAs(data.type, value) } : data,
  });
}

function readSelectors(selectors: readonly Selector[] | undefined): typeof selectors {
  if (selectors === undefined) return undefined;
  const read = selectors.map(readSelector);
  return read.every((one, at) => one === selectors[at]) ? selectors : read;
}

function readSelector(selector: Selector): Selector {
  if (selector.kind === 'socket' && selector.key === 'cgroupv2') return { ...selector, level: 0 };
  switch (selector.kind) {
    case 'exthdr':
      return selector.field === undefined
        ? { ...selector, ...firstOf(extensionHeaders[selector.header]) }
        : selector;
    case 'tcp-option':
    case 'ip-option':
    case 'sctp-chunk':
      return selector.field === undefined
        ? { ...selector, ...firstOf(OPTIONS[selector.kind][selector.name]) }
        : selector;
    default:
      return selector;
  }
}

const OPTIONS = { 'tcp-option': tcpOptions, 'ip-option': ipOptions, 'sctp-chunk': sctpChunks };

/** The first field of a header; nothing of one that has no name. */
function firstOf(header: { readonly fields: readonly HeaderField[] } | undefined) {
  const [first] = header?.fields ?? [];
  if (first === undefined) return {};
  const { name, datatype, bits } = first;
  return { field: name, type: scalarType(datatype, bits, 'network') };
}

function typeAs(declared: ValueType, selectors: readonly Selector[] | undefined): ValueType {
  if (declared.kind === 'scalar') {
    const [only] = selectors ?? [];
    return only?.type ?? declared;
  }
  return { ...declared, parts: declared.parts.map((part, at) => selectors?.[at]?.type ?? part) };
}
