import { scalarType } from '../../../netfilter/nft/value-type.js';
import type { MatchStatement } from '../../../netfilter/nft/statement.js';
import type { ListedStatement } from '../../../netfilter/view/listed-statement.js';
import { canJoin, placeOf, type Place } from '../evaluate/field-place.js';

/** Fields side by side are read at once, and so are one match to whoever reads the rule again, which takes them apart by what it knows of their header. Source: nft's `payload_do_merge`. */
export function joinedFields(statements: readonly ListedStatement[]): readonly ListedStatement[] {
  const joined: ListedStatement[] = [];
  let group: Place[] = [];
  const end = (): void => {
    joined.push(...(group.length > 1 ? [joinMatches(group)] : group.map(({ match }) => match)));
    group = [];
  };
  for (const statement of statements) {
    const place = statement.kind === 'match' ? placeOf(statement) : undefined;
    if (place === undefined || place.inner !== undefined) {
      end();
      joined.push(statement);
      continue;
    }
    if (!canJoin(group, place)) end();
    group.push(place);
  }
  end();
  return joined;
}

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
