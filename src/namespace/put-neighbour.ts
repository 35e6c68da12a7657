import { sameAddress, unspecifiedAddress, type Address } from '../address/address.js';
import { frozen } from '../frozen.js';
import { isValid, type Neighbour, type NeighbourState } from '../neighbour/neighbour.js';
import { linkByIndex, type Namespace } from './namespace.js';
import { learnedKey } from './traffic/learned-key.js';
import { learnedEntry, withoutLearned } from './neighbours.js';
import { deny, done, type NamespaceEdit } from './namespace-edit.js';

/** What is asked of a neighbour entry; undefined keeps what the entry has. */
export interface NeighbourRequest {
  readonly address: Address;
  /** ifindex; 0 for a proxy entry of every device. */
  readonly dev: number;
  readonly state: NeighbourState;
  readonly lladdr: string | undefined;
  readonly router: boolean;
  readonly proxy: boolean;
  readonly protocol: number | undefined;
}

/** Which entries a request may make or change. */
export type NeighbourMode = 'add' | 'change' | 'replace';

/** Makes or changes a neighbour entry. Source: `neigh_add`. */
export function putNeighbour(
  namespace: Namespace,
  request: NeighbourRequest,
  mode: NeighbourMode,
): NamespaceEdit {
  const named = findNeighbour(namespace, request);
  if (request.proxy) return done(store(namespace, named, proxyEntry(request, named)));
  if (named === undefined && mode === 'change') return deny('ENOENT');
  if (named !== undefined && mode === 'add') return deny('EEXIST');
  const address = keyOf(namespace, request);
  // A new one may turn out to be that of another address.
  const before = named ?? findNeighbour(namespace, { ...request, address });
  const known = before === undefined ? ownLladdr(namespace, request) : validLladdr(before);
  const lladdr = request.lladdr ?? known;
  // Probing begins at once; the delay before it is over as soon as one looks.
  const state = request.state === 'delay' ? 'probe' : request.state;
  if (isValid(state) && lladdr === undefined) return deny('EINVAL', 'No link layer address given');
  const entry: Neighbour = {
    address,
    dev: request.dev,
    state,
    lladdr: isValid(state) ? lladdr : undefined,
    router: isValid(state) ? request.router : (before?.router ?? false),
    proxy: false,
    protocol: request.protocol || (before?.protocol ?? 0),
  };
  return done(store(namespace, before, entry));
}

function validLladdr({ state, lladdr }: Neighbour): string | undefined {
  return isValid(state) ? lladdr : undefined;
}

/** A device that resolves nobody has its own address for all of whom nothing is said. Source: `arp_constructor`, `ndisc_constructor`. */
function ownLladdr(namespace: Namespace, { dev }: NeighbourRequest): string | undefined {
  const link = linkByIndex(namespace, dev);
  const resolves = link === undefined || (link.arp && link.kind !== 'loopback');
  return resolves || link.lladdr === '' ? undefined : link.lladdr;
}

function proxyEntry(request: NeighbourRequest, before: Neighbour | undefined): Neighbour {
  return {
    address: request.address,
    dev: request.dev,
    state: 'none',
    lladdr: undefined,
    router: request.router,
    proxy: true,
    protocol: request.protocol || (before?.protocol ?? 0),
  };
}

/** The entry that a request is about, whether it was given or packets have made it; undefined when there is none. */
export function findNeighbour(
  namespace: Namespace,
  request: Pick<NeighbourRequest, 'address' | 'dev' | 'proxy'>,
): Neighbour | undefined {
  const { dev, address, proxy } = request;
  const given = namespace.neighbours.find(
    (entry) => entry.dev === dev && entry.proxy === proxy && sameAddress(entry.address, address),
  );
  if (given !== undefined || proxy) return given;
  const key = learnedKey(dev, address);
  const learned = namespace.traffic.learned.get(key);
  return learned && learnedEntry(key, learned);
}

/** Takes an entry out, and what packets have taught of its address. */
export function removeNeighbour(namespace: Namespace, entry: Neighbour): Namespace {
  const left = namespace.set(
    'neighbours',
    namespace.neighbours.filter((other) => other !== entry),
  );
  return entry.proxy ? left : withoutLearned(left, (one) => isSameEntry(one, entry));
}

function isSameEntry(one: Neighbour, { dev, address }: Neighbour): boolean {
  return one.dev === dev && sameAddress(one.address, address);
}

/** On lo, and on a link from point to point, all IPv4 neighbours are one. Source: `arp_key`, `ipv4_neigh_lookup`. */
function keyOf(
  namespace: Namespace,
  { address, dev }: Pick<NeighbourRequest, 'address' | 'dev'>,
): Address {
  const link = linkByIndex(namespace, dev);
  const isOne = link?.kind === 'loopback' || link?.pointToPoint === true;
  return isOne && address.family === 4 ? unspecifiedAddress(4) : address;
}

function store(namespace: Namespace, before: Neighbour | undefined, entry: Neighbour): Namespace {
  const { neighbours } = namespace;
  const place = before === undefined ? -1 : neighbours.indexOf(before);
  const at = place < 0 ? neighbours.size : place;
  const stored = namespace.set('neighbours', neighbours.set(at, frozen(entry)));
  return entry.proxy ? stored : withoutLearned(stored, (one) => isSameEntry(one, entry));
}
