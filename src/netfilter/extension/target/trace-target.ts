import { continueWith, type TargetData, type TargetExtension } from '../extension.js';
import { metaKeys } from '../../nft/key.js';
import { metaField, numberOf } from '../../nft/make-match.js';

/** `-j TRACE`. */
export interface TraceTarget extends TargetData {
  readonly name: 'TRACE';
}

/** The `TRACE` target: it marks packets for the kernel's own tracing, and changes nothing else. Source: iptables-extensions(8). */
export const traceTarget: TargetExtension<TraceTarget> = {
  name: 'TRACE',
  families: [4, 6],
  options: { initial: { name: 'TRACE' }, options: [] },
  print: () => '',
  list: () => '',
  statements: () => [
    {
      kind: 'mangle',
      target: metaField('nftrace'),
      value: numberOf(1, metaKeys.nftrace),
    },
  ],
  asNft: () => 'meta nftrace set 1',
  effect: () => continueWith([]),
};
