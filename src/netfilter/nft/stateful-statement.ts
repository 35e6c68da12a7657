/** Counts packets and bytes. */
export interface CounterStatement {
  readonly kind: 'counter';
  readonly packets: bigint;
  readonly bytes: bigint;
}

/** Goes on while packets come slower than the rate, or with `over` when they come faster. */
export interface LimitStatement {
  readonly kind: 'limit';
  readonly over: boolean;
  readonly unit: 'packets' | 'bytes';
  /** In `unit` per `seconds`. */
  readonly rate: bigint;
  readonly seconds: bigint;
  readonly burst: bigint;
}

/** Goes on until the bytes are used up, or with `over` from then on. */
export interface QuotaStatement {
  readonly kind: 'quota';
  readonly over: boolean;
  readonly bytes: bigint;
  readonly used: bigint;
}

/** Goes on while there are no more connections than that, or with `over` when there are. */
export interface ConnlimitStatement {
  readonly kind: 'connlimit';
  readonly over: boolean;
  readonly count: number;
}

/** Keeps how long ago a packet came; milliseconds, undefined when none did. */
export interface LastStatement {
  readonly kind: 'last';
  readonly used: bigint | undefined;
}

/** Statements that keep something from packet to packet; they can stand in a rule and at an element of a set. */
export type StatefulStatement =
  CounterStatement | LimitStatement | QuotaStatement | ConnlimitStatement | LastStatement;

/** What a quota shows of the bytes that are used: no more than all. Source: `nft_quota_do_dump`. */
export function shownUsed({ bytes, used }: Pick<QuotaStatement, 'bytes' | 'used'>): bigint {
  return used < bytes ? used : bytes;
}
