import { assertNever } from '../../../assert-never.js';
import type { ErrnoName } from '../../../errno.js';
import { IP_FAMILIES, seesConnections, type TableFamily } from '../family.js';
import type { ObjectData } from '../object/nft-object.js';

/**
 * The errno of an object that bears on connections, for the family of its table, and one that it names; undefined when the kernel takes it.
 *
 * Source: `nft_ct_helper_obj_init`, `nft_ct_expect_obj_init`, `nft_ct_timeout_obj_init`, `nft_synproxy_do_init`
 */
export function checkObjectFamily(table: TableFamily, data: ObjectData): ErrnoName | undefined {
  switch (data.kind) {
    case 'ct expectation':
      if (data.l3proto !== 'ip' && data.l3proto !== 'ip6') return 'EAFNOSUPPORT';
      return table === data.l3proto || table === 'inet' ? undefined : 'EINVAL';
    case 'ct timeout':
      if (data.protocol === undefined) return 'EOPNOTSUPP';
      return seesConnections(table) ? undefined : 'EPROTO';
    case 'ct helper':
      return seesConnections(table) ? undefined : 'EPROTO';
    case 'synproxy':
      return IP_FAMILIES.includes(table) ? undefined : 'EPROTO';
    case 'counter':
    case 'quota':
    case 'limit':
    case 'secmark':
      return undefined;
    default:
      return assertNever(data);
  }
}
