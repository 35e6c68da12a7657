import { deviceWhere } from './device.js';
import { UNREACHABLE } from './allowed-ips.js';
import type { Lowering } from './lowering.js';
import type { StepId } from '../program/step.js';
import { dropPacket } from './drop-packet.js';
import { refuse } from './refuse.js';

/**
 * A device that sends by policies of XFRM has none for any packet; its sender learns of that by an ICMP error. Source: `xfrmi_xmit2`,
 * `vti_xmit`, `ipv4_link_failure`.
 *
 * @param next - what follows for a packet that leaves by any other device
 */
export function lowerPolicies(lowering: Lowering, next: StepId): StepId {
  const { builder, namespace, family } = lowering;
  const needs = deviceWhere(namespace, 'routeDev', ({ kind }) => kind === 'xfrm' || kind === 'vti');
  const refused = refuse(lowering, {
    at: { kind: 'policy-of-xfrm' },
    answer: UNREACHABLE[family],
  });
  return builder.test(needs, refused, next);
}

/** A team to which no program has given a mode takes what it is handed, and sends nothing. Source: `team_dummy_transmit`. */
export function lowerTeams(lowering: Lowering, next: StepId): StepId {
  const { builder, namespace } = lowering;
  const isTeam = deviceWhere(namespace, 'routeDev', ({ kind }) => kind === 'team');
  const at = { kind: 'mode-of-team' } as const;
  return builder.test(isTeam, dropPacket(lowering, { at, answer: undefined }), next);
}
