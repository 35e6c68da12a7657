import { tableKey, type Netfilter } from '../../netfilter.js';
import { broughtParts } from '../brought-parts.js';
import { checkTable } from '../check/check-table.js';
import { applyRequest } from './apply-request.js';
import { findTable } from './find.js';
import { refusalsOf, type KernelRefusal } from './refusal.js';
import type { Request, RequestOf } from './request.js';
import { behindRefused } from './spent-handles.js';

/** A refusal, and which request it answers. */
export interface RefusedRequest extends KernelRefusal {
  readonly place: number;
}

/** What became of one request. */
export interface Carried {
  readonly refused: readonly KernelRefusal[];
  /** Whether it was carried out, be it that its table can't stay so. */
  readonly isDone: boolean;
}

/**
 * Requests that the kernel carries out one behind the other. It goes on behind one that it refuses, and so can refuse several.
 *
 * Tables are validated as a whole at the end, except those that are known to be in trouble: they are validated behind each request that adds to them, and so
 * are new ones while {@link Netfilter.validatesNewTables} is set. Source: `nfnetlink_rcv_batch`, `nft_table.validate_state`.
 */
export class Batch {
  netfilter: Netfilter;
  readonly refused: RefusedRequest[] = [];
  /** Netfilter before each request that has deleted tables. */
  readonly deleted: Netfilter[] = [];
  /** The keys of the tables that are validated behind each request. */
  readonly #validated: Set<string>;
  #place = 0;

  constructor(start: Netfilter, validated: readonly string[] = []) {
    this.netfilter = start;
    this.#validated = new Set(validated);
  }

  /** Carries out the next request. */
  apply(request: Request): Carried {
    const before = this.netfilter;
    const brought = request.kind === 'new rule' ? this.#refuseBrought(request) : [];
    if (request.kind === 'delete table') this.deleted.push(before);
    const answer = applyRequest(before, request);
    const isDone = !('errno' in answer);
    this.netfilter = isDone ? answer.netfilter : behindRefused(before, request, answer);
    if (isDone) this.#noteTables(before, request);
    const own = isDone ? this.#validate(request) : refusalsOf(answer);
    const refused = [...brought, ...own];
    for (const one of refused) this.refused.push({ ...one, place: this.#place });
    this.#place += 1;
    return { refused, isDone };
  }

  #noteTables(before: Netfilter, request: Request): void {
    const { tables, validatesNewTables } = this.netfilter;
    if (request.kind === 'new table' && validatesNewTables) {
      const key = tableKey(request.family, request.table);
      if (!before.tables.has(key)) this.#validated.add(key);
    }
    if (request.kind !== 'delete table') return;
    for (const key of this.#validated) if (!tables.has(key)) this.#validated.delete(key);
  }

  /** What the kernel holds against a table behind a request that adds to it. */
  #validate(request: Request): readonly KernelRefusal[] {
    if (request.kind !== 'new rule' && request.kind !== 'new elements') return NONE;
    const errno = this.#troubleWith(request);
    return errno === undefined ? NONE : [{ errno, about: undefined }];
  }

  /** Where a table can't stay as it is, what a rule brings with it is refused first. Source: `nf_tables_newsetelem`. */
  #refuseBrought(request: RequestOf<'new rule'>): readonly KernelRefusal[] {
    const errno = this.#troubleWith(request);
    if (errno === undefined) return NONE;
    return broughtParts(request.rule).map((brought) => ({ errno, about: { brought } }));
  }

  #troubleWith(
    request: RequestOf<'new rule'> | RequestOf<'new elements'>,
  ): ReturnType<typeof checkTable> {
    if (!this.#validated.has(tableKey(request.family, request.table))) return undefined;
    const table = findTable(this.netfilter, request);
    return table && checkTable(table);
  }
}

const NONE: readonly KernelRefusal[] = [];
