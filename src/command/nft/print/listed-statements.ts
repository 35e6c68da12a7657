import type { TableFamily } from '../../../netfilter/nft/family.js';
import type {
  Expression,
  KnownValue,
  MapLiteral,
  SetReference,
} from '../../../netfilter/nft/expression.js';
import { mapParts, partsOf } from '../../../netfilter/nft/expression-parts.js';
import { expressionsOf, mapExpressions } from '../../../netfilter/nft/statement-operands.js';
import type { PayloadSelector, RawPayloadSelector } from '../../../netfilter/nft/selector.js';
import type {
  MatchStatement,
  RejectStatement,
  Statement,
} from '../../../netfilter/nft/statement.js';
import type { ListedStatement } from '../../../netfilter/view/listed-statement.js';
import type { Verdict } from '../../../netfilter/nft/verdict.js';
import { retype } from '../evaluate/stored-match.js';
import { mapKnown } from '../evaluate/transfer-operation.js';
import { Dependencies } from './dependencies.js';
import { joinedBits } from './joined-bits.js';
import { withRanges } from './with-ranges.js';
import { rawKey, rawMatch, rawSelector, rawWrite } from './raw-field.js';

/**
 * The statements of a rule that a listing has: not those that nft would add again. What isn't a match ends what can be left out: before it packets that
 * don't get through have been counted. Source: nft's `rule_parse_postprocess`.
 */
export function listedStatements(
  statements: readonly ListedStatement[],
  family: TableFamily,
): readonly ListedStatement[] {
  const dependencies = new Dependencies(family);
  const listed = withRanges(statements).map((statement) => {
    dependencies.enter(isInner(statement));
    const named = withPortNames(statement, dependencies);
    return { named, shown: named.map((one) => visit(one, dependencies)) };
  });
  const kept = listed.flatMap(({ named, shown }) =>
    shown.filter((_, place) => {
      const statement = named[place];
      return statement?.kind !== 'match' || !dependencies.hidden.has(statement);
    }),
  );
  return joinedBits(kept);
}

function visit(statement: ListedStatement, dependencies: Dependencies): ListedStatement {
  if (statement.kind === 'match') return visitMatch(statement, dependencies);
  const raw = withRawFields(statement, dependencies);
  for (const expression of visitedExpressions(statement)) visitExpression(expression, dependencies);
  if (statement.kind === 'tproxy' && statement.port !== undefined) dependencies.forget();
  const shown = statement.kind === 'reject' ? asShown(statement, dependencies) : raw;
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

/**
 * Ports of whatever transport protocol are the fields that lie there in the header of the one that is known, one match for each. Source: nft's
 * `payload_expr_complete`, `payload_expr_expand`.
 */
function withPortNames(
  statement: ListedStatement,
  dependencies: Dependencies,
): readonly ListedStatement[] {
  const named = (field: PayloadSelector): PayloadSelector => dependencies.fieldAt(field) ?? field;
  if (statement.kind !== 'match') return [withFields(statement, named)];
  const { left, right } = statement;
  if (left.kind === 'raw-payload') return splitMatch(statement, left, dependencies);
  if (left.kind !== 'payload') return [{ ...statement, left: withField(left, named) }];
  const field = dependencies.fieldAt(left);
  if (field !== undefined) return [{ ...statement, left: field, right: retype(right, field.type) }];
  return splitMatch(statement, left, dependencies);
}

/** A match for equality of bits in which several fields lie is one of each; of a field of which only the first bytes are read, of its prefix. */
function splitMatch(
  match: MatchStatement,
  left: PayloadSelector | RawPayloadSelector,
  dependencies: Dependencies,
): readonly MatchStatement[] {
  const { operator, right } = match;
  if (right.kind !== 'number' || !isEquality(match)) return [match];
  const fields = dependencies.fieldsWithin(left);
  if (fields.length === 0) return [match];
  let rest = left.type.bits;
  return fields.map((field): MatchStatement => {
    const { type } = field;
    const bits = Math.min(type.bits, rest);
    rest -= bits;
    const part = (right.value >> BigInt(rest)) & ((1n << BigInt(bits)) - 1n);
    const value = part << BigInt(type.bits - bits);
    const whole = { kind: 'number', value, type } as const;
    const prefix = { kind: 'prefix', value, length: bits, type } as const;
    return { kind: 'match', left: field, operator, right: bits < type.bits ? prefix : whole };
  });
}

/** A statement that reads or writes headers of which nothing states that they are there. */
function withRawFields(statement: ListedStatement, dependencies: Dependencies): ListedStatement {
  const raw = rawWhere(dependencies);
  const changed = withFields(withRawKeys(statement, dependencies), raw);
  if (changed.kind !== 'mangle') return changed;
  const { target } = changed;
  return isBits(target, dependencies) ? rawWrite(changed, target) : changed;
}

/** Whether what is read or written is listed by its place. */
function isBits(
  expression: Expression,
  dependencies: Dependencies,
): expression is PayloadSelector | RawPayloadSelector {
  if (expression.kind === 'raw-payload') return true;
  return expression.kind === 'payload' && dependencies.isRaw(expression);
}

function rawWhere(dependencies: Dependencies): ChangeField {
  return (field) => (dependencies.isRaw(field) ? rawSelector(field) : field);
}

/** Maps that are asked for bits within bytes have these bytes as their keys. */
function withRawKeys(statement: ListedStatement, dependencies: Dependencies): ListedStatement {
  if (statement.kind === 'vmap') {
    const asked = withRawKey(statement.key, statement.map, dependencies);
    return { ...statement, ...asked };
  }
  if (statement.kind !== 'mangle' || statement.value.kind !== 'map-lookup') return statement;
  const { value } = statement;
  return {
    ...statement,
    value: { ...value, ...withRawKey(value.key, value.map, dependencies) },
  };
}

function withRawKey<Data extends KnownValue | Verdict>(
  key: Expression,
  map: MapLiteral<Data> | SetReference,
  dependencies: Dependencies,
): { readonly key: Expression; readonly map: MapLiteral<Data> | SetReference } {
  if (!isBits(key, dependencies)) return { key, map };
  const raw = rawKey(key);
  if (map.kind === 'set-reference') return { key: raw.key, map };
  const elements = map.elements.map((element) =>
    element.key === '*'
      ? element
      : { ...element, key: mapKnown(element.key, (value) => value << raw.shift) },
  );
  return { key: raw.key, map: { ...map, elements } };
}

type ChangeField = (field: PayloadSelector) => Expression;

/** A statement with other fields of headers than those that it reads. */
function withFields(statement: ListedStatement, change: ChangeField): ListedStatement {
  return isOwn(statement)
    ? mapExpressions(statement, (expression) => withField(expression, change))
    : statement;
}

/** A statement of nft, whose operands it knows. */
function isOwn(statement: ListedStatement): statement is Statement {
  return statement.kind !== 'xt' && statement.kind !== 'bare-reject';
}

function withField(expression: Expression, change: ChangeField): Expression {
  if (expression.kind === 'payload') return change(expression);
  const changed = mapParts(expression, (part) => withField(part, change));
  if (changed.kind !== 'binary') return changed;
  const { left, right } = changed;
  const isMask = left.kind === 'raw-payload' && right.kind === 'number';
  return isMask ? { ...changed, right: retype(right, left.type), type: left.type } : changed;
}

/** Whether a statement is about the packet in a tunnel. Source: nft's `has_inner_desc`. */
function isInner(statement: ListedStatement): boolean {
  if (statement.kind === 'match') return readsInner(statement.left);
  return statement.kind === 'set-update' && readsInner(statement.key);
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

function visitMatch(match: MatchStatement, dependencies: Dependencies): ListedStatement {
  const { left } = match;
  if (left.kind === 'payload') {
    const isRaw = dependencies.isRaw(left);
    dependencies.visitPayloadMatch(match, left);
    return isRaw ? rawField(match, left, dependencies) : match;
  }
  const changed = withField(left, rawWhere(dependencies));
  visitExpression(left, dependencies);
  if (left.kind === 'meta' || left.kind === 'ct') dependencies.visitKeyMatch(match);
  const isMask = changed.kind === 'binary' && changed.left.kind === 'raw-payload';
  const isChanged = left.kind === 'binary' && left.left.kind === 'payload' && isMask;
  return isChanged
    ? rawMatch({ ...match, left: changed }, dependencies.layers)
    : { ...match, left: changed };
}

/** A field as bits; what ports of whatever protocol are compared with is written as ports are, but one number. */
function rawField(
  match: MatchStatement,
  field: PayloadSelector,
  dependencies: Dependencies,
): MatchStatement {
  const left = rawSelector(field);
  const isOne = match.right.kind === 'number' && isEquality(match);
  if (!dependencies.isUnknown(field) && !isOne) return { ...match, left };
  return rawMatch({ ...match, left }, dependencies.layers);
}

function isEquality({ operator }: MatchStatement): boolean {
  return operator === '==' || operator === '!=';
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
