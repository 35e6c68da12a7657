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
  const constant = functions.map(({ node }) => diagram.valueOf(node));
  const order = functions
    .flatMap(({ node }, index) => (constant[index] === undefined ? [{ node, index }] : []))
    .toSorted((a, b) => diagram.valuesOf(a.node).length - diagram.valuesOf(b.node).length);
  let known: readonly ValuedPackets[] = [{ packets, values: constant }];
  for (const { node, index } of order) {
    known = known.flatMap((all) => {
      const restricted = diagram.restrict(node, all.packets);
      const values = diagram.valuesOf(restricted);
      if (values.length > FEW_VALUES) return [all];
      return divideByFew(diagram, all.packets, restricted, values).map(([value, here]) => ({
        packets: here,
        values: all.values.with(index, value),
      }));
    });
  }
  if (known.length === 1) return known;
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
  const restricted = diagram.restrict(node, packets);
  const values = diagram.valuesOf(restricted);
  if (values.length > FEW_VALUES) return diagram.divide(packets, restricted);
  return divideByFew(diagram, packets, restricted, values);
}

/** The same for a function of few values that was restricted to these packets. */
function divideByFew(
  diagram: Diagram,
  packets: Node,
  restricted: Node,
  values: readonly number[],
): readonly (readonly [value: number, packets: Node])[] {
  const [first = 0] = values;
  if (values.length === 1) return [[first, packets]];
  return values
    .toSorted((a, b) => a - b)
    .flatMap((value): readonly (readonly [number, Node])[] => {
      const here = diagram.and(
        packets,
        diagram.whereValue(restricted, (other) => other === value),
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
