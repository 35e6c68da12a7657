import { NO_LLADDR } from '../../address/lladdr.js';
import { entriesOf, withEntries } from '../../namespace/bridge-entries.js';
import { forwards } from '../../namespace/bridge-ports.js';
import type { BridgeEntry } from '../../namespace/link-kind/bridge.js';
import type { Link } from '../../namespace/link.js';
import type { Namespace } from '../../namespace/namespace.js';
import type { FdbChange, FdbRequest } from './fdb-request.js';
import { refuseByErrno } from './refuse.js';

/**
 * A namespace after a change of the entries of a bridge.
 *
 * @param port - behind which the address is to be; undefined for the bridge itself
 * @throws Refusal where the kernel refuses. Source: `br_fdb_add`, `fdb_add_entry`, `br_fdb_delete`
 */
export function changeBridgeTable(
  namespace: Namespace,
  bridge: Link,
  port: Link | undefined,
  request: FdbRequest,
  change: FdbChange,
): Namespace {
  const { lladdr, state, sticky } = request;
  const entries = entriesOf(namespace, bridge);
  const there = entries.find((entry) => entry.lladdr === lladdr);
  if (change === 'delete') {
    if (there === undefined || there.port !== port?.index) return refuseByErrno('ENOENT');
    const left = entries.filter((entry) => entry !== there);
    return withEntries(namespace, bridge.index, left);
  }
  if (lladdr === NO_LLADDR || (sticky && state === 'permanent')) return refuseByErrno('EINVAL');
  if (port === undefined && state !== 'permanent') return refuseByErrno('EINVAL');
  const works = port !== undefined && forwards(bridge, port);
  if (state === 'dynamic' && !works) return refuseByErrno('EPERM');
  const entry: BridgeEntry = { lladdr, port: port?.index, state, sticky, given: true };
  if (there === undefined) return withEntries(namespace, bridge.index, [entry, ...entries]);
  if (change === 'add') return refuseByErrno('EEXIST');
  const changed = entries.map((one) => (one === there ? entry : one));
  return withEntries(namespace, bridge.index, changed);
}
