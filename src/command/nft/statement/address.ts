import { ctKeys } from '../../../netfilter/nft/key.js';
import type { Expression } from '../../../netfilter/nft/expression.js';
import { scalarType } from '../../../netfilter/nft/value-type.js';
import { evaluateArgument } from '../evaluate/evaluate-argument.js';
import type { Evaluation } from '../evaluate/evaluation.js';
import { EvaluationError } from '../evaluate/evaluation-error.js';
import type { Expression as Tree } from '../syntax/tree/expression.js';
import type { Span } from '../syntax/tree/span.js';

/** The families of addresses that a packet can be sent to. */
export type AddressFamily = 'ip' | 'ip6';

/** Types of addresses. */
export const addressTypes = { ip: ctKeys['ip saddr'], ip6: ctKeys['ip6 saddr'] } as const;

/** The type of ports. */
export const portType = scalarType('inet_service', 16, 'network');

/** The family that the key of a map shows. Source: nft's `expr_family_infer`. */
export function familyOfMap(tree: Tree): AddressFamily | undefined {
  if (tree.kind === 'variable') return familyOfMap(tree.value);
  if (tree.kind !== 'map') return undefined;
  const keys = tree.key.kind === 'concat' ? tree.key.parts : [tree.key];
  const families = keys.flatMap((key) =>
    key.kind === 'payload' && (key.header === 'ip' || key.header === 'ip6') ? [key.header] : [],
  );
  return families.at(-1);
}

/**
 * Checks that a statement is for the family of the packets that the rule lets through.
 *
 * @throws EvaluationError when the rule has asked for the other one
 */
export function checkNetworkFamily(
  family: AddressFamily | undefined,
  statement: string,
  at: Span,
  { layers }: Evaluation,
): void {
  const network = layers.protocol('nh');
  if ((network !== 'ip' && network !== 'ip6') || family === network) return;
  const stated = layers.at('nh')?.at;
  throw new EvaluationError(
    `conflicting protocols specified: ${network} vs. ${family ?? 'unknown'}. You must specify ip or ip6 family in ${statement} statement`,
    at,
    stated === undefined ? [] : [stated],
  );
}

/** Words for a statement of an inet table whose family is open. */
export function needsFamily(statement: string, family: string, at: Span): EvaluationError {
  return new EvaluationError(
    `specify \`${statement} ip' or '${statement} ip6' in ${family} table to disambiguate`,
    at,
  );
}

/** A port, for which the rule has to have asked for a protocol that has ports. */
export function evaluatePort(
  tree: Tree,
  statementAt: Span,
  hasTransport: boolean,
  evaluation: Evaluation,
): Expression {
  const port = evaluateArgument(tree, portType, statementAt, evaluation);
  if (evaluation.layers.protocol('th') !== undefined || hasTransport) return port;
  throw new EvaluationError(
    'transport protocol mapping is only valid after transport protocol match',
    tree.at,
    [statementAt],
  );
}
