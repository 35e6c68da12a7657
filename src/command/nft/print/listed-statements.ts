import type { TableFamily } from '../../../netfilter/nft/family.js';
import type { Expression } from '../../../netfilter/nft/expression.js';
import { partsOf } from '../../../netfilter/nft/expression-parts.js';
import { expressionsOf, mapExpressions } from '../../../netfilter/nft/statement-operands.js';
import type {
  MatchStatement,
  RejectStatement,
  Statement,
} from '../../../netfilter/nft/statement.js';
import type { ListedStatement } from '../../../netfilter/view/listed-statement.js';
import { Dependencies } from './dependencies.js';
import { joinedBits, joinedFields } from './joined-bits.js';
import { isHeaderRead } from './place.js';
import { readMatch } from './read-match.js';
import { readKey, readValue } from './read-value.js';
import { readWrite } from './read-write.js';
import { withRanges } from './with-ranges.js';

/**
 * The statements of a rule that a listing has: not those that nft would add again. What isn't a match ends what can be left out: before it packets that
 * don't get through have been counted. Source: nft's `rule_parse_postprocess`.
 */
export function listedStatements(
  statements: readonly ListedStatement[],
  family: TableFamily,
): readonly ListedStatement[] {
  const dependencies = new Dependencies(family);
  const listed = joinedFields(withRanges(statements)).map((statement) => {
    dependencies.enter(isInner(statement));
    const read = readStatement(statement, dependencies);
    return { read, shown: read.map((one) => visit(one, dependencies)) };
  });
  const kept = listed.flatMap(({ read, shown }) =>
    shown.filter((_, place) => {
      const statement = read[place];
      return statement?.kind !== 'match' || !dependencies.hidden.has(statement);
    }),
  );
  return joinedBits(kept);
}

function visit(statement: ListedStatement, dependencies: Dependencies): ListedStatement {
  if (statement.kind === 'match') {
    visitMatch(statement, dependencies);
    return statement;
  }
  for (const expression of visitedExpressions(statement)) visitExpression(expression, dependencies);
  if (statement.kind === 'tproxy' && statement.port !== undefined) dependencies.forget();
  const shown = statement.kind === 'reject' ? asShown(statement, dependencies) : statement;
  if (statement.kind !== 'vmap') dependencies.forget();
  return shown;
}

/** An error of ICMP is for the version of IP that the rule has asked for: the kernel doesn't keep which. Source: nft's `stmt_reject_postprocess`. */
function asShown(reject: RejectStatement, dependencies: Dependencies): ListedStatement {
  const answer = reject.with;
  const type = dependencies.rejectedType(answer.type);
  dependencies.leaveToReject(answer.type);
  if (type === undefined) return { kind: 'bare-reject' };
  return answer.type === 'tcp reset' || type === 'tcp reset'
    ? reject
    : { ...reject, with: { type, code: answer.code } };
}

/** A statement as it is read again from the kernel: what a rule has stated of the protocols gives what it reads its names. */
function readStatement(
  statement: ListedStatement,
  dependencies: Dependencies,
): readonly ListedStatement[] {
  if (!isOwn(statement)) return [statement];
  switch (statement.kind) {
    case 'match':
      return readMatch(statement, dependencies);
    case 'vmap':
      return [{ ...statement, ...readKey(statement.key, statement.map, dependencies) }];
    case 'mangle': {
      const { target } = statement;
      if (isHeaderRead(target)) return [readWrite(statement, target, dependencies)];
      return [{ ...statement, value: readValue(statement.value, dependencies, 'host') }];
    }
    case 'set-update':
      return [mapExpressions(statement, (part) => readValue(part, dependencies, 'key'))];
    default:
      return [mapExpressions(statement, (part) => readValue(part, dependencies))];
  }
}

/** A statement of nft, whose operands it knows. */
function isOwn(statement: ListedStatement): statement is Statement {
  return statement.kind !== 'xt' && statement.kind !== 'bare-reject';
}

/** Whether a statement is about the packet in a tunnel. Source: nft's `has_inner_desc`. */
function isInner(statement: ListedStatement): boolean {
  if (statement.kind === 'match') return readsInner(statement.left);
  const hasKey = statement.kind === 'set-update' || statement.kind === 'vmap';
  return hasKey && readsInner(statement.key);
}

function readsInner(expression: Expression): boolean {
  switch (expression.kind) {
    case 'binary':
      return readsInner(expression.left);
    case 'concat':
      return expression.parts.some(readsInner);
    case 'meta':
    case 'payload':
      return expression.inner !== undefined;
    default:
      return false;
  }
}

function visitMatch(match: MatchStatement, dependencies: Dependencies): void {
  const { left } = match;
  if (left.kind === 'payload') {
    dependencies.visitPayloadMatch(match, left);
    return;
  }
  visitExpression(left, dependencies);
  if (left.kind === 'meta' || left.kind === 'ct') dependencies.visitKeyMatch(match);
}

function visitExpression(expression: Expression, dependencies: Dependencies): void {
  switch (expression.kind) {
    case 'payload':
      dependencies.leaveToPayload(expression);
      return;
    case 'exthdr':
    case 'ip-option':
      dependencies.leaveToLayer('nh');
      return;
    case 'tcp-option':
      dependencies.leaveToLayer('th');
      return;
    default:
      for (const part of partsOf(expression)) visitExpression(part, dependencies);
  }
}

/** The expressions of a statement that can read a packet; before ports, `tproxy` has forgotten what was known of it. */
function visitedExpressions(statement: ListedStatement): readonly Expression[] {
  if (!isOwn(statement)) return [];
  const read = expressionsOf(statement);
  switch (statement.kind) {
    case 'mangle':
      return [statement.target, ...read];
    case 'tproxy':
      return read.filter((expression) => expression !== statement.port);
    default:
      return read;
  }
}
