import { deviceChains, deviceTables, isOfDevices } from '../netfilter/device-chains.js';
import type { NftNotFollowed } from '../netfilter/nft/not-followed.js';
import type { Namespace } from './namespace.js';

/** What chains at hooks of devices see that isn't followed: the frames of a device that carries those of another. */
export function framesNotFollowed({
  links,
  netfilter,
}: Pick<Namespace, 'links' | 'netfilter'>): readonly NftNotFollowed[] {
  const hasChains = deviceTables(netfilter).some(({ chains }) =>
    chains.some(({ base }) => isOfDevices(base)),
  );
  if (!hasChains) return [];
  const all = links.toArray();
  const isVrf = (index: number): boolean =>
    all.some((link) => link.index === index && link.kind === 'vrf');
  const carrying = all.filter(
    ({ index, kind, master }) =>
      kind === 'vrf' ||
      (master !== undefined && !isVrf(master)) ||
      all.some(({ lower }) => lower?.index === index),
  );
  const meets = (hook: 'INGRESS' | 'EGRESS'): boolean =>
    carrying.some(({ name }) =>
      deviceChains(netfilter, hook, name).some(
        ({ chain: { base, rules } }) => !rules.isEmpty() || base?.policy === 'DROP',
      ),
    );
  return [
    ...(meets('INGRESS') ? (['nft hook ingress of a device below another'] as const) : []),
    ...(meets('EGRESS') ? (['nft hook egress of a device below another'] as const) : []),
  ];
}
