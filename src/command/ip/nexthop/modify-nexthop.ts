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
  if (replace && request.id === 0) refuseByKernel('Replace requires nexthop id');
  const numbered = request.id === 0 ? nextId(namespace) : namespace;
  const id = request.id === 0 ? numbered.lastNexthopId : request.id;
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
  const { id } = parseNexthopRequest(context, namespace);
  if (id === 0) refuseByKernel('Nexthop id is missing');
  if (!namespace.nexthops.has(id)) refuseByErrno('ENOENT');
  const after = removeNexthopObject(namespace, id);
  return succeed(withNamespace(context.machine, context.namespace, after));
}
