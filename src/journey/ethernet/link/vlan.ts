import type { Machine } from '../../../machine/machine.js';
import type { LinkPlace } from '../../../namespace/link.js';
import { lyingOn, type PlacedLink } from '../lying-on.js';
import type { Move } from '../move.js';
import type { Sends } from '../frame-driver.js';

/** A VLAN device has the device below send its frames, with its tag. Source: `vlan_dev_hard_start_xmit`. */
export const sendByVlan: Sends = (_machine, { link, header }) => {
  const { lower, settings } = link;
  if (lower === undefined || settings.kind !== 'vlan') return [];
  return [
    { kind: 'send', place: lower, header: { ...header, tags: [settings.id, ...header.tags] } },
  ];
};

/** The VLAN device on a device whose tag it is. Source: `vlan_find_dev`. */
function vlanOf(machine: Machine, place: LinkPlace, tag: number): PlacedLink | undefined {
  return lyingOn(machine, place, 'vlan').find(
    ({ link: { settings } }) => settings.kind === 'vlan' && settings.id === tag,
  );
}

/** A tagged frame is that of the VLAN device, which has it without the tag; undefined when the device has none for the tag. Source: `vlan_do_receive`. */
export function receiveTagged(
  machine: Machine,
  { place, header }: Pick<Move, 'place' | 'header'>,
): readonly Move[] | undefined {
  const [tag, ...tags] = header.tags;
  const vlan = tag === undefined ? undefined : vlanOf(machine, place, tag);
  if (vlan === undefined) return undefined;
  if (!vlan.link.up)
    return [{ kind: 'lost', place, header, at: `${vlan.link.name}, which is down` }];
  return [{ kind: 'receive', place: vlan.place, header: { ...header, tags } }];
}
