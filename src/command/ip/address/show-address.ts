import { namespaceOf } from '../../../machine/machine.js';
import type { InterfaceAddress } from '../../../namespace/address/interface-address.js';
import type { Link } from '../../../namespace/link.js';
import type { Family } from '../../../address/family.js';
import type { CommandResult } from '../../command.js';
import { succeed } from '../../result.js';
import { refuseNotSimulated } from '../arguments.js';
import type { IpContext } from '../ip-context.js';
import { printJson, type JsonValue } from '../json-text.js';
import { linkPieces, type LinkListing } from '../link/link-pieces.js';
import {
  isInState,
  isListed,
  isShown,
  selectsAddress,
  type LinkSelection,
} from '../link/link-selection.js';
import { parseLinkSelection } from '../link/parse-link-selection.js';
import { findDevice } from '../link/show-link.js';
import { objectOf, textOf } from '../piece.js';
import { addressPieces } from './address-pieces.js';
import { ADDRESS_USAGE } from './usage.js';

/** What is printed of one device. */
interface Entry {
  readonly text: string;
  readonly json: JsonValue;
}

/** `ip address show`: lists devices with their addresses. Source: `ipaddr_list_flush_or_save` of iproute2. */
export function showAddresses(context: IpContext): CommandResult {
  const namespace = namespaceOf(context.machine, context.namespace);
  const selection = parseLinkSelection(context, namespace, ADDRESS_USAGE);
  if (context.statistics) refuseNotSimulated('-statistics of devices');
  const family = familyOf(context, selection);
  const sparse = family === 6 && selection.device === undefined;
  const listing: LinkListing = {
    namespace,
    forLink: false,
    sparse,
    linkLayer: family === undefined,
  };
  const listed =
    selection.device === undefined
      ? namespace.links.filter((link) => isListed(selection, link, sparse)).toArray()
      : [findDevice(namespace, selection.device, 'link request', 0)];
  const links = listed.filter((link) => context.linkLayer || hasWanted(selection, link, family));
  const entries = links.map((link) => makeEntry(context, listing, selection, link, family));
  const stdout = context.json
    ? printJson(
        entries.map(({ json }) => json),
        context.pretty,
      )
    : entries.map(({ text }) => text).join('');
  return succeed(context.machine, stdout);
}

/** The family that is asked for: that of the option, or else of the prefix. */
export function familyOf(context: IpContext, { to }: LinkSelection): Family | undefined {
  return context.family ?? to?.family;
}

/** A device is left out when none of its addresses is wanted; one without any address stays, unless a family is asked for. */
function hasWanted(selection: LinkSelection, link: Link, family: Family | undefined): boolean {
  if (link.addresses.length === 0) return family === undefined;
  // Origins are looked at later, when the device is in already.
  const loose = { ...selection, protocol: undefined };
  return link.addresses.some(
    (address) => isOfFamily(address, family) && selectsAddress(loose, link, address),
  );
}

function isOfFamily({ local }: InterfaceAddress, family: Family | undefined): boolean {
  return family === undefined || local.family === family;
}

function makeEntry(
  context: IpContext,
  listing: LinkListing,
  selection: LinkSelection,
  link: Link,
  family: Family | undefined,
): Entry {
  const withLink = context.brief || !context.oneline || context.linkLayer;
  if (withLink && !isShown(selection, listing.namespace, link, listing.sparse))
    return { text: '', json: {} };
  // A label is asked for to see addresses only.
  const head = withLink && selection.label === undefined ? linkPieces(context, listing, link) : [];
  if (context.linkLayer) return { text: `${textOf(head)}\n`, json: objectOf(head) };
  // In JSON, an address that isn't wanted still takes its place.
  const addresses = link.addresses
    .filter((address) => isOfFamily(address, family) && isInState(selection, link))
    .map((address) =>
      selectsAddress(selection, link, address) ? addressPieces(context, link, address) : [],
    );
  const lineEnd = context.brief ? '' : '\n';
  const headEnd = head.length > 0 && !context.brief ? '\n' : '';
  const text = [
    textOf(head) + headEnd,
    ...addresses.map((pieces) => (pieces.length === 0 ? '' : textOf(pieces) + lineEnd)),
    context.brief ? '\n' : '',
  ].join('');
  return { text, json: { ...objectOf(head), addr_info: addresses.map(objectOf) } };
}
