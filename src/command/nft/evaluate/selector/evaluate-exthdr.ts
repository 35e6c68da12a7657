import {
  extensionHeaders,
  type ExtensionHeaderName,
} from '../../../../netfilter/nft/header/extension-header.js';
import type { HeaderField } from '../../../../netfilter/nft/header/field.js';
import {
  ipOptions,
  sctpChunks,
  tcpOptions,
  type HeaderOption,
} from '../../../../netfilter/nft/header/option.js';
import type {
  DccpOptionSelector,
  ExtensionHeaderSelector,
  OptionSelector,
} from '../../../../netfilter/nft/selector.js';
import { scalarType, type ScalarType } from '../../../../netfilter/nft/value-type.js';
import { layerBelow } from '../../layers/layer-protocol.js';
import type {
  DccpOptionExpression,
  ExtensionHeaderExpression,
  IpOptionExpression,
  SctpChunkExpression,
  TcpOptionExpression,
} from '../../syntax/tree/selector.js';
import type { Span } from '../../syntax/tree/span.js';
import type { Evaluation } from '../evaluation.js';
import { EvaluationError } from '../evaluation-error.js';
import { addProtocolDependency } from './require-header.js';

const presence = scalarType('boolean', 8, 'network');
const MOST_TCP_OPTION_BITS = 320;

/** A field of an extension header of IPv6, or whether the header is there. */
export function evaluateExtensionHeader(
  tree: ExtensionHeaderExpression,
  evaluation: Evaluation,
): ExtensionHeaderSelector {
  requireNetwork('ip6', tree.at, evaluation);
  return extensionHeaderSelector(tree);
}

/** What an expression reads of an extension header, whatever is known of the packet. */
export function extensionHeaderSelector(tree: ExtensionHeaderExpression): ExtensionHeaderSelector {
  const { header, field, type } = declaredExtensionHeader(tree);
  const known = field === undefined ? undefined : findField(extensionHeaders[header], field);
  if (known === undefined) return { kind: 'exthdr', header, field, type };
  return { kind: 'exthdr', ...listedAs(header, known), type };
}

/** The same by the name that it was given. */
export function declaredExtensionHeader({
  header,
  field,
  index,
  at,
}: ExtensionHeaderExpression): ExtensionHeaderSelector {
  if (field === undefined) return { kind: 'exthdr', header, field, type: presence };
  const name = index === undefined ? field : `${field}[${index}]`;
  const known =
    index === undefined
      ? findField(extensionHeaders[header], name)
      : fieldAt(extensionHeaders[header], field, index);
  if (known === undefined) throw new EvaluationError(`unknown field ${name} of ${header}`, at);
  return { kind: 'exthdr', header, field: known.name, type: typeOf(known) };
}

/** A field by its number, which nft counts from the first of that name without a look at where that leads: `sid[0]` is what stands before it. */
function fieldAt(
  { fields }: { readonly fields: readonly HeaderField[] },
  name: string,
  index: bigint,
): HeaderField | undefined {
  const first = fields.findIndex((one) => one.name === `${name}[1]`);
  return fields[Number(BigInt.asUintN(8, BigInt(first) + index - 1n))];
}

/** The kernel knows one routing header, so nft finds a field of it by its place alone. Source: nft's `exthdr_init_raw`. */
function listedAs(header: ExtensionHeaderName, known: HeaderField) {
  const { type } = extensionHeaders[header];
  for (const other of ROUTING) {
    if (extensionHeaders[other].type !== type) continue;
    const field = extensionHeaders[other].fields.find(
      ({ offset, bits }) => offset === known.offset && bits === known.bits,
    );
    if (field !== undefined) return { header: other, field: field.name };
  }
  return { header, field: known.name };
}

const ROUTING = ['rt', 'srh', 'rt0', 'rt2'] as const;

/** A field of an option of IPv4, or whether the option is there. */
export function evaluateIpOption(tree: IpOptionExpression, evaluation: Evaluation): OptionSelector {
  requireNetwork('ip', tree.at, evaluation);
  return ipOptionSelector(tree);
}

/** What an expression reads of an option of IPv4, whatever is known of the packet. */
export function ipOptionSelector({ option, field, at }: IpOptionExpression): OptionSelector {
  return optionSelector('ip-option', option, ipOptions[option], field, at);
}

/** A field of an SCTP chunk, or whether the chunk is there. */
export function evaluateSctpChunk({ chunk, field, at }: SctpChunkExpression): OptionSelector {
  return optionSelector('sctp-chunk', chunk, sctpChunks[chunk], field, at);
}

/** Whether an option of DCCP is there. */
export function evaluateDccpOption({ option }: DccpOptionExpression): DccpOptionSelector {
  return { kind: 'dccp-option', number: Number(option), type: presence };
}

/** A field of an option of TCP, bits at a place of it, or whether it is there. */
export function evaluateTcpOption(tree: TcpOptionExpression): OptionSelector {
  const { option, block, field, raw, at } = tree;
  const [name, known] = Object.entries(tcpOptions).find(([, { type }]) => type === option) ?? [];
  if (raw !== undefined) return rawTcpOption(name ?? option, known, raw, at);
  if (known !== undefined && name !== undefined) {
    const inBlock = field === undefined || !block || field === 'kind' || field === 'length';
    return optionSelector('tcp-option', name, known, inBlock ? field : `${field}${block}`, at);
  }
  if (field === undefined) return { kind: 'tcp-option', name: option, field, type: presence };
  const place = field === 'length' ? { offset: 8, bits: 8 } : { offset: 0, bits: 8 };
  return {
    kind: 'tcp-option',
    name: option,
    field: place,
    type: scalarType('integer', 8, 'network'),
  };
}

function rawTcpOption(
  name: string | number,
  known: HeaderOption | undefined,
  raw: NonNullable<TcpOptionExpression['raw']>,
  at: Span,
): OptionSelector {
  const offset = Number(raw.offset);
  const bits = Number(raw.length);
  const total = offset + bits;
  if (total > MOST_TCP_OPTION_BITS) {
    throw new EvaluationError(
      `offset and size ${total} exceeds max tcp headerlen (${MOST_TCP_OPTION_BITS})`,
      at,
    );
  }
  const field = known?.fields.find((one) => one.offset === offset && one.bits === bits);
  return {
    kind: 'tcp-option',
    name: field === undefined && typeof name === 'string' ? (known?.type ?? name) : name,
    field: field?.name ?? { offset, bits },
    type: field === undefined ? scalarType('integer', bits, 'network') : typeOf(field),
  };
}

function optionSelector(
  kind: OptionSelector['kind'],
  name: string,
  option: HeaderOption | undefined,
  field: string | undefined,
  at: Span,
): OptionSelector {
  if (field === undefined) return { kind, name, field, type: presence };
  const known = option === undefined ? undefined : findField(option, field);
  if (known === undefined) throw new EvaluationError(`unknown field ${field} of ${name}`, at);
  return { kind, name, field, type: typeOf(known) };
}

function findField(
  { fields }: { readonly fields: readonly HeaderField[] },
  name: string,
): HeaderField | undefined {
  return fields.find((one) => one.name === name);
}

function typeOf({ datatype, bits }: HeaderField): ScalarType {
  return scalarType(datatype, bits, 'network');
}

/** What these headers need stands at the beginning of the rule. Source: nft's `expr_evaluate_exthdr`. */
function requireNetwork(protocol: 'ip' | 'ip6', at: Span, evaluation: Evaluation): void {
  const layers = evaluation.current;
  const known = layers.protocol('nh');
  if (known === protocol) return;
  if (known !== undefined) throw new EvaluationError(`cannot use exthdr with ${known}`, at);
  const below = layerBelow('nh');
  const link = below === undefined ? undefined : layers.protocol(below);
  if (link === undefined) {
    throw new EvaluationError('Cannot generate dependency: no link layer protocol specified', at);
  }
  evaluation.addingFirst(() => {
    addProtocolDependency(link, protocol, at, evaluation);
  });
}
