import type { NexthopObject } from '../../../fib/nexthop-object.js';
import { namespaceOf, withNamespace } from '../../../machine/machine.js';
import type { Namespace } from '../../../namespace/namespace.js';
import { putNexthopObject, removeNexthopObject } from '../../../namespace/nexthop-objects.js';
import type { CommandResult } from '../../command.js';
import { Refusal } from '../../refusal.js';
import { resultOf, succeed } from '../../result.js';
import { refuseByErrno, refuseByKernel } from '../arguments.js';
import type { IpContext } from '../ip-context.js';
import { checkGroup, makeGroup, refuseWithoutBuckets } from './check-group.js';
import { checkSingle, readSingle } from './check-nexthop.js';
import { parseNexthopRequest, type NexthopRequest } from './nexthop-request.js';
import { replaceNexthop } from './replace-nexthop.js';

/** `ip nexthop add` and `replace`. */
export function putNexthop(context: IpContext, replace: boolean): CommandResult {
  const namespace = namespaceOf(context.machine, context.namespace);
  const request = parseNexthopRequest(context, namespace);
  const make = readRequest(namespace, request);
  const { id: asked = 0 } = request;
  if (replace && asked === 0) refuseByKernel('Replace requires nexthop id');
  const numbered = asked === 0 ? nextId(namespace) : namespace;
  const id = asked === 0 ? numbered.lastNexthopId : asked;
  const leave = (after: Namespace): CommandResult =>
    succeed(withNamespace(context.machine, context.namespace, after));
  try {
    return leave(insert(numbered, make(id), replace));
  } catch (error) {
    // An id that the kernel took for it is not given again at once.
    if (!(error instanceof Refusal)) throw error;
    return { ...resultOf(error, context), machine: leave(numbered).machine };
  }
}

/** Reads a request as far as it can be judged without an id; gives what makes the object. */
function readRequest(namespace: Namespace, request: NexthopRequest): (id: number) => NexthopObject {
  const { group } = request;
  if (group !== undefined) {
    const grouped = { ...request, group };
    checkGroup(namespace, grouped);
    return (id) => makeGroup(id, grouped);
  }
  const read = readSingle(namespace, request);
  return (id) => checkSingle(namespace, id, read);
}

/** The namespace after it has given the next id that no object has. Source: `nh_find_unused_id`. */
function nextId(namespace: Namespace): Namespace {
  let id = namespace.lastNexthopId;
  do {
    id = (id + 1) >>> 0;
  } while (namespace.nexthops.has(id));
  return namespace.set('lastNexthopId', id);
}

function insert(namespace: Namespace, object: NexthopObject, replace: boolean): Namespace {
  const old = namespace.nexthops.get(object.id);
  if (old === undefined) {
    refuseWithoutBuckets(object);
    return putNexthopObject(namespace, object);
  }
  return replace ? replaceNexthop(namespace, old, object) : refuseByErrno('EEXIST');
}

/** `ip nexthop delete`. */
export function dropNexthop(context: IpContext): CommandResult {
  const namespace = namespaceOf(context.machine, context.namespace);
  const id = readDeletion(parseNexthopRequest(context, namespace));
  if (!namespace.nexthops.has(id)) refuseByErrno('ENOENT');
  const after = removeNexthopObject(namespace, id);
  return succeed(withNamespace(context.machine, context.namespace, after));
}

/** The one thing that a deletion may name is the id. @throws Refusal in the kernel's words. Source: `rtm_nh_policy_del`, `nh_valid_get_del_req`. */
function readDeletion(request: NexthopRequest): number {
  const { id, via, dev, blackhole, group, type, protocol, onlink } = request;
  const attributes = [via, dev, group, type].some((attribute) => attribute !== undefined);
  if (attributes || blackhole) refuseByKernel('Unknown attribute type');
  if (protocol !== 0 || onlink) refuseByKernel('Invalid values in header');
  if (id === 0) refuseByKernel('Invalid nexthop id');
  return id ?? refuseByKernel('Nexthop id is missing');
}
