import { continueWith, type TargetData, type TargetExtension } from '../extension.js';

/** `-j QUEUE`. */
export interface QueueTarget extends TargetData {
  readonly name: 'QUEUE';
}

/** The `QUEUE` target: before NFQUEUE the kernel had it, now it refuses it. Source: iptables(8). */
export const queueTarget: TargetExtension<QueueTarget> = {
  name: 'QUEUE',
  families: [4, 6],
  missing: 'unwarned',
  options: { initial: { name: 'QUEUE' }, options: [] },
  print: () => '',
  list: () => '',
  asNft: () => 'queue to 0',
  effect: () => continueWith([]),
};
