import { FALSE, type Diagram, type Node } from '../engine/diagram.js';

/** More values than this a function has are found in one walk, or don't divide at all. */
const FEW_VALUES = 8;

/** Packets for which functions have one value each. */
export interface ValuedPackets {
  readonly packets: Node;
  /** By function; undefined for one by which the packets aren't divided. */
  readonly values: readonly (number | undefined)[];
}

/**
 * Some packets by the values that functions have for them, in the order of the first one's values, then of the second's. What has few values
 * divides first: there is less to divide then. What has many doesn't divide at all.
 */
export function divideByAll(
  diagram: Diagram,
  packets: Node,
  functions: readonly { readonly node: Node }[],
): readonly ValuedPackets[] {
  const order = functions
    .map(({ node }, index) => ({ node, index, count: diagram.valuesOf(node).length }))
    .toSorted((a, b) => a.count - b.count);
  let known: readonly ValuedPackets[] = [{ packets, values: functions.map(() => undefined) }];
  for (const { node, index } of order) {
    known = known.flatMap((all) => {
      const restricted = diagram.restrict(node, all.packets);
      if (diagram.valuesOf(restricted).length > FEW_VALUES) return [all];
      return divideBy(diagram, all.packets, restricted).map(([value, here]) => ({
        packets: here,
        values: all.values.with(index, value),
      }));
    });
  }
  return known.toSorted((a, b) => compareNumbers(a.values, b.values));
}

/** Some packets by the value that a function has for them. */
export function divideBy(
  diagram: Diagram,
  packets: Node,
  node: Node,
): readonly (readonly [value: number, packets: Node])[] {
  const only = diagram.valueOf(node);
  if (only !== undefined) return [[only, packets]];
  const known = diagram.restrict(node, packets);
  const values = diagram.valuesOf(known).toSorted((a, b) => a - b);
  const [first = 0] = values;
  if (values.length === 1) return [[first, packets]];
  if (values.length > FEW_VALUES) return diagram.divide(packets, known);
  return values.flatMap((value): readonly (readonly [number, Node])[] => {
    const here = diagram.and(
      packets,
      diagram.whereValue(known, (other) => other === value),
    );
    return here === FALSE ? [] : [[value, here]];
  });
}

/** The order of two lists that are as long: by what differs first. */
export function compareNumbers(
  a: readonly (number | undefined)[],
  b: readonly (number | undefined)[],
): number {
  const first = a.findIndex((value, index) => value !== b[index]);
  return (a[first] ?? 0) - (b[first] ?? 0);
}
