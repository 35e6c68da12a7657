import type { ObjectKind } from '../object-kind.js';
import type { TableFamily } from '../family.js';
import type { CounterStatement, LimitStatement, QuotaStatement } from '../stateful-statement.js';

/** A protocol whose connections have helpers, timeouts and expectations. */
export type TransportName = 'tcp' | 'udp';

/** What an object is, by its kind. Source: nft(8), STATEFUL OBJECTS. */
export type ObjectData =
  | CounterStatement
  | QuotaStatement
  | LimitStatement
  | {
      readonly kind: 'ct helper';
      readonly helper: string;
      readonly protocol: TransportName;
      readonly l3proto: TableFamily;
    }
  | {
      readonly kind: 'ct timeout';
      /** Undefined in what is asked for without one, which the kernel refuses. */
      readonly protocol: TransportName | undefined;
      readonly l3proto: TableFamily;
      /** Seconds by state, in the order of the kernel's states; only those that aren't the protocol's own. */
      readonly policy: readonly (readonly [state: string, seconds: number])[];
    }
  | {
      readonly kind: 'ct expectation';
      readonly protocol: TransportName;
      readonly l3proto: TableFamily;
      readonly dport: number;
      /** Milliseconds. */
      readonly timeout: number;
      readonly size: number;
    }
  | { readonly kind: 'secmark'; readonly context: string }
  | {
      readonly kind: 'synproxy';
      readonly mss: number | undefined;
      readonly wscale: number | undefined;
      readonly timestamp: boolean;
      readonly sackPermitted: boolean;
    };

/** A named object of a table. */
export interface NftObject {
  readonly name: string;
  readonly handle: number;
  readonly comment: string | undefined;
  readonly data: ObjectData;
  /** The id of what packets add to a counter; missing in an object that is none. */
  readonly counterId?: number;
}

/** The key of an object in its table: objects of two kinds can have one name. */
export function objectKey(kind: ObjectKind, name: string): string {
  return `${kind} ${name}`;
}
