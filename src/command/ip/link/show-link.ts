import { namespaceOf } from '../../../machine/machine.js';
import type { Link } from '../../../namespace/link.js';
import { linkByIndex, linkByName, type Namespace } from '../../../namespace/namespace.js';
import type { CommandResult } from '../../command.js';
import { Refusal } from '../../refusal.js';
import { succeed } from '../../result.js';
import { refuseNotSimulated } from '../arguments.js';
import { deviceIndex } from '../device-arguments.js';
import type { IpContext } from '../ip-context.js';
import { printJson } from '../json-text.js';
import { objectOf, textOf } from '../piece.js';
import { linkPieces } from './link-pieces.js';
import { isListed, isShown } from './link-selection.js';
import { parseLinkSelection } from './parse-link-selection.js';
import { LINK_USAGE } from './usage.js';

/** `ip link show`: lists devices. Source: `ipaddr_list_link` of iproute2. */
export function showLinks(context: IpContext): CommandResult {
  const namespace = namespaceOf(context.machine, context.namespace);
  const selection = parseLinkSelection(context, namespace, LINK_USAGE);
  if (context.statistics) refuseNotSimulated('-statistics of devices');
  const listing = { namespace, forLink: true, sparse: false, linkLayer: true };
  // Of a device that is asked for by name the kernel looks at nothing else; labels are for addresses.
  const links =
    selection.device === undefined
      ? namespace.links.filter((link) => isListed(selection, link, false)).toArray()
      : [findByName(namespace, selection.device, selection.group === undefined)];
  const entries = links.map((link) =>
    isShown(selection, namespace, link, false) && selection.label === undefined
      ? linkPieces(context, listing, link)
      : undefined,
  );
  const stdout = context.json
    ? printJson(
        entries.map((pieces) => objectOf(pieces ?? [])),
        context.pretty,
      )
    : entries.map((pieces) => (pieces === undefined ? '' : `${textOf(pieces)}\n`)).join('');
  return succeed(context.machine, stdout);
}

/** Without a group to look for, the kernel is asked by the very name: `if2` is none. */
function findByName(namespace: Namespace, word: string, byName: boolean): Link {
  const index = deviceIndex(namespace, word);
  const isName = linkByName(namespace, word) !== undefined;
  if (index !== undefined && byName && !isName) return refuseRequest('link get request', 1);
  return findDevice(namespace, word, 'link request', 0);
}

/**
 * The device that a listing is asked for.
 *
 * @param exit - the status when the word is an ifindex that no device has
 * @throws Refusal in the tool's words when there is none
 */
export function findDevice(
  namespace: Namespace,
  word: string,
  request: string,
  exit: number,
): Link {
  const index = deviceIndex(namespace, word);
  if (index === undefined) throw new Refusal(1, `Device "${word}" does not exist.\n`, false);
  return linkByIndex(namespace, index) ?? refuseRequest(request, exit);
}

function refuseRequest(request: string, exit: number): never {
  const why = 'No such device\n';
  throw new Refusal(exit, `RTNETLINK answers: ${why}Cannot send ${request}: ${why}`, exit !== 0);
}
