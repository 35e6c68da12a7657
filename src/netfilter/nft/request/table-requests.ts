import { makeTable, type Table } from '../../table.js';
import { tableKey, type Netfilter } from '../../netfilter.js';
import { findTable, isNamed, putTable } from './find.js';
import { refuse, type Answer } from './refusal.js';
import type { RequestOf } from './request.js';

/** Makes a table, or has one that is there sleep or wake. Source: `nf_tables_newtable`, `nf_tables_updtable`. */
export function newTable(netfilter: Netfilter, request: RequestOf<'new table'>): Answer {
  const { family, table: name, comment, flags } = request;
  const known = findTable(netfilter, request);
  if (known !== undefined) {
    return request.exclusive ? refuse('EEXIST', 'table') : updateTable(netfilter, known, flags);
  }
  // A table with an owner goes with the process that owns it, which is nft itself, unless it is to persist.
  if (flags.includes('owner') && !flags.includes('persist')) return { netfilter };
  const table = makeTable({
    family,
    name,
    handle: netfilter.nextHandle,
    dormant: flags.includes('dormant'),
    persist: flags.includes('persist'),
    comment,
  });
  return { netfilter: putTable(netfilter, table).set('nextHandle', netfilter.nextHandle + 1) };
}

/** Deletes a table and all that is in it, every table of a family, or every table. Source: `nf_tables_deltable`. */
export function deleteTable(netfilter: Netfilter, request: RequestOf<'delete table'>): Answer {
  const { family, table: named, ignored } = request;
  if (named === undefined) {
    const left = netfilter.tables.filter(
      (table) => family !== undefined && table.family !== family,
    );
    return { netfilter: netfilter.set('tables', left) };
  }
  const found = netfilter.tables.find(
    (table) => (family === undefined || table.family === family) && isNamed(table, named),
  );
  if (found !== undefined) {
    const key = tableKey(found.family, found.name);
    return { netfilter: netfilter.set('tables', netfilter.tables.delete(key)) };
  }
  return ignored ? { netfilter } : refuse('ENOENT', 'name' in named ? 'table' : 'handle');
}

/** Source: `nf_tables_updtable`, `nft_table_pending_update`. */
function updateTable(
  netfilter: Netfilter,
  table: Table,
  flags: RequestOf<'new table'>['flags'],
): Answer {
  // A process can own a table that persists, and leaves it behind again when it ends.
  const isUnlike = flags.includes('owner') && !table.persist;
  if (isUnlike || flags.includes('persist') !== table.persist) return refuse('EOPNOTSUPP');
  const dormant = flags.includes('dormant');
  if (dormant === table.dormant) return { netfilter };
  if (table.pending) return refuse('EINVAL');
  if (dormant) {
    return {
      netfilter: putTable(netfilter, table.merge({ dormant, pending: true, turned: true })),
    };
  }
  return { netfilter: wake(netfilter, table) };
}

/** The base chains of a table that wakes are registered anew, and so come to stand in front of others of their priority. Source: `nf_tables_table_enable`. */
function wake(netfilter: Netfilter, table: Table): Netfilter {
  let { nextId } = netfilter;
  const chains = table.chains.map((chain) =>
    chain.base === undefined ? chain : chain.set('id', nextId++),
  );
  return putTable(
    netfilter,
    table.merge({ dormant: false, pending: true, turned: true, chains }),
  ).set('nextId', nextId);
}
