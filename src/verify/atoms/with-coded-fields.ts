import type { Family } from '../../address/family.js';
import type { Namespace } from '../../namespace/namespace.js';
import { PacketSpace } from '../packets/packet-space.js';
import type { RunOptions } from '../run/symbolic-run.js';
import type { Connections } from '../run/track-packets.js';
import { codeFields, MixedFields, type CodedFields } from './code-fields.js';

/** Called with comparisons. */
export type Comparing = NonNullable<RunOptions['comparing']>;

/**
 * Follows packets with coded fields.
 *
 * @param work - is given the space of coded packets, and what is to be called with comparisons; called again with less coded when these ask for it
 */
export function withCodedFields<T>(
  space: PacketSpace,
  namespaces: readonly Namespace[],
  family: Family,
  connections: Connections,
  work: (coded: PacketSpace, fields: CodedFields, comparing: Comparing) => T,
): T {
  const once = (mixes: 'seldom' | 'always'): T => {
    const fields = codeFields(space, namespaces, family, connections, mixes);
    const coded = new PacketSpace(namespaces, { base: space, numbers: fields.numbers });
    return work(coded, fields, (predicate, registers) => {
      fields.checkComparisons(predicate, registers);
    });
  };
  try {
    return once('seldom');
  } catch (error) {
    if (!(error instanceof MixedFields)) throw error;
    return once('always');
  }
}
