import { refuse, type KernelRefusal, type RefusedPart } from '../request/refusal.js';
import { assertNever } from '../../../assert-never.js';
import type { Named, Request } from '../request/request.js';

/** The longest name of a table, a chain, a set or an object, in bytes. Source: `NFT_NAME_MAXLEN`, which counts the zero behind it. */
const LONGEST_NAME = 255;

/** Whether the kernel takes no name of that length. */
export function isNameTooLong(name: string | undefined): boolean {
  return name !== undefined && name.length > LONGEST_NAME;
}

/** Refuses a request for the first of its names that is too long, whatever else it asks for: it is not read any further. Source: `nla_validate`. */
export function checkNames(request: Request): KernelRefusal | undefined {
  const found = namesOf(request).find(({ name }) => isNameTooLong(name));
  return found === undefined ? undefined : refuse('ERANGE', found.about);
}

interface NamedPart {
  readonly about: RefusedPart | undefined;
  readonly name: string | undefined;
}

/** The names in a request, in the order in which they are sent. */
function namesOf(request: Request): readonly NamedPart[] {
  const { table } = request;
  const name = typeof table === 'string' ? table : nameOf(table);
  return [{ about: 'table', name }, ...ownNames(request)];
}

function ownNames(request: Request): readonly NamedPart[] {
  switch (request.kind) {
    case 'new table':
    case 'delete table':
      return [];
    case 'new chain':
    case 'new rule':
    case 'delete rule':
      return [{ about: 'chain', name: request.chain }];
    case 'rename chain':
      return [
        { about: 'chain', name: request.chain },
        { about: undefined, name: request.to },
      ];
    case 'delete chain':
      return [{ about: 'chain', name: nameOf(request.chain) }];
    case 'new set':
      return [{ about: 'name', name: request.set.name }];
    case 'delete set':
      return [{ about: 'name', name: nameOf(request.set) }];
    case 'new elements':
    case 'delete elements':
      return [{ about: 'name', name: request.set }];
    case 'new object':
      return [{ about: 'name', name: request.object.name }];
    case 'delete object':
      return [{ about: 'name', name: nameOf(request.named) }];
    case 'new flowtable':
      return [{ about: 'name', name: request.flowtable.name }];
    case 'delete flowtable':
      return [{ about: 'name', name: nameOf(request.flowtable) }];
    default:
      return assertNever(request);
  }
}

function nameOf(named: Named | undefined): string | undefined {
  return named !== undefined && 'name' in named ? named.name : undefined;
}
