import { change, linkAt } from '../../../machine/link-at.js';
import type { Machine } from '../../../machine/machine.js';
import { changeSettings } from '../../../namespace/link-events.js';
import {
  tunnelEnds,
  tunnelHeaderBytes,
  tunnelOf,
  type TunnelKind,
  type TunnelSettings,
} from '../../../namespace/link-kind/tunnel.js';
import { isSamePlace, type Link, type LinkPlace } from '../../../namespace/link.js';
import { longerHeaderMtu, tunnelMtu } from './settle-tunnel.js';

/**
 * Changes a tunnel by way of the device that stands for its kind. The tunnel gets all but the flags; the device gets those, and the
 * tunnel's ends as its addresses. Source: `ip_tunnel_update` with another `dev`, `ipgre_tunnel_ctl`
 */
export function changeThrough(
  machine: Machine,
  kind: TunnelKind,
  base: LinkPlace,
  found: LinkPlace,
  asked: TunnelSettings,
): Machine {
  const before = settingsAt(machine, found);
  const { local, remote, ttl, tos, pmtudisc } = asked;
  const settings: TunnelSettings = {
    ...before,
    local,
    remote,
    ttl,
    tos,
    pmtudisc,
    fwmark: 0,
    inputKey: keyBehind(before.inputKey, asked.inputKey ?? 0),
    outputKey: keyBehind(before.outputKey, asked.outputKey ?? 0),
  };
  const changed = withFields(machine, found, { settings });
  const link = linkAt(changed, base);
  const { lladdr, broadcastLladdr } = tunnelEnds(settings);
  const mtuBytes =
    before.fwmark === 0
      ? link.mtuBytes
      : tunnelMtu(changed, kind, settingsAt(changed, base), link.lower?.index ?? 0);
  const addressed = withFields(changed, base, { lladdr, broadcastLladdr, mtuBytes });
  if (kind !== 'gre') return addressed;
  const own = settingsAt(addressed, base);
  const keys = isSamePlace(base, found) ? asked : own;
  return withFlags(addressed, base, asked, keys);
}

/** The device that stands for GRE has the flags of what was asked for, with keys of its own. */
function withFlags(
  machine: Machine,
  base: LinkPlace,
  asked: TunnelSettings,
  keys: Pick<TunnelSettings, 'inputKey' | 'outputKey'>,
): Machine {
  const before = settingsAt(machine, base);
  const { inputChecksum, outputChecksum, inputSequence, outputSequence } = asked;
  const settings: TunnelSettings = {
    ...before,
    inputChecksum,
    outputChecksum,
    inputSequence,
    outputSequence,
    inputKey: keyBehind(asked.inputKey, keys.inputKey ?? 0),
    outputKey: keyBehind(asked.outputKey, keys.outputKey ?? 0),
  };
  const longer = tunnelHeaderBytes('gre', settings) - tunnelHeaderBytes('gre', before);
  const mtuBytes = longerHeaderMtu(linkAt(machine, base).mtuBytes, longer);
  return withFields(machine, base, { settings, mtuBytes });
}

/** A key where its flag is set; undefined where it isn't. */
function keyBehind(flag: number | undefined, key: number): number | undefined {
  return flag === undefined ? undefined : key;
}

function settingsAt(machine: Machine, place: LinkPlace): TunnelSettings {
  const settings = tunnelOf(linkAt(machine, place));
  if (settings === undefined) throw new RangeError('no tunnel over IPv4');
  const { type: _type, ...own } = settings;
  return own;
}

/** The machine with a device that has these fields. */
export function withFields(machine: Machine, place: LinkPlace, fields: Partial<Link>): Machine {
  return change(machine, place, (namespace, index) => changeSettings(namespace, index, fields));
}
