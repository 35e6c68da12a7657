import type { Link } from '../../../namespace/link.js';
import { portsOf } from '../../../namespace/bridge.js';
import { namespaceOf } from '../../../machine/machine.js';
import type { Sends } from '../frame-driver.js';

/**
 * A bond has the port send that is in use, all that work in the mode `broadcast`, and one of those that work in the other modes: here the first, since it
 * depends on what was sent before. Source: `bond_start_xmit`.
 */
export const sendByBond: Sends = (machine, { place, link, header }) => {
  const { settings } = link;
  if (settings.kind !== 'bond') return [];
  const working = portsOf(namespaceOf(machine, place.namespace), link.index).filter(
    ({ up, carrier }) => up && carrier,
  );
  const used = working.filter(({ index }) => isUsed(settings, index));
  const senders = settings.mode === 'broadcast' ? used : used.slice(0, 1);
  return senders.map(({ index }) => ({ kind: 'send', place: { ...place, index }, header }));
};

/** Whether a bond takes frames of a port, and sends by it. Source: `bond_should_deliver_exact_match`. */
export function isUsed(settings: Link['settings'], port: number): boolean {
  return (
    settings.kind === 'bond' && (settings.mode !== 'active-backup' || settings.active === port)
  );
}
