import type { DatatypeName } from '../../../netfilter/nft/datatype.js';
import type { RejectStatement } from '../../../netfilter/nft/statement.js';
import type { NumberContext } from '../datatype/datatype-text.js';
import { ownNames, symbolicText } from '../datatype/symbolic.js';
import type { Evaluation } from '../evaluate/evaluation.js';
import { EvaluationError } from '../evaluate/evaluation-error.js';
import { addProtocolDependency, requireLowerLayer } from '../evaluate/selector/require-header.js';
import type { Json } from '../json.js';
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
const portUnreachable: { readonly [Kind in IcmpKind]: number } = { icmp: 3, icmpv6: 4, icmpx: 1 };

/** A refusal; what it needs of the packet stands at the beginning of the rule. Source: nft's `stmt_evaluate_reject`. */
export function evaluateReject(tree: RejectTree, evaluation: Evaluation): RejectStatement {
  const answer = askedAnswer(tree, evaluation);
  checkFamily(answer, tree, evaluation);
  return { kind: 'reject', with: answer };
}

function askedAnswer(tree: RejectTree, evaluation: Evaluation): Answer {
  const asked = tree.with;
  if (asked === undefined) return plainAnswer(evaluation);
  if (asked.type === 'tcp reset') {
    const { layers } = evaluation;
    const transport = layers.protocol('th');
    if (transport !== undefined && transport !== 'tcp') {
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

function plainAnswer({ layers }: Evaluation): Answer {
  const network =
    layers.family === 'ip' || layers.family === 'ip6' ? layers.family : layers.protocol('nh');
  if (network === 'ip') return { type: 'icmp', code: portUnreachable.icmp };
  if (network === 'ip6') return { type: 'icmpv6', code: portUnreachable.icmpv6 };
  return { type: 'icmpx', code: portUnreachable.icmpx };
}

function checkFamily(answer: Answer, tree: RejectTree, evaluation: Evaluation): void {
  const { layers } = evaluation;
  const at = codeAt(tree);
  switch (layers.family) {
    case 'arp':
      throw new EvaluationError('cannot use reject with arp', tree.at);
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
  }
  addDependencies(answer, tree.at, evaluation);
}

function codeAt(tree: RejectTree): [Span, Span[]] {
  const code = tree.with !== undefined && 'code' in tree.with ? tree.with.code.at : undefined;
  return code === undefined ? [tree.at, []] : [code, [tree.at]];
}

function checkNetwork(answer: Answer, tree: RejectTree, { layers }: Evaluation): void {
  const network = layers.protocol('nh');
  if (network === undefined) return;
  const stated = layers.at('nh')?.at;
  const related = stated === undefined ? [] : [stated];
  const isIp = network === 'ip' || network === 'ip6';
  if (layers.family !== 'inet' && !isIp) {
    throw new EvaluationError('cannot reject this network family', tree.at, related);
  }
  const isOther =
    (answer.type === 'icmp' && network !== 'ip') || (answer.type === 'icmpv6' && network !== 'ip6');
  if (isOther) {
    throw new EvaluationError(
      'conflicting protocols specified: ip vs ip6',
      codeAt(tree)[0],
      related,
    );
  }
}

function addDependencies({ type }: Answer, at: Span, evaluation: Evaluation): void {
  const { layers } = evaluation;
  if (type === 'tcp reset' && layers.protocol('th') === undefined) {
    evaluation.addingFirst(() => {
      requireLowerLayer('tcp', at, evaluation);
    });
  }
  if ((type === 'icmp' || type === 'icmpv6') && layers.protocol('nh') === undefined) {
    evaluation.addingFirst(() => {
      addProtocolDependency(
        layers.family === 'inet' ? 'inet' : 'netdev',
        type === 'icmp' ? 'ip' : 'ip6',
        at,
        evaluation,
      );
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
