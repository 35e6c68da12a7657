import type { StepId } from '../program/step.js';
import { lowerPeers, type Sending } from './allowed-ips.js';
import { deviceWhere } from './device.js';
import type { Lowering } from './lowering.js';
import { lowerEgress } from './netfilter/device-hooks.js';
import { lowerPolicies, lowerTeams } from './policies.js';

/** What a device gives out meets its chains first; one that is down or without carrier swallows what it is given, and the sender gets no error. Source: `noop_enqueue`, `dev_deactivate`. */
export function lowerDevice(lowering: Lowering, next: StepId, sending: Sending): StepId {
  const { builder, namespace } = lowering;
  const works = deviceWhere(namespace, 'routeDev', ({ up, carrier }) => up && carrier);
  const fails = builder.drop({ kind: 'device' });
  const given = builder.check('device', { when: works, passes: next, fails });
  return lowerEgress(lowering, sending, given);
}

/** What drivers refuse that a device with a carrier is given. */
export function lowerDriver(lowering: Lowering, next: StepId, sending: Sending): StepId {
  const teams = lowerTeams(lowering, next);
  return lowerPeers(lowering, lowerPolicies(lowering, teams), sending);
}
