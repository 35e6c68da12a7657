import type { NexthopObject } from '../../../fib/nexthop-object.js';
import { namespaceOf, withNamespace } from '../../../machine/machine.js';
import type { Namespace } from '../../../namespace/namespace.js';
import { nexthopsInOrder, removeNexthopObject } from '../../../namespace/nexthop-objects.js';
import { errno } from '../../../errno.js';
import type { CommandResult } from '../../command.js';
import { refuse, succeed } from '../../result.js';
import { refuseByErrno, refuseNotSimulated, refuseWithUsage, Words } from '../arguments.js';
import type { IpContext } from '../ip-context.js';
import { printJson } from '../json-text.js';
import { objectOf, textOf } from '../piece.js';
import { nexthopPieces } from './nexthop-pieces.js';
import { readId } from './nexthop-request.js';
import { parseNexthopSelection, selectsNexthop } from './nexthop-selection.js';
import { NEXTHOP_USAGE } from './usage.js';

/** `ip nexthop list`. */
export function showNexthops(context: IpContext): CommandResult {
  const namespace = namespaceOf(context.machine, context.namespace);
  const selection = parseNexthopSelection(context, namespace);
  if (selection.id !== undefined) return showOne(context, namespace, selection.id);
  const selected = nexthopsInOrder(namespace).filter((object) =>
    selectsNexthop(selection, context, object),
  );
  return list(context, namespace, selected);
}

/** `ip nexthop get`. */
export function getNexthop(context: IpContext): CommandResult {
  const words = new Words(context.argv);
  if (words.take() !== 'id') refuseWithUsage(NEXTHOP_USAGE);
  const id = readId(words.next());
  if (words.left > 0) refuseWithUsage(NEXTHOP_USAGE);
  return showOne(context, namespaceOf(context.machine, context.namespace), id);
}

function showOne(context: IpContext, namespace: Namespace, id: number): CommandResult {
  return list(context, namespace, [namespace.nexthops.get(id) ?? refuseByErrno('ENOENT')]);
}

function list(
  context: IpContext,
  namespace: Namespace,
  objects: readonly NexthopObject[],
): CommandResult {
  if (context.statistics) refuseNotSimulated('-statistics of nexthops');
  const pieces = objects.map((object) => nexthopPieces(object, context, namespace));
  const stdout = context.json
    ? printJson(pieces.map(objectOf), context.pretty)
    : pieces.map((line) => `${textOf(line)}\n`).join('');
  return succeed(context.machine, stdout);
}

/** `ip nexthop flush`. */
export function flushNexthops(context: IpContext): CommandResult {
  const namespace = namespaceOf(context.machine, context.namespace);
  const selection = parseNexthopSelection(context, namespace);
  const { id } = selection;
  if (id !== undefined && !namespace.nexthops.has(id)) {
    return refuse(context, 1, NOT_THERE);
  }
  const leave = (after: Namespace, said: string): CommandResult =>
    succeed(withNamespace(context.machine, context.namespace, after), said);
  if (id !== undefined) return leave(removeNexthopObject(namespace, id), '');
  const selected = nexthopsInOrder(namespace).filter((object) =>
    selectsNexthop(selection, context, object),
  );
  let after = namespace;
  let flushed = 0;
  let stderr = '';
  for (const object of inFlushOrder(selected, context.argv.length === 0)) {
    // A group goes with its last member.
    if (after.nexthops.has(object.id)) flushed += 1;
    else stderr += NOT_THERE;
    after = removeNexthopObject(after, object.id);
  }
  const said = flushed === 0 ? 'Nothing to flush\n' : `Flushed ${flushed} nexthops\n`;
  return { ...leave(after, said), stderr };
}

const NOT_THERE = `RTNETLINK answers: ${errno('ENOENT').words}\n`;

/** When everything goes, groups go first. */
function inFlushOrder(
  objects: readonly NexthopObject[],
  everything: boolean,
): readonly NexthopObject[] {
  if (!everything) return objects;
  return [...objects.filter(isGroup), ...objects.filter((object) => !isGroup(object))];
}

function isGroup({ kind }: NexthopObject): boolean {
  return kind === 'group';
}
