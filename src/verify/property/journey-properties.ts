import * as argument from './arguments.js';
import type { JourneyCondition } from './journey-condition.js';
import { propertyKind } from './property-kind.js';

/** Something that is claimed of packets and of all their way through the namespaces of a machine. */
export interface JourneyProperty {
  /** The claim in words, after "every packet". */
  readonly text: string;
  readonly journey: JourneyCondition;
}

const never = (of: JourneyCondition): JourneyCondition => ({ kind: 'never', of });

/** Everything that can be claimed of packets' journeys, each stated once. */
export const JOURNEY_PROPERTIES = {
  reaches: propertyKind('reaches', argument.REACHED, (reached, text): JourneyProperty => ({
    text,
    journey: { kind: 'reaches', ...reached },
  })),
  neverReaches: propertyKind(
    'never reaches',
    argument.REACHED,
    (reached, text): JourneyProperty => ({
      text,
      journey: never({ kind: 'reaches', ...reached }),
    }),
  ),
  neverLeavesUnencryptedBy: propertyKind(
    'never leaves by',
    argument.UNENCRYPTED,
    ({ dev, namespace }, text, names): JourneyProperty => ({
      text,
      journey: never({
        kind: 'leaves-unencrypted',
        dev,
        namespace: namespace ?? names.namespaceName,
      }),
    }),
    argument.UNENCRYPTED_WORD,
  ),
} as const;
