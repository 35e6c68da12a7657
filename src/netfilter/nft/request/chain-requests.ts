import { frozen } from '../../../frozen.js';
import { isPacketHook, type BaseChain } from '../../base-chain.js';
import { makeChain, type Chain } from '../../chain.js';
import type { Netfilter } from '../../netfilter.js';
import type { Table } from '../../table.js';
import { checkHook, knowsType } from '../check/check-hook.js';
import { isChainUsed } from './references.js';
import { findTable, isNamed, isUnnamed, namedBy, putTable } from './find.js';
import { refuse, type Answer } from './refusal.js';
import type { BaseChainRequest, RequestOf } from './request.js';

/** Makes a chain, or changes the policy of one that is there. Source: `nf_tables_newchain`, `nf_tables_updchain`. */
export function newChain(netfilter: Netfilter, request: RequestOf<'new chain'>): Answer {
  const table = findTable(netfilter, request);
  if (table === undefined) return refuse('ENOENT', 'table');
  const known = table.chains.get(request.chain);
  const { policy, more } = request;
  const stands = (known === undefined ? (request.base ?? more) : known.base) !== undefined;
  if (policy !== undefined && !stands) return refuse('EOPNOTSUPP', 'policy');
  if (known !== undefined) {
    return request.exclusive
      ? refuse('EEXIST', 'chain')
      : updateChain(netfilter, table, request, known);
  }
  if (request.base !== undefined && table.turned) return refuse('EINVAL');
  if (request.base === undefined && more !== undefined) return refuse('ENOENT', 'chain');
  if (request.base === undefined && request.offload) return refuse('EOPNOTSUPP');
  const errno = request.base === undefined ? undefined : checkHook(table.family, request.base);
  if (errno !== undefined) return refuse(errno, errno === 'ENOENT' ? 'type' : undefined);
  const again = placeOfSecond(request.base?.devices);
  if (again !== undefined) return refuse('EEXIST', { device: again });
  return { netfilter: withNewChain(netfilter, table, request) };
}

/** What there is with the chain, which the table hasn't had. */
export function withNewChain(
  netfilter: Netfilter,
  table: Table,
  request: RequestOf<'new chain'>,
): Netfilter {
  const { nextId } = netfilter;
  const chain = makeChain({
    name: request.chain,
    base: frozen(baseOf(request)),
    id: nextId,
    handle: table.nextHandle,
    comment: request.comment,
  });
  const grown = table
    .set('chains', table.chains.set(chain.name, chain))
    .set('nextHandle', table.nextHandle + 1);
  return putTable(netfilter, grown).set('nextId', nextId + 1);
}

function baseOf({ base, policy = 'ACCEPT' }: BaseChainRequest): BaseChain | undefined {
  return base === undefined ? undefined : { ...base, policy };
}

function updateChain(
  netfilter: Netfilter,
  table: Table,
  { base: wanted, policy, offload, more = wanted?.devices }: BaseChainRequest,
  chain: Chain,
): Answer {
  // No chain has the flag, and none gets it later.
  if (offload) return refuse('EOPNOTSUPP');
  const { base } = chain;
  if ((wanted ?? more) !== undefined && base === undefined) return refuse('EEXIST', 'chain');
  if (base === undefined) return { netfilter: putTable(netfilter, table.set('pending', true)) };
  if (wanted !== undefined) {
    const isElsewhere = wanted.hook !== base.hook || wanted.priority !== base.priority;
    if (isElsewhere) return refuse('EOPNOTSUPP');
    if (!knowsType(table.family, wanted.type)) return refuse('ENOENT', 'type');
  }
  const again = placeOfSecond(more);
  if (again !== undefined) return refuse('EEXIST', { device: again });
  if (wanted !== undefined && wanted.type !== base.type) return refuse('EEXIST', 'chain');
  const devices = addedDevices(base.devices, more);
  const changed = chain.set(
    'base',
    frozen({
      ...base,
      policy: policy ?? base.policy,
      ...(devices === undefined ? {} : { devices }),
    }),
  );
  return { netfilter: putTable(netfilter, withChain(table, changed)) };
}

/** The first device that is named again. Source: `nf_tables_parse_netdev_hooks`. */
function placeOfSecond(devices: readonly string[] = []): number | undefined {
  const at = devices.findIndex((device, place) => devices.indexOf(device) < place);
  return at === -1 ? undefined : at;
}

/** They are listed by name. */
function addedDevices(
  known: readonly string[] | undefined,
  more: readonly string[] | undefined,
): readonly string[] | undefined {
  if (known === undefined || more === undefined) return known ?? more;
  return [...new Set([...known, ...more])].toSorted();
}

function withChain(table: Table, chain: Chain): Table {
  return table.merge({ chains: table.chains.set(chain.name, chain), pending: true });
}

/** Deletes a chain with its rules; one that others lead to is in use. Source: `nf_tables_delchain`. */
export function deleteChain(netfilter: Netfilter, request: RequestOf<'delete chain'>): Answer {
  const table = findTable(netfilter, request);
  if (table === undefined) return refuse('ENOENT', 'table');
  const { chain: named, devices } = request;
  if (isUnnamed(named)) return refuse('EINVAL');
  const chain = table.chains.find((one) => isNamed(one, named));
  if (chain === undefined) {
    if (request.ignored) return { netfilter };
    return refuse('ENOENT', 'name' in named ? 'chain' : namedBy(named));
  }
  if (devices !== undefined) {
    if (request.ignored) return refuse('EOPNOTSUPP');
    if (chain.base !== undefined && !isPacketHook(chain.base.hook)) {
      return deleteDevices(netfilter, table, chain, devices);
    }
  }
  const left = table.set('chains', table.chains.delete(chain.name));
  if (isChainUsed(left, chain.name)) return refuse('EBUSY', 'name' in named ? 'chain' : 'handle');
  const pending = table.pending || chain.base !== undefined;
  return { netfilter: putTable(netfilter, left.set('pending', pending)) };
}

function deleteDevices(
  netfilter: Netfilter,
  table: Table,
  chain: Chain,
  devices: readonly string[],
): Answer {
  const { base } = chain;
  const again = placeOfSecond(devices);
  if (again !== undefined) return refuse('EEXIST', { device: again });
  const known = base?.devices ?? [];
  if (base === undefined || devices.some((device) => !known.includes(device))) {
    return refuse('ENOENT', 'device');
  }
  const left = known.filter((device) => !devices.includes(device));
  const changed = chain.set('base', frozen({ ...base, devices: left }));
  return { netfilter: putTable(netfilter, withChain(table, changed)) };
}
