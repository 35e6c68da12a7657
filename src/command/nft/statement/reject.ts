import { assertNever } from '../../../assert-never.js';
import type { DatatypeName } from '../../../netfilter/nft/datatype.js';
import type { RejectStatement } from '../../../netfilter/nft/statement.js';
import type { NumberContext } from '../datatype/datatype-text.js';
import { ownNames, symbolicText } from '../datatype/symbolic.js';
import type { Evaluation } from '../evaluate/evaluation.js';
import { EvaluationError } from '../evaluate/evaluation-error.js';
import { requireLowerLayer } from '../evaluate/selector/require-header.js';
import type { Json } from '../json.js';
import { findNumber } from '../layers/layer-protocol.js';
import { networkWithin } from '../layers/network-within.js';
import type { ProtocolLayers } from '../layers/protocol-layers.js';
import type { Printing } from '../print/printing.js';
import type { Span } from '../syntax/tree/span.js';
import type { RejectStatement as RejectTree } from '../syntax/tree/statement.js';

type Answer = RejectStatement['with'];
type IcmpKind = Exclude<Answer['type'], 'tcp reset'>;

const codeTypes: { readonly [Kind in IcmpKind]: DatatypeName } = {
  icmp: 'icmp_code',
  icmpv6: 'icmpv6_code',
  icmpx: 'icmpx_code',
};
const TCP = 6;
const portUnreachable: { readonly [Kind in IcmpKind]: number } = { icmp: 3, icmpv6: 4, icmpx: 1 };

/** A refusal; what it needs of the packet stands at the beginning of the rule. Source: nft's `stmt_evaluate_reject`. */
export function evaluateReject(tree: RejectTree, evaluation: Evaluation): RejectStatement {
  const answer = askedAnswer(tree, evaluation);
  checkFamily(answer, tree, evaluation);
  return { kind: 'reject', with: answer };
}

function askedAnswer(tree: RejectTree, evaluation: Evaluation): Answer {
  const asked = tree.with;
  if (asked === undefined) return plainAnswer(tree, evaluation);
  if (asked.type === 'tcp reset') {
    const { layers } = evaluation;
    const transport = layers.protocol('th');
    const network = layers.protocol('nh') ?? 'inet-service';
    if (transport !== undefined && findNumber(network, transport) !== TCP) {
      const stated = layers.at('th')?.at;
      throw new EvaluationError(
        'you cannot use tcp reset with this protocol',
        tree.at,
        stated === undefined ? [] : [stated],
      );
    }
    return { type: 'tcp reset' };
  }
  return { type: asked.type, code: readCode(asked, evaluation) };
}

function readCode(
  { type, code: tree }: Extract<NonNullable<RejectTree['with']>, { readonly code: unknown }>,
  evaluation: Evaluation,
): number {
  if (tree.kind === 'variable') return readCode({ type, code: tree.value }, evaluation);
  const datatype = codeTypes[type];
  const word = tree.kind === 'symbol' ? tree.text : '';
  const code =
    tree.kind === 'integer'
      ? tree.value
      : codeText.read(word, { datatype, names: evaluation.context.names });
  if (typeof code !== 'bigint') {
    throw new EvaluationError(code.mistake.replace(/(?=icmp\S* code)/, 'reject '), tree.at);
  }
  if (code > 0xffn) {
    throw new EvaluationError('reject code must be integer in range 0-255', tree.at);
  }
  return Number(code);
}

function plainAnswer(tree: RejectTree, { layers }: Evaluation): Answer {
  const isMixed = layers.family !== 'ip' && layers.family !== 'ip6';
  if (isMixed && layers.protocol('nh') === undefined) {
    return { type: 'icmpx', code: portUnreachable.icmpx };
  }
  if (layers.family === 'arp') throw notOfArp(tree);
  const network = isMixed ? networkWithin(layers) : layers.family;
  if (network === undefined) throw unknownNetwork(tree, layers);
  const type = network === 'ip' ? 'icmp' : 'icmpv6';
  return { type, code: portUnreachable[type] };
}

function notOfArp(tree: RejectTree): EvaluationError {
  return new EvaluationError('cannot use reject with arp', tree.at);
}

/** Words for a rule of whose packets nothing shows the version of IP. */
function unknownNetwork(tree: RejectTree, layers: ProtocolLayers): EvaluationError {
  if (layers.family === 'inet') {
    return new EvaluationError(
      'cannot infer ICMP reject variant to use: explicit value required.\n',
      tree.at,
    );
  }
  return new EvaluationError('cannot reject this network family', tree.at, statedNetwork(layers));
}

function statedNetwork(layers: ProtocolLayers): readonly Span[] {
  const stated = layers.at('nh')?.at;
  return stated === undefined ? [] : [stated];
}

function checkFamily(answer: Answer, tree: RejectTree, evaluation: Evaluation): void {
  const { layers } = evaluation;
  const at = codeAt(tree);
  switch (layers.family) {
    case 'arp':
      throw notOfArp(tree);
    case 'ip':
    case 'ip6':
      if (answer.type === 'icmpx') {
        throw new EvaluationError('abstracted ICMP unreachable not supported', ...at);
      }
      if (
        answer.type !== 'tcp reset' &&
        answer.type !== (layers.family === 'ip' ? 'icmp' : 'icmpv6')
      ) {
        throw new EvaluationError('conflicting protocols specified: ip vs ip6', ...at);
      }
      break;
    case 'inet':
    case 'bridge':
    case 'netdev':
      checkNetwork(answer, tree, evaluation);
      break;
    default:
      assertNever(layers.family);
  }
  addDependencies(answer, tree.at, evaluation);
}

function codeAt(tree: RejectTree): [Span, Span[]] {
  const code = tree.with !== undefined && 'code' in tree.with ? tree.with.code.at : undefined;
  return code === undefined ? [tree.at, []] : [code, [tree.at]];
}

function checkNetwork(answer: Answer, tree: RejectTree, { layers }: Evaluation): void {
  if (layers.family !== 'inet') checkLink(tree, layers);
  if (layers.protocol('nh') === undefined) return;
  const isIcmp = answer.type === 'icmp' || answer.type === 'icmpv6';
  if (layers.family === 'inet' && !isIcmp) return;
  const network = networkWithin(layers);
  if (network === undefined) throw unknownNetwork(tree, layers);
  if (isIcmp && answer.type !== (network === 'ip' ? 'icmp' : 'icmpv6')) {
    throw new EvaluationError(
      'conflicting protocols specified: ip vs ip6',
      codeAt(tree)[0],
      statedNetwork(layers),
    );
  }
}

function checkLink(tree: RejectTree, layers: ProtocolLayers): void {
  const link = layers.protocol('ll');
  if (link === 'ether' || link === 'vlan' || link === 'netdev') return;
  throw new EvaluationError('cannot reject from this link layer protocol', tree.at);
}

/** A code of a signed byte, of which a negative one is none. Source: nft's `reject_payload_gen_dependency`. */
const MOST_CODE = 127;

function addDependencies(answer: Answer, at: Span, evaluation: Evaluation): void {
  const { layers } = evaluation;
  const { type } = answer;
  if (type === 'tcp reset' && layers.protocol('th') === undefined) {
    evaluation.addingFirst(() => {
      requireLowerLayer('tcp', at, evaluation);
    });
  }
  if ((type === 'icmp' || type === 'icmpv6') && layers.protocol('nh') === undefined) {
    if (answer.code > MOST_CODE) throw new EvaluationError('missing icmp error type', at);
    evaluation.addingFirst(() => {
      requireLowerLayer(type === 'icmp' ? 'ip' : 'ip6', at, evaluation);
    });
  }
}

/** A refusal as a listing has it. */
export function printReject({ with: answer }: RejectStatement, printing: Printing): string {
  if (answer.type === 'tcp reset') return 'reject with tcp reset';
  const isUsual = answer.code === portUnreachable[answer.type];
  const isPlain = answer.type === 'icmpx' || printing.family === 'ip' || printing.family === 'ip6';
  if (isUsual && isPlain) return 'reject';
  const code = codeText.print(BigInt(answer.code), codeContext(answer.type, printing));
  return `reject with ${answer.type} ${code}`;
}

/** A refusal in JSON. */
export function rejectJson({ with: answer }: RejectStatement, printing: Printing): Json {
  if (answer.type === 'tcp reset') return { reject: { type: answer.type } };
  const expr = codeText.json(BigInt(answer.code), codeContext(answer.type, printing));
  return { reject: { type: answer.type, expr } };
}

const codeText = symbolicText({ table: ownNames, quoted: false });

function codeContext(type: IcmpKind, { names, style }: Printing): NumberContext {
  return { datatype: codeTypes[type], bits: 8, names, style };
}
