import { continueWith, type TargetData, type TargetExtension } from '../../extension.js';

/** `-j CHECKSUM --checksum-fill`. */
export interface ChecksumTarget extends TargetData {
  readonly name: 'CHECKSUM';
}

/** The `CHECKSUM` target: it fills in checksums, which are no part of a packet here. Source: `xt_CHECKSUM.c`, iptables-extensions(8). */
export const checksumTarget: TargetExtension<ChecksumTarget> = {
  name: 'CHECKSUM',
  families: [4, 6],
  options: {
    initial: { name: 'CHECKSUM' },
    options: [{ name: 'checksum-fill', words: 0, mandatory: true, read: (data) => data }],
  },
  print: () => '--checksum-fill',
  list: () => 'CHECKSUM fill',
  restrict: () => ({ tables: ['mangle'] }),
  effect: () => continueWith([]),
};
