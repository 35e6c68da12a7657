import { frozen } from '../../../frozen.js';
import type { Netfilter } from '../../netfilter.js';
import type { Table } from '../../table.js';
import { scalarParts } from '../value-type.js';
import type { NftSet } from '../set/nft-set.js';
import { checkStateful } from '../check/check-stateful.js';
import { inJiffies, isTooLong } from '../jiffies.js';
import { isBroughtSet, isSetUsed } from './references.js';
import { findTable, isNamed, isUnnamed, namedBy, putTable } from './find.js';
import { refuse, type Answer } from './refusal.js';
import type { RequestOf } from './request.js';

/** Source: `NFT_SET_EXPR_MAX`. */
const MOST_STATEMENTS = 2;

/** Makes a set, or gives one that is alike another size and timeout. Source: `nf_tables_newset`, `nft_set_is_same`. */
export function newSet(netfilter: Netfilter, request: RequestOf<'new set'>): Answer {
  const { set } = request;
  // Rules that add elements have no objects to give them.
  if (set.flags.includes('dynamic') && set.data?.kind === 'object') return refuse('EOPNOTSUPP');
  if (set.flags.includes('constant') && set.flags.includes('timeout')) return refuse('EOPNOTSUPP');
  if (isTooLong(set.timeout)) return refuse('ERANGE');
  if (set.gcInterval !== undefined && !set.flags.includes('timeout')) return refuse('EINVAL');
  const table = findTable(netfilter, request);
  if (table === undefined) return refuse('ENOENT', 'table');
  if (set.statements.length > MOST_STATEMENTS) return refuse('E2BIG');
  const refused = set.statements.map(checkStateful).find((errno) => errno !== undefined);
  if (refused !== undefined) return refuse(refused);
  const known = table.sets.get(set.name);
  if (known === undefined) {
    if (!isOfSomeKind(set)) return refuse('EOPNOTSUPP');
    const made = set.merge({ handle: table.nextHandle, timeout: inJiffies(set.timeout) });
    const grown = withSet(table, made).set('nextHandle', table.nextHandle + 1);
    return { netfilter: putTable(netfilter, grown) };
  }
  if (request.exclusive || !isAlike(known, set)) return refuse('EEXIST', 'name');
  const { gcInterval, size = known.size } = set;
  const timeout = inJiffies(set.timeout);
  const sizeChosen = set.size === undefined && known.sizeChosen;
  return {
    netfilter: putTable(
      netfilter,
      withSet(table, known.merge({ timeout, gcInterval, size, sizeChosen })),
    ),
  };
}

/** What has intervals is a tree or a table of bits, and packets add to neither. Source: `nft_select_set_ops`. */
function isOfSomeKind({ flags }: NftSet): boolean {
  return !flags.includes('interval') || !flags.includes('dynamic');
}

/** A table with a set as it has become. */
export function withSet(table: Table, set: NftSet): Table {
  for (const part of set.toSeq().values()) frozen(part);
  return table.set('sets', table.sets.set(set.name, set));
}

/** Deletes a set that no rule names. Source: `nf_tables_delset`. */
export function deleteSet(netfilter: Netfilter, request: RequestOf<'delete set'>): Answer {
  const table = findTable(netfilter, request);
  const { set: named, ignored } = request;
  if (table === undefined) return refuse('ENOENT', 'table');
  if (isUnnamed(named)) return refuse('EINVAL');
  const set = table.sets.find((one) => isNamed(one, named));
  if (set === undefined && 'handle' in named && isBroughtSet(table, named.handle)) {
    return refuse('EBUSY', 'handle');
  }
  if (set === undefined) return ignored ? { netfilter } : refuse('ENOENT', namedBy(named));
  if (isSetUsed(table, set.name)) return refuse('EBUSY', namedBy(named));
  return { netfilter: putTable(netfilter, table.set('sets', table.sets.delete(set.name))) };
}

function isAlike(a: NftSet, b: NftSet): boolean {
  return (
    a.flags.length === b.flags.length &&
    a.flags.every((flag) => b.flags.includes(flag)) &&
    typeText(a) === typeText(b) &&
    a.statements.length === b.statements.length &&
    a.statements.every(({ kind }, at) => kind === b.statements[at]?.kind)
  );
}

function typeText({ keyType, data }: NftSet): string {
  const key = partsText(keyType);
  if (data === undefined) return key;
  if (data.kind === 'verdict') return `${key} : verdict`;
  if (data.kind === 'object') return `${key} : ${data.object}`;
  return `${key} : ${data.interval ? 'interval ' : ''}${partsText(data.type)}`;
}

function partsText(type: NftSet['keyType']): string {
  return scalarParts(type)
    .map(({ datatype, bits }) => `${datatype}/${bits}`)
    .join(' . ');
}
