import type { TableFamily } from '../../../netfilter/nft/family.js';
import type { Expression } from '../../../netfilter/nft/expression.js';
import { protocols } from '../../../netfilter/nft/header/protocol.js';
import type { PayloadSelector, RawPayloadSelector } from '../../../netfilter/nft/selector.js';
import type { MatchStatement } from '../../../netfilter/nft/statement.js';
import type { ListedStatement } from '../../../netfilter/view/listed-statement.js';
import { scalarType } from '../../../netfilter/nft/value-type.js';
import { retype } from '../evaluate/stored-match.js';
import { Dependencies } from './dependencies.js';

/**
 * The statements of a rule that a listing has: not those that nft would add again. What isn't a match ends what can be left out: before it packets that
 * don't get through have been counted. Source: nft's `rule_parse_postprocess`.
 */
export function listedStatements(
  statements: readonly ListedStatement[],
  family: TableFamily,
): readonly ListedStatement[] {
  const dependencies = new Dependencies(family);
  const listed = statements.map((statement) => {
    dependencies.enter(isInner(statement));
    const named = withPortNames(statement, dependencies);
    return { named, shown: named.map((one) => visit(one, dependencies)) };
  });
  return listed.flatMap(({ named, shown }) =>
    shown.filter((_, place) => {
      const statement = named[place];
      return statement?.kind !== 'match' || !dependencies.hidden.has(statement);
    }),
  );
}

function visit(statement: ListedStatement, dependencies: Dependencies): ListedStatement {
  if (statement.kind === 'match') return visitMatch(statement, dependencies);
  for (const expression of expressionsOf(statement)) visitExpression(expression, dependencies);
  if (statement.kind === 'tproxy' && statement.port !== undefined) dependencies.forget();
  if (statement.kind === 'reject') dependencies.leaveToReject(statement.with.type);
  if (statement.kind !== 'vmap') dependencies.forget();
  return withRawFields(statement, dependencies);
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
  if (right.kind !== 'number' || (operator !== '==' && operator !== '!=')) return [match];
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
  const raw = (field: PayloadSelector): Expression =>
    dependencies.isUnknown(field) ? rawSelector(field) : field;
  const changed = withFields(statement, raw);
  if (changed.kind !== 'mangle') return changed;
  const { target, value } = changed;
  // The kernel writes the TTL with the protocol beside it.
  const isWritten = target.kind === 'payload' && target.field !== 'ttl';
  if (!isWritten || !dependencies.isUnknown(target)) return changed;
  const selector = rawSelector(target);
  const isNumber = value.kind === 'number';
  return {
    ...changed,
    target: selector,
    value: isNumber ? { ...value, type: selector.type } : value,
  };
}

type ChangeField = (field: PayloadSelector) => Expression;

/** A statement with other fields of headers than those that it reads. */
function withFields(statement: ListedStatement, change: ChangeField): ListedStatement {
  const changed = (expression: Expression): Expression => withField(expression, change);
  switch (statement.kind) {
    case 'vmap':
      return { ...statement, key: changed(statement.key) };
    case 'mangle':
      return { ...statement, value: changed(statement.value) };
    case 'set-update':
      return { ...statement, key: changed(statement.key) };
    default:
      return statement;
  }
}

function withField(expression: Expression, change: ChangeField): Expression {
  const changed = (inner: Expression): Expression => withField(inner, change);
  switch (expression.kind) {
    case 'payload':
      return change(expression);
    case 'binary':
      return { ...expression, left: changed(expression.left) };
    case 'map-lookup':
      return { ...expression, key: changed(expression.key) };
    case 'concat':
      return { ...expression, parts: expression.parts.map(changed) };
    default:
      return expression;
  }
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
    const isRaw = dependencies.visitPayloadMatch(match, left) === 'raw';
    return isRaw ? rawField(match, left) : match;
  }
  visitExpression(left, dependencies);
  if (left.kind === 'meta' || left.kind === 'ct') dependencies.visitKeyMatch(match);
  if (left.kind !== 'concat') return match;
  return {
    ...match,
    left: {
      ...left,
      parts: left.parts.map((part) =>
        withField(part, (field) => (dependencies.isUnknown(field) ? rawSelector(field) : field)),
      ),
    },
  };
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
    case 'binary':
      visitExpression(expression.left, dependencies);
      visitExpression(expression.right, dependencies);
      return;
    case 'concat':
      for (const part of expression.parts) visitExpression(part, dependencies);
      return;
    case 'map-lookup':
      visitExpression(expression.key, dependencies);
      return;
    case 'jhash':
      visitExpression(expression.of, dependencies);
      return;
    default:
  }
}

/** The expressions of a statement that can read a packet. */
function expressionsOf(statement: ListedStatement): readonly Expression[] {
  switch (statement.kind) {
    case 'vmap':
      return [statement.key];
    case 'mangle':
      return [statement.target, statement.value];
    case 'nat':
      return [statement.address, statement.port].filter((one) => one !== undefined);
    case 'tproxy':
      return statement.address === undefined ? [] : [statement.address];
    case 'set-update':
      return statement.data === undefined ? [statement.key] : [statement.key, statement.data];
    case 'object':
      return typeof statement.name === 'string' ? [] : [statement.name.key];
    case 'dup':
      return [statement.to];
    case 'queue':
      return [statement.queue];
    default:
      return [];
  }
}

/** Where the protocol of a layer isn't known, fields are bits of its header. */
function rawField(match: MatchStatement, selector: PayloadSelector): MatchStatement {
  const left = rawSelector(selector);
  return { ...match, left, right: retype(match.right, left.type) };
}

function rawSelector({ protocol, field }: PayloadSelector): RawPayloadSelector {
  const known = protocols[protocol].fields.find(({ name }) => name === field);
  const type = scalarType('hex_integer', known?.bits ?? 0, 'network');
  return {
    kind: 'raw-payload',
    base: protocols[protocol].base,
    offset: known?.offset ?? 0,
    type,
  };
}
