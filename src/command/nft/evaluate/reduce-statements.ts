import type { TableFamily } from '../../../netfilter/nft/family.js';
import type { Statement } from '../../../netfilter/nft/statement.js';
import { LAYERS } from '../layers/layer-protocol.js';
import { protocolKeyLayer } from '../layers/protocol-key.js';
import { canJoin, placeOf, type Place } from './field-place.js';

/**
 * The statements of a rule as nft sends them: fields of headers that lie side by side are compared at once, and so come back in the order in which they lie;
 * a match for the protocol that the table is of is left out before others. Source: nft's `stmt_reduce`.
 */
export function reduceStatements(
  statements: readonly Statement[],
  family: TableFamily,
): readonly Statement[] {
  const needed = statements.filter(
    (statement, at) => at === statements.length - 1 || !isGiven(statement, family),
  );
  const reduced: Statement[] = [];
  let run: Statement[] = [];
  for (const statement of needed) {
    run.push(statement);
    if (statement.kind === 'match' || statement.kind === 'vmap') continue;
    reduced.push(...joinFields(run));
    run = [];
  }
  return [...reduced, ...joinFields(run)];
}

const GIVEN: { readonly [family: string]: bigint } = { ip: 0x0800n, ip6: 0x86ddn };

function isGiven(statement: Statement, family: TableFamily): boolean {
  if (statement.kind !== 'match' || statement.operator !== '==') return false;
  const { left, right } = statement;
  if (left.kind !== 'meta' || left.key !== 'protocol' || left.inner !== undefined) return false;
  return right.kind === 'number' && right.value === GIVEN[family];
}

function joinFields(run: readonly Statement[]): readonly Statement[] {
  if (run.length < 2) return run;
  const found = run.flatMap((statement) => placeOf(statement) ?? []);
  if (found.length < 2) return run;
  const places = found.toSorted(comparePlaces);
  let ordered = run;
  let group: Place[] = [];
  for (const place of places) {
    if (!canJoin(group, place)) {
      ordered = putTogether(ordered, group);
      group = [];
    }
    group.push(place);
  }
  return putTogether(ordered, group);
}

function comparePlaces(a: Place, b: Place): number {
  return LAYERS.indexOf(a.base) - LAYERS.indexOf(b.base) || a.offset - b.offset;
}

/** All stand where the first did, or where the last one did that states a protocol. */
function putTogether(run: readonly Statement[], group: readonly Place[]): readonly Statement[] {
  if (group.length < 2) return run;
  const [first, ...others] = group.map(({ match }) => match);
  const kept = others.findLast(({ left }) => protocolKeyLayer(left) !== undefined) ?? first;
  const members = new Set<Statement>(group.map(({ match }) => match));
  return run.flatMap((statement) => {
    if (statement === kept) return group.map(({ match }) => match);
    return members.has(statement) ? [] : [statement];
  });
}
