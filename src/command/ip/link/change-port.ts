import { change, linkAt } from '../../../machine/link-at.js';
import { namespaceOf, type Machine } from '../../../machine/machine.js';
import type { Link, LinkPlace } from '../../../namespace/link.js';
import { masterOf, withLink } from '../../../namespace/namespace.js';
import { refuseByErrno, refuseNotSimulated, Words } from '../arguments.js';
import type { IpContext } from '../ip-context.js';
import { portWordsOf } from './kind/kinds.js';
import { refuseRest } from './kind/refuse-rest.js';
import type { LinkRequest } from './link-request.js';

/** The machine of which a port is as the words after `type bond_slave` have it; undefined when there are none of that kind. @throws Refusal. Source: `rtnl_changelink` */
export function changePort(
  context: IpContext,
  place: LinkPlace,
  { type }: LinkRequest,
): Machine | undefined {
  const portWords = portWordsOf(type?.kind ?? '');
  if (type === undefined || portWords === undefined) return undefined;
  const { machine } = context;
  const namespace = namespaceOf(machine, place.namespace);
  const words = new Words(type.rest);
  const by = portWords.read(words, namespace);
  refuseRest(words);
  if (type.rest.length === 0) return machine;
  const port = linkAt(machine, place);
  const master = masterOf(namespace, port);
  if (master?.kind !== 'bridge' && master?.kind !== 'bond') refuseByErrno('EOPNOTSUPP');
  // The kernel takes the words for those of the device that it is a port of.
  if (master.kind !== portWords.master) refuseNotSimulated(`ip link set type ${type.kind}`);
  const left = (link: Link): Machine => change(machine, place, (before) => withLink(before, link));
  return left(by({ namespace, master, port }, left));
}
