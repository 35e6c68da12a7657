import { copy, set } from '../predicate/assignment.js';
import type { StepId } from '../program/step.js';
import type { Lowering } from './lowering.js';
import { lowerHook } from './netfilter/hook-stages.js';

/**
 * What a bridge sends by one of its ports: FORWARD with the bridge as both devices, POSTROUTING with it as the one by which a frame leaves, and none by which it has come; no hop is counted.
 * Source: `br_nf_forward`, `br_nf_post_routing`.
 */
export function lowerThroughBridge(lowering: Lowering): StepId {
  const { builder } = lowering;
  const through = builder.add({ kind: 'end', ending: { kind: 'transmit', bridged: 'through' } });
  const posting = { hook: 'POSTROUTING', dropErrno: undefined, copied: 'each' } as const;
  const left = lowerHook(lowering, posting, through);
  const leaving = builder.assign([set('indev', 0)], left);
  const hook = lowerHook(lowering, { hook: 'FORWARD', dropErrno: undefined }, leaving);
  return builder.assign([copy('outdev', 'iif')], hook);
}
