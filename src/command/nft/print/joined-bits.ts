import { scalarType } from '../../../netfilter/nft/value-type.js';
import type { MatchStatement } from '../../../netfilter/nft/statement.js';
import type { ListedStatement } from '../../../netfilter/view/listed-statement.js';
import { canJoin, placeOf, type Place } from '../evaluate/field-place.js';

/** Fields side by side of a header that nothing names are bits of one match: the kernel reads them at once, and where one ends is lost. */
export function joinedBits(statements: readonly ListedStatement[]): readonly ListedStatement[] {
  const joined: ListedStatement[] = [];
  let group: Place[] = [];
  for (const statement of statements) {
    const place = bitsOf(statement);
    const isNext = place !== undefined && canJoin(group, place);
    group = place === undefined ? [] : isNext ? [...group, place] : [place];
    if (isNext) joined.pop();
    joined.push(isNext ? joinMatches(group) : statement);
  }
  return joined;
}

function bitsOf(statement: ListedStatement): Place | undefined {
  if (statement.kind !== 'match') return undefined;
  const { left } = statement;
  const isUnnamed =
    left.kind === 'raw-payload' || (left.kind === 'payload' && left.protocol === 'th');
  return isUnnamed ? placeOf(statement) : undefined;
}

function joinMatches(group: readonly Place[]): MatchStatement {
  const bits = group.reduce((sum, place) => sum + place.bits, 0);
  const value = group.reduce(
    (all, { match, bits: own }) =>
      (all << BigInt(own)) | (match.right.kind === 'number' ? match.right.value : 0n),
    0n,
  );
  const type = scalarType('hex_integer', bits, 'network');
  const [first] = group;
  return {
    kind: 'match',
    left: { kind: 'raw-payload', base: first?.base ?? 'll', offset: first?.offset ?? 0, type },
    operator: '==',
    right: { kind: 'number', value, type },
  };
}
