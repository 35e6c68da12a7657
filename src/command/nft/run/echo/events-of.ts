import { assertNever } from '../../../../assert-never.js';
import type { Netfilter } from '../../../../netfilter/netfilter.js';
import { objectKey } from '../../../../netfilter/nft/object/nft-object.js';
import { findTable } from '../../../../netfilter/nft/request/find.js';
import type { Request, RequestOf } from '../../../../netfilter/nft/request/request.js';
import type { SetElement } from '../../../../netfilter/nft/set/element.js';
import { eachElement, findAmong, pointsOf } from '../../../../netfilter/nft/set/find-element.js';
import type { NftSet } from '../../../../netfilter/nft/set/nft-set.js';
import type { Table } from '../../../../netfilter/table.js';
import type { Event, Subject } from './event.js';

/** A request that was carried out, and netfilter before and after it. */
export interface DoneRequest {
  readonly request: Request;
  readonly before: Netfilter;
  readonly after: Netfilter;
}

/** The events of a request; the kernel reports what stands at the end of all. nft asks for none of a deletion. */
export function eventsOf(done: DoneRequest, end: Netfilter): readonly Event[] {
  const { request, before, after } = done;
  switch (request.kind) {
    case 'new table':
      return before === after ? [] : eventOf(request, after, (table) => ({ kind: 'table', table }));
    case 'new chain':
      return eventOf(request, after, (table) => {
        const chain = table.chains.get(request.chain);
        return chain && { kind: 'chain', table, chain };
      });
    case 'new rule':
      return ruleEvents(request, done, end);
    case 'new set':
      return eventOf(request, after, (table) => {
        const last = findTable(end, request)?.sets.get(request.set.name);
        const set = last ?? table.sets.get(request.set.name);
        return set && { kind: 'set', table, set };
      });
    case 'new elements':
      return elementEvents(request, done);
    case 'new object':
      if (before === after) return [];
      return eventOf(request, after, (table) => {
        const object = table.objects.get(objectKey(request.object.data.kind, request.object.name));
        return object && { kind: 'object', table, object };
      });
    case 'new flowtable':
      return eventOf(request, after, (table) => {
        const flowtable = table.flowtables.get(request.flowtable.name);
        return flowtable && { kind: 'flowtable', table, flowtable };
      });
    case 'delete table':
    case 'rename chain':
    case 'delete chain':
    case 'delete rule':
    case 'delete set':
    case 'delete elements':
    case 'delete object':
    case 'delete flowtable':
      return [];
    default:
      return assertNever(request);
  }
}

type Making = Extract<Request, { readonly exclusive: boolean }>;

function eventOf(
  request: Making,
  netfilter: Netfilter,
  subjectIn: (table: Table) => Subject | undefined,
): readonly Event[] {
  const table = findTable(netfilter, request);
  const subject = table === undefined ? undefined : subjectIn(table);
  const operation = request.exclusive ? 'create' : 'add';
  return subject === undefined ? [] : [{ operation, ...subject }];
}

function ruleEvents(
  request: RequestOf<'new rule'>,
  { before, after }: DoneRequest,
  end: Netfilter,
): readonly Event[] {
  const made = findTable(after, request);
  const chain = made?.chains.get(request.chain);
  const at = chain?.rules.findIndex((rule) => rule.id === before.nextId);
  const rule = at === undefined ? undefined : chain?.rules.get(at);
  if (made === undefined || chain === undefined || rule === undefined) return [];
  const { kind } = request.place;
  const operation = kind === 'first' || kind === 'before' ? 'insert' : 'add';
  const rules = findTable(end, request)?.chains.get(request.chain)?.rules;
  const place = rules?.findIndex(({ id }) => id === rule.id) ?? -1;
  const isInside = rules !== undefined && place > 0 && place < rules.size - 1;
  const behind = isInside ? rules.get(place - 1)?.handle : undefined;
  const event: Event = { operation, kind: 'rule', table: made, chain, rule, behind };
  if (kind !== 'instead') return [event];
  const old = findTable(before, request)
    ?.chains.get(request.chain)
    ?.rules.get(at ?? 0);
  if (old === undefined) return [event];
  return [
    { operation: 'delete', kind: 'rule', table: made, chain, rule: old, behind: undefined },
    event,
  ];
}

function elementEvents(
  request: RequestOf<'new elements'>,
  { before, after }: DoneRequest,
): readonly Event[] {
  const earlier = findTable(before, request)?.sets.get(request.set);
  const table = findTable(after, request);
  const set = table?.sets.get(request.set);
  if (table === undefined || set === undefined || earlier === undefined) return [];
  const known = new Set(eachElement(earlier.elements));
  if (earlier.catchAll !== undefined) known.add(earlier.catchAll);
  const operation = request.exclusive ? 'create' : 'add';
  return broughtBy(request, set)
    .filter((element) => !known.has(element))
    .map((element) => ({ operation, kind: 'element', table, set, element }));
}

/** The elements of a set that a request may have brought, in the order in which nft sends them. */
function broughtBy(request: RequestOf<'new elements'>, set: NftSet): readonly SetElement[] {
  const { elements, catchAll } = set;
  const rest = catchAll === undefined ? [] : [catchAll];
  if (elements.kind === 'intervals') return [...elements.sorted, ...rest];
  const found = request.elements.flatMap((element) => {
    if (element.key.kind === 'catch-all') return rest;
    const one = findAmong(elements, pointsOf(element));
    return one === undefined ? [] : [one];
  });
  return [...new Set(found)];
}

/** Whether a request gives the kernel something to commit. What is asked for again is a change of nothing, but a change, unless it's a table or an element. Source: `nft_trans_commit_list_add_tail`. */
export function isTransaction({ request: { kind }, before, after }: DoneRequest): boolean {
  return before !== after || kind === 'new chain' || kind === 'new set' || kind === 'new object';
}

/** Whether the kernel also reports the new generation: it does when the first thing that it was asked for was to be reported. Source: `nf_tables_gen_notify`. */
export function reportsGeneration([first]: readonly DoneRequest[]): boolean {
  if (first === undefined) return false;
  const { request, before, after } = first;
  if (request.kind !== 'new elements') return request.kind.startsWith('new ');
  const earlier = findTable(before, request)?.sets.get(request.set);
  const set = findTable(after, request)?.sets.get(request.set);
  if (earlier === undefined || set === undefined || !set.autoMerge) return true;
  // nft takes out what is to be joined before it puts in the whole.
  const left = new Set(eachElement(set.elements));
  return [...eachElement(earlier.elements)].every((element) => left.has(element));
}
