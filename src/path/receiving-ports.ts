import { existingLink } from '../namespace/namespace.js';
import { set } from '../predicate/assignment.js';
import type { StepId } from '../program/step.js';
import { deviceWhere } from './device.js';
import type { Lowering } from './lowering.js';

/** A device that is down receives nothing, but for a bond, which is given what its port in use receives. Source: `bond_handle_frame`. */
export function lowerArrivingDevice({ builder, namespace }: Lowering, next: StepId): StepId {
  const up = deviceWhere(
    namespace,
    'iif',
    ({ up: isUp, settings }) => isUp || (settings.kind === 'bond' && settings.active !== undefined),
  );
  return builder.check('device', {
    when: up,
    passes: next,
    fails: builder.drop({ kind: 'device' }),
  });
}

/** What a port of a bridge receives for this host, the bridge receives. Source: `br_handle_frame`, `br_pass_frame_up`. */
export function lowerBridges(lowering: Lowering, next: StepId): StepId {
  const { builder, namespace } = lowering;
  const masters = new Set(
    namespace.links
      .toArray()
      .flatMap(({ master }) => master ?? [])
      .filter((master) => existingLink(namespace, master).kind !== 'vrf'),
  );
  if (masters.size === 0) return next;
  const arriving = lowerArrivingDevice(lowering, next);
  return [...masters].reduce((others, master) => {
    const port = deviceWhere(namespace, 'iif', (link) => link.master === master);
    const bridged = builder.assign([set('iif', master)], arriving, {
      kind: 'bridge',
      bridge: existingLink(namespace, master).name,
    });
    return builder.test(port, lowerBackup(lowering, master, bridged), others);
  }, next);
}

/** A bond in the mode `active-backup` takes packets from the port in use alone. Source: `bond_should_deliver_exact_match`. */
function lowerBackup({ builder, namespace }: Lowering, master: number, next: StepId): StepId {
  const { settings } = existingLink(namespace, master);
  if (settings.kind !== 'bond' || settings.mode !== 'active-backup') return next;
  const { active } = settings;
  const isActive = deviceWhere(namespace, 'iif', ({ index }) => index === active);
  return builder.check('device', {
    when: isActive,
    passes: next,
    fails: builder.drop({ kind: 'device' }),
  });
}
