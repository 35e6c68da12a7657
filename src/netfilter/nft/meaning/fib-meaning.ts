import { all, any, equals, NEVER, not, type Predicate } from '../../../predicate/predicate.js';
import type { FibQuestion, Statement } from '../../statement.js';
import type { FibSelector } from '../selector.js';
import type { MatchStatement } from '../statement.js';
import { compares, liesIn } from './condition.js';
import { isKnown, rowsOf } from './known-right.js';
import type { NftScope } from './scope.js';
import { textValue } from './text-value.js';
import type { Case, Value } from './value.js';

/** A match of what a lookup finds: an interface, its name, or whether there is one. */
export function fibMeaning(
  statement: MatchStatement,
  selector: FibSelector,
  scope: NftScope,
): readonly Statement[] {
  const { flags } = selector;
  const device = flags.includes('iif') ? 'indev' : flags.includes('oif') ? 'outdev' : undefined;
  const question: FibQuestion = {
    address: flags.includes('saddr') ? 'src' : 'dst',
    mark: flags.includes('mark'),
    device,
  };
  const when = wanted(statement, resultOf(selector, device, scope), scope);
  return [{ kind: 'fib', question, when, part: { when, statement } }];
}

/** What is found: a lookup without a result gives 0. */
function resultOf(
  { result, present }: FibSelector,
  device: FibQuestion['device'],
  scope: NftScope,
): Value {
  const looped = scope.hook === 'PREROUTING' && device === 'indev' ? equals('indev', LO) : NEVER;
  const found = any([scope.fibFound(device), looped]);
  const none: Case = { when: not(found), value: 0n };
  if (present) return { kind: 'cases', cases: [{ when: found, value: 1n }, none] };
  const over = device ?? 'routeDev';
  const cases = scope.devices.map(({ index, name }): Case => ({
    when: all([found, equals(over, index)]),
    value: result === 'oif' ? BigInt(index) : textValue(name),
  }));
  return { kind: 'cases', cases: [...cases, none] };
}

/** Source: `LOOPBACK_IFINDEX`. */
const LO = 1;

function wanted({ operator, right }: MatchStatement, value: Value, scope: NftScope): Predicate {
  if (right.kind === 'set' || right.kind === 'set-reference') {
    const within = any(
      rowsOf(right, scope).flatMap(({ spans }) => {
        const [span] = spans === '*' ? [] : spans;
        return span === undefined ? [] : [liesIn(value, span) ?? NEVER];
      }),
    );
    return operator === '!=' ? not(within) : within;
  }
  return isKnown(right) ? (compares([value], operator, right, 32) ?? NEVER) : NEVER;
}
