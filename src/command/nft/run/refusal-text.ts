import { errno } from '../../../errno.js';
import type { BaseChain } from '../../../netfilter/base-chain.js';
import type { Netfilter } from '../../../netfilter/netfilter.js';
import { countHandlesBefore } from '../../../netfilter/nft/handles-before.js';
import { findTable } from '../../../netfilter/nft/request/find.js';
import type { KernelRefusal, RefusedPart } from '../../../netfilter/nft/request/refusal.js';
import type { Request, RequestOf } from '../../../netfilter/nft/request/request.js';
import type { NftError } from '../print-error.js';
import type { Span } from '../syntax/tree/span.js';
import type { PlannedRequest } from './plan/planned.js';
import type { SuggestionSource } from './suggestion-source.js';
import { missingOne, missingTable, suggestIn, suggestTable } from './suggest.js';

/** A refusal of the kernel in the words of nft, at the place that it's about. Source: nft's `nft_cmd_error`. */
export function explainRefusal(
  planned: PlannedRequest,
  refusal: KernelRefusal,
  known: SuggestionSource,
): readonly NftError[] {
  return [...refusedBefore(planned, refusal), explainOne(planned, refusal, known)];
}

/** A rule's sets without a name and what is in them are asked for before it, and refused with it where there is no table. */
function refusedBefore(
  { request, at, spanOf }: PlannedRequest,
  { about, errno: name }: KernelRefusal,
) {
  if (request.kind !== 'new rule' || about !== 'table') return [];
  const message = `Could not process rule: ${errno(name).words}`;
  const count = 2 * countHandlesBefore(request.rule.statements);
  return Array.from({ length: count }, (): NftError => ({ message, at: [spanOf('table') ?? at] }));
}

function explainOne(
  planned: PlannedRequest,
  refusal: KernelRefusal,
  known: SuggestionSource,
): NftError {
  const { about } = refusal;
  const place = about === undefined ? undefined : planned.spanOf(about);
  const { words } = errno(refusal.errno);
  const plain: NftError = {
    message: `Could not process rule: ${words}`,
    at: [place ?? planned.at],
  };
  if (place !== undefined && refusal.errno === 'ENOENT' && !isInElement(about)) {
    return suggestion(planned, place, known) ?? plain;
  }
  const { request } = planned;
  if ('ignored' in request && request.ignored && refusal.errno === 'EINVAL') {
    const message = '"destroy" command is not supported, perhaps kernel support is missing?';
    return { message, at: [planned.at] };
  }
  if (
    request.kind === 'new chain' &&
    refusal.errno === 'EOPNOTSUPP' &&
    request.base !== undefined
  ) {
    return explainChain(planned, request, request.base, known);
  }
  return plain;
}

/** What an element of a map without a name leads to, for which nft looks for nothing near. */
function isInElement(about: RefusedPart | undefined): boolean {
  if (typeof about !== 'object' || !('use' in about)) return false;
  return 'by' in about.use && about.use.by === 'element';
}

/** Why a base chain isn't supported. Source: nft's `nft_cmd_chain_error`. */
function explainChain(
  { at, spanOf }: PlannedRequest,
  request: RequestOf<'new chain'>,
  { type, priority }: Omit<BaseChain, 'policy'>,
  known: SuggestionSource,
): NftError {
  if (type === 'nat' && priority <= -200) {
    const message = 'Chains of type "nat" must have a priority value above -200';
    return { message, at: [spanOf('priority') ?? at] };
  }
  const { family, chain, table } = request;
  const place = [spanOf('base') ?? at];
  if (findTable(known.lookFor('chain'), request)?.chains.has(chain)) {
    const where = `table ${family} '${table}'`;
    return {
      message: `Chain "${chain}" already exists in ${where} with different declaration`,
      at: place,
    };
  }
  const message = `Chain of type "${type}" is not supported, perhaps kernel support is missing?`;
  return { message, at: place };
}

/** What was meant by the name of something that isn't there; undefined when nothing is near. Source: nft's `nft_cmd_enoent`. */
function suggestion(
  { suggests, name, request, spanOf }: PlannedRequest,
  place: Span,
  known: SuggestionSource,
): NftError | undefined {
  if (suggests === undefined || name === undefined) return undefined;
  const netfilter = known.lookFor(suggests);
  if (suggests === 'table') {
    const meant = suggestTable(netfilter, name);
    return meant === undefined ? undefined : { message: missingTable(meant), at: [place] };
  }
  const meant = suggestIn(netfilter, suggests === 'rule' ? 'chain' : suggests, name);
  if (meant === undefined) return undefined;
  if (!hasTable(request, netfilter)) {
    return { message: missingTable(meant.table), at: [spanOf('table') ?? place] };
  }
  if (suggests === 'rule' && meant.name === name) return undefined;
  return { message: missingOne(meant), at: [place] };
}

function hasTable(request: Request, netfilter: Netfilter): boolean {
  return (
    request.kind !== 'delete table' &&
    findTable(netfilter, { family: request.family, table: request.table }) !== undefined
  );
}
