import type { Namespace } from '../namespace/namespace.js';
import { add, copy, set } from '../predicate/assignment.js';
import { equals, inRange } from '../predicate/predicate.js';
import type { Program } from '../program/program.js';
import type { StepId } from '../program/step.js';
import { lowerHook } from './chain-walk.js';
import { deviceWhere } from './device.js';
import { LOOPBACK_INDEX } from './flow-key.js';
import { lowerInputRoute4 } from './input-route-v4.js';
import { Lowering } from './lowering.js';
import { lowerOutput4 } from './output-v4.js';
import { lowerRpdb } from './rpdb-walk.js';

/** ICMP time exceeded in transit. */
const TIME_EXCEEDED = { type: 11, code: 0 };

/**
 * A namespace's IPv4 packet path as a program. Source: `__ip_local_out`, `ip_output`, `ip_rcv`, `ip_local_deliver`, `ip_forward`.
 */
export function lowerNamespace(namespace: Namespace): Program {
  const lowering = new Lowering(namespace, 4);
  const { builder } = lowering;
  const rpdb = lowerRpdb(lowering);
  const output = lowerOutput4(lowering, { rpdb, leave: lowerLeave(lowering) });
  const routed = lowerInputRoute4(lowering, {
    rpdb,
    deliver: lowerDeliver(lowering, false),
    forward: lowerForward(lowering),
  });
  const received = lowerHook(lowering, { hook: 'PREROUTING', dropErrno: undefined }, routed);
  const up = deviceWhere(namespace, 'iif', (link) => link.up);
  const input = builder.test(
    up,
    builder.assign([copy('indev', 'iif'), set('outdev', 0)], received),
    builder.drop({ kind: 'device' }),
    { kind: 'check', what: 'device' },
  );
  return { family: 4, steps: builder.steps, output, input };
}

/** INPUT, then the sockets. */
function lowerDeliver(lowering: Lowering, looped: boolean): StepId {
  const deliver = lowering.builder.add({ kind: 'end', ending: { kind: 'deliver' } });
  return lowerHook(lowering, { hook: 'INPUT', dropErrno: undefined, looped }, deliver);
}

/** POSTROUTING of a packet that was made here; one for lo comes back in at once, and keeps its route. */
function lowerLeave(lowering: Lowering): StepId {
  const { builder } = lowering;
  const transmit = builder.add({ kind: 'end', ending: { kind: 'transmit' } });
  const back = lowerHook(
    lowering,
    { hook: 'PREROUTING', dropErrno: undefined, looped: true },
    lowerDeliver(lowering, true),
  );
  const loop = builder.assign([copy('indev', 'routeDev'), set('outdev', 0)], back, {
    kind: 'loopback',
  });
  const sent = builder.test(equals('routeDev', LOOPBACK_INDEX), loop, transmit);
  const hook = lowerHook(lowering, { hook: 'POSTROUTING', dropErrno: 'EPERM' }, sent);
  return builder.assign([copy('outdev', 'routeDev')], hook);
}

/** TTL, FORWARD, POSTROUTING, and out. */
function lowerForward(lowering: Lowering): StepId {
  const { builder } = lowering;
  const transmit = builder.add({ kind: 'end', ending: { kind: 'transmit' } });
  const leave = lowerHook(lowering, { hook: 'POSTROUTING', dropErrno: undefined }, transmit);
  const hook = lowerHook(lowering, { hook: 'FORWARD', dropErrno: undefined }, leave);
  const counted = builder.assign([add('ttl', -1), copy('outdev', 'routeDev')], hook);
  return builder.test(
    inRange('ttl', 2, 255),
    counted,
    builder.drop({ kind: 'ttl' }, undefined, TIME_EXCEEDED),
    { kind: 'check', what: 'ttl' },
  );
}
