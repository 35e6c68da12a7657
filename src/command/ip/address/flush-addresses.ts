import { sameAddress } from '../../../address/address.js';
import { namespaceOf, withNamespace } from '../../../machine/machine.js';
import { deleteAddress } from '../../../namespace/address/addresses.js';
import type { InterfaceAddress } from '../../../namespace/address/interface-address.js';
import type { Link } from '../../../namespace/link.js';
import { existingLink, type Namespace } from '../../../namespace/namespace.js';
import type { Family } from '../../../address/family.js';
import type { CommandResult } from '../../command.js';
import { Refusal } from '../../refusal.js';
import { succeed } from '../../result.js';
import type { IpContext, IpStyle } from '../ip-context.js';
import { selectsAddress, type LinkSelection } from '../link/link-selection.js';
import { parseLinkSelection } from '../link/parse-link-selection.js';
import { findDevice } from '../link/show-link.js';
import { textOf } from '../piece.js';
import { addressPieces } from './address-pieces.js';
import { familyOf } from './show-address.js';
import { ADDRESS_USAGE } from './usage.js';

/** One address to be deleted, and the device that it is on. */
interface Victim {
  readonly index: number;
  readonly address: InterfaceAddress;
}

/** After so many rounds the tool gives up. */
const MOST_ROUNDS = 10;

/**
 * `ip address flush`: deletes addresses in rounds, since deleting one may bring another one forward.
 * Source: `ipaddr_flush` of iproute2.
 */
export function flushAddresses(context: IpContext): CommandResult {
  if (context.argv.length === 0) {
    throw new Refusal(1, 'Flush requires arguments.\n', false);
  }
  if (context.linkLayer) throw new Refusal(1, 'Cannot flush link addresses.\n', false);
  let namespace = namespaceOf(context.machine, context.namespace);
  const selection = parseLinkSelection(context, namespace, ADDRESS_USAGE);
  const device =
    selection.device === undefined
      ? undefined
      : findDevice(namespace, selection.device, 'link request', 0);
  const family = familyOf(context, selection);
  // Asked for primary addresses, it goes over them once: the secondary ones that come forward stay.
  const onlyPrimary = selection.flags.some(({ flag, on }) => flag === 'secondary' && !on);
  const said: string[] = [];
  let round = 0;
  for (; round < MOST_ROUNDS; round += 1) {
    const victims = findVictims(namespace, selection, device, family);
    if (victims.length === 0) break;
    if (context.listsFlushed)
      said.push(...victims.map((victim) => lineOf(context, namespace, victim)));
    said.push(`\n*** Round ${round + 1}, deleting ${victims.length} addresses ***\n`);
    namespace = victims.reduce(deleteVictim, namespace);
    if (onlyPrimary) break;
  }
  const rounds = onlyPrimary && round < MOST_ROUNDS && said.length > 0 ? round + 1 : round;
  said.push(
    rounds === 0
      ? 'Nothing to flush.\n'
      : `*** Flush is complete after ${rounds} round${rounds > 1 ? 's' : ''} ***\n`,
  );
  const machine = withNamespace(context.machine, context.namespace, namespace);
  return succeed(machine, context.statistics ? said.join('') : '');
}

function findVictims(
  { links }: Namespace,
  selection: LinkSelection,
  device: Link | undefined,
  family: Family | undefined,
): readonly Victim[] {
  const of = (wanted: Family): readonly Victim[] =>
    links
      .toArray()
      .flatMap((link) =>
        link.addresses
          .filter(
            (address) =>
              (device === undefined || device.index === link.index) &&
              address.local.family === wanted &&
              selectsAddress(selection, link, address),
          )
          .map((address) => ({ index: link.index, address })),
      );
  return family === undefined ? [...of(4), ...of(6)] : of(family);
}

/** Source: `print_addrinfo` of iproute2, which begins with the device where a flush asks */
function lineOf(style: IpStyle, namespace: Namespace, { index, address }: Victim): string {
  const link = existingLink(namespace, index);
  const text = textOf(addressPieces(style, link, address));
  if (style.brief) return text;
  return style.oneline ? `${text}\n` : `${index}: ${link.name}${text}\n`;
}

/** Deletes an address, unless it went with another one before. */
function deleteVictim(namespace: Namespace, { index, address }: Victim): Namespace {
  const there = existingLink(namespace, index).addresses.find(
    (other) =>
      other.length === address.length &&
      sameAddress(other.local, address.local) &&
      sameAddress(other.peer, address.peer),
  );
  return there === undefined ? namespace : deleteAddress(namespace, index, there);
}
