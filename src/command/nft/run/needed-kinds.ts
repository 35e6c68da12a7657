import type { Command } from '../syntax/tree/command.js';
import type { PlannedRequest } from './plan/planned.js';

/** Something in tables that nft looks for by its name. */
export type FetchedKind = Exclude<NonNullable<PlannedRequest['suggests']>, 'table' | 'rule'>;

/** Each kind there is. */
export const FETCHED_KINDS: readonly FetchedKind[] = ['chain', 'set', 'obj', 'flowtable'];

/** Whether a command has nft ask the kernel for all of a kind before the first command is evaluated. Source: nft's `nft_cache_evaluate`. */
export function needs(command: Command, kind: FetchedKind): boolean {
  if (needsAll(command)) return true;
  if (isListing(command)) return listedKinds(command).includes(kind);
  if (kind === 'chain') return command.operation === 'rename';
  return kind === 'set' && needsSets(command);
}

/** Whether a command has nft ask the kernel for all that there is, to change it by its place. Source: nft's `NFT_CACHE_UPDATE`. */
export function needsAll({ object, spec }: Command): boolean {
  return object === 'rule' && spec.index !== undefined;
}

/** Whether a command lists, for which nft asks the kernel again whatever it knows. Source: nft's `NFT_CACHE_REFRESH`. */
export function isListing({ operation }: Command): boolean {
  return operation === 'list' || operation === 'reset';
}

/** Whether a command lists a chain by its name, of which nft shows no sets: it then has no elements of any. Source: nft's `NFT_CACHE_TERSE`. */
export function isTerse({ operation, object }: Command): boolean {
  return operation === 'list' && object === 'chain';
}

/** Source: nft's `evaluate_cache_list`, `evaluate_cache_reset`. */
function listedKinds({ operation, object }: Command): readonly FetchedKind[] {
  switch (object) {
    case 'tables':
      return [];
    case 'chains':
      return ['chain'];
    case 'set':
    case 'map':
    case 'sets':
    case 'maps':
      return ['set'];
    case 'flowtable':
    case 'flowtables':
      return ['flowtable'];
    case 'counter':
    case 'counters':
    case 'quota':
    case 'quotas':
      return ['obj'];
    default:
      return operation === 'list' && isObject(object) ? ['obj'] : FETCHED_KINDS;
  }
}

function isObject(object: Command['object']): boolean {
  return OBJECTS.has(object);
}

/** Expectations are listed one by one alone: nft has forgotten their plural. */
const OBJECTS: ReadonlySet<Command['object']> = new Set<Command['object']>([
  'limit',
  'limits',
  'secmark',
  'secmarks',
  'synproxy',
  'synproxys',
  'ct helper',
  'ct helpers',
  'ct timeout',
  'ct timeouts',
  'ct expectation',
]);

/** Source: nft's `NFT_CACHE_SET`. */
function needsSets(command: Command): boolean {
  const { operation, object } = command;
  switch (operation) {
    case 'add':
    case 'create':
    case 'insert':
    case 'replace':
      if (object === 'table') return 'block' in command && command.block !== undefined;
      return object === 'rule' || object === 'element';
    case 'delete':
    case 'destroy':
    case 'get':
      return object === 'element';
    case 'flush':
      return object === 'set' || object === 'map' || object === 'meter';
    default:
      return false;
  }
}
