import type { ErrnoName } from '../../../errno.js';
import { frozen } from '../../../frozen.js';
import type { Netfilter } from '../../netfilter.js';
import type { Table } from '../../table.js';
import { addElements } from '../set/add-elements.js';
import { deleteElements, emptied } from '../set/delete-elements.js';
import { chainOf, elementCounterIds, ownStatements, type SetElement } from '../set/element.js';
import type { NftSetFields } from '../set/nft-set.js';
import { objectKey } from '../object/nft-object.js';
import { inJiffies, isTooLong } from '../jiffies.js';
import { checkStateful } from '../check/check-stateful.js';
import { isSetUsed } from './references.js';
import { findTable, putTable } from './find.js';
import { refuse, type Answer } from './refusal.js';
import type { RequestOf } from './request.js';
import { withSet } from './set-requests.js';

/** Puts elements into a set. Source: `nf_tables_newsetelem`. */
export function newElements(netfilter: Netfilter, request: RequestOf<'new elements'>): Answer {
  const table = findTable(netfilter, request);
  if (table === undefined) return refuse('ENOENT', 'table');
  const set = table.sets.get(request.set);
  if (set === undefined) return refuse('ENOENT', 'name');
  if (set.flags.includes('constant') && isSetUsed(table, set.name)) return refuse('EBUSY');
  const { flags, data, timeout, statements } = set;
  // A Record looks for its fields each time, and there are elements by the hundred thousand.
  const given: Given = { flags, data, timeout, statements };
  let place = 0;
  for (const element of request.elements) {
    const errno = checkElement(table, given, element);
    if (errno !== undefined) return refuse(errno, { element: place });
    place += 1;
  }
  let { nextId } = netfilter;
  const elements = request.elements.map((element) => {
    const made = stored(given, element, nextId);
    nextId += elementCounterIds(made).length;
    return frozen(made);
  });
  const answer = addElements(set, elements, request.exclusive);
  if ('errno' in answer) return refuse(answer.errno, { element: answer.place });
  const changed = putTable(netfilter, withSet(table, answer.set));
  return { netfilter: nextId === netfilter.nextId ? changed : changed.set('nextId', nextId) };
}

/** Takes elements out of a set, or all of them. Source: `nf_tables_delsetelem`. */
export function removeElements(
  netfilter: Netfilter,
  request: RequestOf<'delete elements'>,
): Answer {
  const table = findTable(netfilter, request);
  const { ignored, elements } = request;
  if (table === undefined) return refuse('ENOENT', 'table');
  const set = table.sets.get(request.set);
  if (set === undefined) return ignored ? { netfilter } : refuse('ENOENT', 'name');
  if (set.flags.includes('constant') && isSetUsed(table, set.name)) return refuse('EBUSY');
  if (elements === undefined) {
    return { netfilter: putTable(netfilter, withSet(table, emptied(set))) };
  }
  const answer = deleteElements(set, elements, ignored);
  if ('errno' in answer) return refuse(answer.errno, { element: answer.place });
  return { netfilter: putTable(netfilter, withSet(table, answer.set)) };
}

/** What a set says of its elements. */
type Given = Pick<NftSetFields, 'flags' | 'data' | 'timeout' | 'statements'>;

/** Why the kernel doesn't take an element; undefined when it does. Source: `nft_add_set_elem`, `nft_verdict_init`. */
function checkElement(
  table: Table,
  set: Given,
  { data, timeout, expires, statements }: SetElement,
): ErrnoName | undefined {
  const hasTimeouts = set.flags.includes('timeout');
  if (!hasTimeouts && (timeout !== undefined || expires !== undefined)) return 'EINVAL';
  if (isTooLong(timeout)) return 'ERANGE';
  if (expires !== undefined) {
    const lasts = timeout ?? set.timeout ?? 0;
    if (lasts === 0) return 'EOPNOTSUPP';
    if (expires > lasts) return 'ERANGE';
  }
  for (const statement of statements) {
    const refused = checkStateful(statement);
    if (refused !== undefined) return refused;
  }
  if (set.data !== undefined && data === undefined) return 'EINVAL';
  if (data?.kind === 'object' && set.data?.kind === 'object') {
    return table.objects.has(objectKey(set.data.object, data.name)) ? undefined : 'ENOENT';
  }
  const name = data?.kind === 'verdict' ? chainOf(data.verdict) : undefined;
  if (name === undefined) return undefined;
  const chain = table.chains.get(name);
  if (chain === undefined) return 'ENOENT';
  return chain.base === undefined ? undefined : 'EOPNOTSUPP';
}

/** An element as the kernel keeps it: with the timeout and the statements of its set where it brings none. */
function stored(set: Given, element: SetElement, counterId: number): SetElement {
  const { timeout = set.timeout } = element;
  const given = element.statements.length === 0 ? set.statements : element.statements;
  if (timeout === undefined && element.expires === undefined && given.length === 0) {
    return element;
  }
  const statements = ownStatements(given);
  const isCounted = statements.some(({ kind }) => kind === 'counter');
  return {
    ...element,
    timeout: inJiffies(timeout),
    expires: inJiffies(element.expires),
    statements,
    ...(isCounted && { counterId }),
  };
}
