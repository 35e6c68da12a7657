import { setCarrier } from './link-events.js';
import { PRIMARY_MODES, type BondPort, type BondSettings } from './link-kind/bond.js';
import type { Link } from './link.js';
import { setMtu } from './mtu.js';
import { existingLink, linkByIndex, withLink, type Namespace } from './namespace.js';

/** Has every bond follow its ports: it has a carrier while one of them works, be it down itself. Source: `bond_set_carrier`, `bond_mii_monitor`. */
export function settleBonds(namespace: Namespace): Namespace {
  return namespace.links
    .filter(({ kind }) => kind === 'bond')
    .reduce((before, { index }) => settleBond(before, index), namespace);
}

function settleBond(namespace: Namespace, index: number): Namespace {
  const bond = existingLink(namespace, index);
  if (bond.settings.kind !== 'bond') return namespace;
  const settings = followPorts(namespace, bond, bond.settings);
  const works = settings.ports.some((port) => port.works);
  return setCarrier(withLink(namespace, { ...bond, settings }), index, works);
}

/**
 * What a bond has seen of its ports, and the one that it uses then. While it is up and has a monitor (`miimon`) it learns that one works or doesn't; without,
 * each works for all that it knows. It chooses when the one in use fails or leaves, when none was in use, and for its primary one. Source: `bond_enslave`,
 * `bond_miimon_inspect`, `bond_miimon_commit`, `__bond_release_one`.
 */
function followPorts(namespace: Namespace, bond: Link, before: BondSettings): BondSettings {
  const members = namespace.links.filter(({ master }) => master === bond.index).toArray();
  const kept = before.ports.flatMap((port): readonly BondPort[] => {
    const link = members.find(({ index }) => index === port.index);
    return link === undefined ? [] : [bond.up ? watched(before, port, link) : port];
  });
  const added = members
    .filter(({ index }) => before.ports.every((port) => port.index !== index))
    .map(({ index, up, carrier }): BondPort => {
      // Its time to come up (`updelay`) passes only while the bond is up.
      const isUp = up && carrier && (before.options.updelay === 0 || bond.up);
      return {
        index,
        works: before.options.miimon === 0 || isUp,
        failures: 0,
        queueId: 0,
        prio: 0,
      };
    });
  const hadPorts = before.hadPorts || added.length > 0;
  const after = { ...before, ports: [...kept, ...added], hadPorts };
  const primary = primaryOf(namespace, after);
  const active = before.ports.find(({ index }) => index === before.active);
  const cameUp = kept.filter(
    ({ index, works }) => works && before.ports.some((port) => port.index === index && !port.works),
  );
  const chooses =
    added.length > 0 ||
    cameUp.some(
      ({ index, prio }) => active === undefined || index === primary || prio > active.prio,
    ) ||
    (before.active !== undefined &&
      !kept.some(({ index, works }) => index === before.active && works));
  if (!chooses) return after;
  return chooseActive(namespace, after, { force: added.some(({ index }) => index === primary) });
}

function watched({ options }: BondSettings, port: BondPort, { up, carrier }: Link): BondPort {
  if (options.miimon === 0) return port;
  const works = up && carrier;
  return { ...port, works, failures: port.failures + Number(port.works && !works) };
}

/**
 * Has a bond choose the port that it uses: its primary one, or else the first of the highest priority that works; that in use may stay while it works (`primary_reselect`). None
 * where the mode uses all.
 *
 * @param how.force - the primary one has just become that
 * Source: `bond_choose_primary_or_current`.
 */
export function chooseActive(
  namespace: Namespace,
  settings: BondSettings,
  { force }: { readonly force: boolean },
): BondSettings {
  if (!PRIMARY_MODES.has(settings.mode)) return { ...settings, active: undefined };
  const working = settings.ports.filter(({ works }) => works);
  const wanted = primaryOf(namespace, settings);
  const primary = working.find(({ index }) => index === wanted)?.index;
  const [best] = working.toSorted((a, b) => b.prio - a.prio);
  const stays =
    !(force && primary !== undefined) &&
    settings.options.primary_reselect !== 0 &&
    working.some(({ index }) => index === settings.active);
  return { ...settings, active: stays ? settings.active : (primary ?? best?.index) };
}

/** ifindex of the port whose name is that of the primary one. */
export function primaryOf(
  namespace: Namespace,
  { primary, ports }: BondSettings,
): number | undefined {
  return ports.find(({ index }) => linkByIndex(namespace, index)?.name === primary)?.index;
}

/** Has every team follow its ports: it has a carrier while one of them works, be it down itself. Source: `__team_carrier_check`. */
export function settleTeams(namespace: Namespace): Namespace {
  return namespace.links
    .toArray()
    .filter(({ kind }) => kind === 'team')
    .reduce((before, { index }) => {
      const works = before.links.some((link) => link.master === index && link.up && link.carrier);
      return setCarrier(before, index, works);
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
