import { frozen } from '../../../frozen.js';
import type { Netfilter } from '../../netfilter.js';
import { checkObjectFamily } from '../check/check-object-family.js';
import { checkStateful } from '../check/check-stateful.js';
import { objectKey, type NftObject } from '../object/nft-object.js';
import { helperFamily } from '../object/connection-helper.js';
import { isFlowtableUsed, isObjectUsed } from './references.js';
import { findTable, isNamed, isUnnamed, namedBy, putTable } from './find.js';
import { refuse, type Answer } from './refusal.js';
import type { RequestOf } from './request.js';

/** Makes an object, or changes one that is there. Source: `nf_tables_newobj`. */
export function newObject(netfilter: Netfilter, request: RequestOf<'new object'>): Answer {
  const table = findTable(netfilter, request);
  if (table === undefined) return refuse('ENOENT', 'table');
  const { name, data } = request.object;
  const key = objectKey(data.kind, name);
  const known = table.objects.get(key);
  if (known !== undefined) {
    if (request.exclusive) return refuse('EEXIST', 'name');
    // Only a quota is looked at again. Source: `nft_quota_obj_update`.
    const errno = data.kind === 'quota' ? checkStateful(data) : undefined;
    if (errno !== undefined) return refuse(errno);
    const objects = table.objects.set(key, updated(known, data));
    return { netfilter: putTable(netfilter, table.merge({ objects })) };
  }
  // A kernel without a security module has no contexts.
  if (data.kind === 'secmark') return refuse(data.context === '' ? 'ERANGE' : 'ENOENT');
  const family = data.kind === 'ct helper' ? helperFamily(table.family, data) : undefined;
  if (typeof family === 'object') return refuse(family.errno);
  const errno = checkObjectFamily(table.family, data) ?? checkStateful(data);
  if (errno !== undefined) return refuse(errno);
  const { nextId } = netfilter;
  const isCounter = data.kind === 'counter';
  const object = frozen({
    ...request.object,
    data: data.kind === 'ct helper' && family !== undefined ? { ...data, l3proto: family } : data,
    handle: table.nextHandle,
    ...(isCounter && { counterId: nextId }),
  });
  const grown = table.merge({
    objects: table.objects.set(key, object),
    nextHandle: table.nextHandle + 1,
  });
  const changed = putTable(netfilter, grown);
  return { netfilter: isCounter ? changed.set('nextId', nextId + 1) : changed };
}

/** Only a quota can be changed, but for what has been used of it, and a synproxy. Source: `nft_quota_obj_update`, `nft_synproxy_obj_update`. */
function updated(known: NftObject, data: NftObject['data']): NftObject {
  if (data.kind === 'synproxy') return frozen({ ...known, data });
  if (known.data.kind !== 'quota' || data.kind !== 'quota') return known;
  const { bytes, over } = data;
  return frozen({ ...known, data: { ...known.data, bytes, over } });
}

/** Deletes an object that nothing names. Source: `nf_tables_delobj`. */
export function deleteObject(netfilter: Netfilter, request: RequestOf<'delete object'>): Answer {
  const table = findTable(netfilter, request);
  const { object: kind, named, ignored } = request;
  if (table === undefined) return refuse('ENOENT', 'table');
  if (isUnnamed(named)) return refuse('EINVAL');
  const object = table.objects.find((one) => one.data.kind === kind && isNamed(one, named));
  if (object === undefined) return ignored ? { netfilter } : refuse('ENOENT', namedBy(named));
  if (isObjectUsed(table, kind, object.name)) return refuse('EBUSY', namedBy(named));
  const objects = table.objects.delete(objectKey(kind, object.name));
  return { netfilter: putTable(netfilter, table.merge({ objects })) };
}

/** The kernel that nexthop simulates has no flowtables. Source: `nf_tables_newflowtable`, `nft_flowtable_type_get`. */
export function newFlowtable(netfilter: Netfilter, request: RequestOf<'new flowtable'>): Answer {
  if (findTable(netfilter, request) === undefined) return refuse('ENOENT', 'table');
  return { ...refuse('ENOENT'), handles: 1 };
}

/** Deletes a flowtable that no rule names. Source: `nf_tables_delflowtable`. */
export function deleteFlowtable(
  netfilter: Netfilter,
  request: RequestOf<'delete flowtable'>,
): Answer {
  const table = findTable(netfilter, request);
  const { flowtable: named, ignored } = request;
  if (table === undefined) return refuse('ENOENT', 'table');
  if (isUnnamed(named)) return refuse('EINVAL');
  const flowtable = table.flowtables.find((one) => isNamed(one, named));
  if (flowtable === undefined) {
    return ignored ? { netfilter } : refuse('ENOENT', namedBy(named));
  }
  if (isFlowtableUsed(table, flowtable.name)) return refuse('EBUSY', namedBy(named));
  const flowtables = table.flowtables.delete(flowtable.name);
  return { netfilter: putTable(netfilter, table.merge({ flowtables })) };
}
