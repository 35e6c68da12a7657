import { setCarrier } from './link-events.js';
import type { Link } from './link.js';
import { setMtu } from './mtu.js';
import { existingLink, withLink, type Namespace } from './namespace.js';

/** Has every bond follow its ports: it has a carrier while it is up and one of them works; the port in use stays so as long as it works. Source: `bond_set_carrier`, `bond_find_best_slave`. */
export function settleBonds(namespace: Namespace): Namespace {
  return namespace.links
    .filter(({ kind }) => kind === 'bond')
    .reduce((before, { index }) => settleBond(before, index), namespace);
}

function settleBond(namespace: Namespace, index: number): Namespace {
  const bond = existingLink(namespace, index);
  const { settings } = bond;
  if (settings.kind !== 'bond') return namespace;
  // Without a monitor it never learns that a port does not work.
  const working = namespace.links
    .toArray()
    .filter(
      ({ master, up, carrier }) => master === index && (!settings.monitored || (up && carrier)),
    );
  const stays = working.some((port) => port.index === settings.active);
  const active = stays ? settings.active : working[0]?.index;
  const changed =
    active === settings.active
      ? namespace
      : withLink(namespace, { ...bond, settings: { ...settings, active } });
  return setCarrier(changed, index, bond.up && working.length > 0);
}

/** Has every team follow its ports: it has a carrier while it is up and one of them works. Source: `__team_carrier_check`. */
export function settleTeams(namespace: Namespace): Namespace {
  return namespace.links
    .toArray()
    .filter(({ kind }) => kind === 'team')
    .reduce((before, { index, up }) => {
      const works = before.links.some((link) => link.master === index && link.up && link.carrier);
      return setCarrier(before, index, up && works);
    }, namespace);
}

/** Makes a device a port of a bond: it takes the bond's address, and gives its own to a bond that has none. Source: `bond_enslave`. */
export function joinBond(namespace: Namespace, index: number, bondIndex: number): Namespace {
  const bond = existingLink(namespace, bondIndex);
  const port = existingLink(namespace, index);
  const isFirst = !namespace.links.some(({ master }) => master === bondIndex);
  const lladdr = isFirst && !bond.ownLladdr ? port.lladdr : bond.lladdr;
  const named = withLink(namespace, { ...bond, lladdr });
  const joined: Link = {
    ...port,
    lladdr,
    permanentLladdr: port.lladdr,
    permanentMtuBytes: port.mtuBytes,
    master: bondIndex,
  };
  return setMtu(withLink(named, joined), index, bond.mtuBytes);
}

/** Has the ports of a bond take the address that it was given. Source: `bond_set_mac_address`. */
export function spreadBondAddress(namespace: Namespace, bondIndex: number): Namespace {
  const { lladdr } = existingLink(namespace, bondIndex);
  return namespace.links
    .filter(({ master }) => master === bondIndex)
    .reduce((before, port) => withLink(before, { ...port, lladdr }), namespace);
}

/** Makes a device no port of its bond any more: it has its own address again. Source: `__bond_release_one`. */
export function leaveBond(namespace: Namespace, index: number): Namespace {
  const port = existingLink(namespace, index);
  const lladdr = port.permanentLladdr ?? port.lladdr;
  const left = withLink(namespace, {
    ...port,
    lladdr,
    permanentLladdr: undefined,
    permanentMtuBytes: undefined,
    master: undefined,
  });
  return setMtu(left, index, port.permanentMtuBytes ?? port.mtuBytes);
}

/** Makes a device a port of a team: it takes the team's MTU. Source: `team_port_add`. */
export function joinTeam(namespace: Namespace, index: number, teamIndex: number): Namespace {
  const { mtuBytes } = existingLink(namespace, teamIndex);
  const port = existingLink(namespace, index);
  const joined: Link = { ...port, master: teamIndex, permanentMtuBytes: port.mtuBytes };
  return setMtu(withLink(namespace, joined), index, mtuBytes);
}

/** Makes a device no port of its team any more: it has its own MTU again. Source: `team_port_del`. */
export function leaveTeam(namespace: Namespace, index: number): Namespace {
  const { permanentMtuBytes, ...port } = existingLink(namespace, index);
  const left: Link = { ...port, permanentMtuBytes: undefined, master: undefined };
  return setMtu(withLink(namespace, left), index, permanentMtuBytes ?? port.mtuBytes);
}
