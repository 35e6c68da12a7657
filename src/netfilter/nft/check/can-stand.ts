import type { ChainHook, ChainType } from '../../base-chain.js';
import type { Statement } from '../statement.js';
import { someValue } from '../values-of.js';
import type { StatementValue } from '../statement-operands.js';
import type { Selector } from '../expression.js';
import { IP_FAMILIES, type TableFamily } from '../family.js';

/** Where a base chain stands, which decides what the rules that it leads to can do. */
export interface Standing {
  readonly family: TableFamily;
  readonly type: ChainType;
  readonly hook: ChainHook;
}

const NOWHERE: readonly ChainHook[] = [];
const IN: readonly ChainHook[] = ['PREROUTING', 'INPUT', 'FORWARD'];
const OF_SOURCES: readonly ChainHook[] = ['POSTROUTING', 'INPUT'];
const OF_OWN_SOURCE: readonly ChainHook[] = ['POSTROUTING'];
const OF_DESTINATIONS: readonly ChainHook[] = ['PREROUTING', 'OUTPUT'];
const OF_REFUSALS: readonly ChainHook[] = [...IN, 'OUTPUT', 'INGRESS'];
const OF_SYNPROXIES: readonly ChainHook[] = ['INPUT', 'FORWARD'];
const OUT: readonly ChainHook[] = ['FORWARD', 'OUTPUT', 'POSTROUTING'];
const ARRIVING: readonly ChainHook[] = ['INGRESS'];
const LEAVING: readonly ChainHook[] = ['EGRESS'];

/** Whether packets of a base chain can have done what a statement does. Source: the `validate` functions of `struct nft_expr_ops`. */
export function canStand(statement: Statement, standing: Standing): boolean {
  if (statement.kind === 'chain') {
    return statement.rules.every((rule) => rule.statements.every((one) => canStand(one, standing)));
  }
  const { family, hook, type } = standing;
  const hooks = hooksOfStatement(statement, family);
  if (hooks !== undefined && !hooks.includes(hook)) return false;
  if (statement.kind === 'nat' && type !== 'nat') return false;
  return !someValue(statement, (value) => !(hooksOfValue(value, family)?.includes(hook) ?? true));
}

/** The hooks at which a statement can be; undefined for all. */
function hooksOfStatement(
  statement: Statement,
  family: TableFamily,
): readonly ChainHook[] | undefined {
  switch (statement.kind) {
    case 'nat':
      switch (statement.nat) {
        case 'snat':
          return OF_SOURCES;
        case 'masquerade':
          return OF_OWN_SOURCE;
        default:
          return OF_DESTINATIONS;
      }
    case 'reject':
      return OF_REFUSALS;
    case 'tproxy':
      return ['PREROUTING'];
    case 'synproxy':
      return OF_SYNPROXIES;
    // Source: `nft_objref_validate_obj_type`
    case 'object':
      return statement.object === 'synproxy' ? OF_SYNPROXIES : undefined;
    case 'flow':
      return ['FORWARD'];
    case 'match':
      return hooksOfValue(statement.left, family);
    case 'mangle':
      return statement.target.kind === 'meta' && statement.target.key === 'pkttype'
        ? ['PREROUTING', 'INGRESS']
        : undefined;
    default:
      return undefined;
  }
}

function hooksOfValue(
  value: StatementValue,
  family: TableFamily,
): readonly ChainHook[] | undefined {
  if (IP_FAMILIES.includes(family)) return hooksOfPackets(value);
  switch (value.kind) {
    // What comes before the protocols has no route yet, and no VRF; what IPsec has opened is there again at ingress.
    case 'meta':
      if (value.key === 'ipsec' && family === 'netdev') return ARRIVING;
      return hooksOfKey(value.key) === undefined ? undefined : NOWHERE;
    case 'rt':
    case 'socket':
    case 'osf':
    case 'ipsec':
      return NOWHERE;
    case 'fib':
      return hooksOfLookup(value, { in: ARRIVING, out: LEAVING, all: undefined });
    default:
      return hooksOfPackets(value);
  }
}

/** In tables of IP. */
function hooksOfPackets(value: StatementValue): readonly ChainHook[] | undefined {
  switch (value.kind) {
    case 'fib':
      return hooksOfLookup(value, { in: IN, out: OUT, all: [...IN, 'OUTPUT', 'POSTROUTING'] });
    case 'socket':
      return ['PREROUTING', 'INPUT', 'OUTPUT'];
    case 'osf':
      return IN;
    case 'ipsec':
      return value.direction === 'in' ? IN : OUT;
    case 'meta':
      return hooksOfKey(value.key);
    case 'rt':
      return value.key === 'mtu' ? OUT : undefined;
    default:
      return undefined;
  }
}

/** Source: `nft_meta_get_validate`. */
function hooksOfKey(key: string): readonly ChainHook[] | undefined {
  if (key === 'ipsec') return IN;
  return key === 'sdif' || key === 'sdifname' ? ['INPUT', 'FORWARD'] : undefined;
}

/** Source: `nft_fib_validate`, `nft_fib_netdev_validate`. */
function hooksOfLookup(
  { flags, result }: Extract<Selector, { readonly kind: 'fib' }>,
  hooks: Readonly<Record<'in' | 'out' | 'all', readonly ChainHook[] | undefined>>,
): readonly ChainHook[] | undefined {
  if (result !== 'type' || flags.includes('iif')) return hooks.in;
  return flags.includes('oif') ? hooks.out : hooks.all;
}
