import type { PayloadBase } from '../nft/header/protocol.js';
import type { MetaKey } from '../nft/key.js';
import type { Comparison } from '../nft/statement.js';
import type { LimitStatement } from '../nft/stateful-statement.js';
import type { LogStatement } from '../nft/statement.js';
import type { Verdict } from '../nft/verdict.js';

/** A number as wide as what it's compared with, or text. */
export type ComparedData =
  | { readonly value: bigint; readonly bytes: number }
  | { readonly text: string; readonly wildcard: boolean };

/**
 * A step of a rule as the kernel keeps it, as far as iptables looks at it: what is loaded, what is done to it, what it's compared with. Source:
 * `struct nft_expr_ops`, libnftnl's `expr`.
 */
export type KernelExpression =
  | {
      readonly name: 'payload';
      readonly base: PayloadBase;
      readonly offset: number;
      readonly bytes: number;
    }
  | { readonly name: 'meta'; readonly key: MetaKey }
  /** `xor` is left out: iptables doesn't look at it. */
  | { readonly name: 'bitwise'; readonly mask: bigint }
  | { readonly name: 'cmp'; readonly operator: Comparison; readonly data: ComparedData }
  | {
      readonly name: 'range';
      readonly inverted: boolean;
      readonly from: bigint;
      readonly to: bigint;
      readonly bytes: number;
    }
  | { readonly name: 'lookup' }
  | { readonly name: 'immediate'; readonly value: bigint }
  | { readonly name: 'meta-set'; readonly key: MetaKey }
  | { readonly name: 'payload-set' }
  | { readonly name: 'counter' }
  | { readonly name: 'limit'; readonly limit: LimitStatement }
  | { readonly name: 'log'; readonly log: LogStatement }
  | { readonly name: 'verdict'; readonly verdict: Verdict }
  /** One that iptables doesn't know: `ct`, `fib`, `nat` ... */
  | { readonly name: 'unknown' };

/** Whether iptables knows an expression; a table that has another one is none of its. Source: `nft_is_expr_compatible`. */
export function isKnownToIptables(expression: KernelExpression): boolean {
  switch (expression.name) {
    case 'unknown':
      return false;
    case 'limit':
      return expression.limit.unit === 'packets' && !expression.limit.over;
    case 'log':
      return expression.log.group !== undefined;
    default:
      return true;
  }
}
