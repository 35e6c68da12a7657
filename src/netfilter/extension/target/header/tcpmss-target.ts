import type { Family } from '../../../../address/family.js';
import { PROTOCOL } from '../../../../packet/protocol.js';
import { XtablesError } from '../../../xtables-error.js';
import { continueWith, type TargetData, type TargetExtension } from '../../extension.js';
import { readInteger } from '../../option/number/integer.js';

/** `-j TCPMSS`. */
export interface TcpmssTarget extends TargetData {
  readonly name: 'TCPMSS';
  /** The segment size that is set, in bytes; undefined for what the path's MTU allows. */
  readonly mssBytes: number | undefined;
}

const HEADER_BYTES: Readonly<Record<Family, number>> = { 4: 20, 6: 40 };

/**
 * The `TCPMSS` target: it sets an option of TCP segments, which nothing on the path looks at. Source: `xt_TCPMSS.c`,
 * iptables-extensions(8).
 */
export const tcpmssTarget: TargetExtension<TcpmssTarget> = {
  name: 'TCPMSS',
  families: [4, 6],
  entries: { kind: 'of-each' },
  options: {
    initial: { name: 'TCPMSS', mssBytes: undefined },
    options: [
      {
        name: 'set-mss',
        words: 1,
        read: (data, given) => ({
          ...data,
          mssBytes: readInteger(given, 0, 0xffff - HEADER_BYTES[given.family]),
        }),
      },
      {
        name: 'clamp-mss-to-pmtu',
        words: 0,
        read: (data) => ({ ...data, mssBytes: undefined }),
      },
    ],
    finish(data, given) {
      if (given.size > 0) return data;
      throw new XtablesError('parameter', 'TCPMSS target: At least one parameter is required');
    },
  },
  print: ({ mssBytes }) =>
    mssBytes === undefined ? '--clamp-mss-to-pmtu' : `--set-mss ${mssBytes}`,
  list: ({ mssBytes }) =>
    mssBytes === undefined ? 'TCPMSS clamp to PMTU' : `TCPMSS set ${mssBytes}`,
  translate: ({ mssBytes }) => `tcp option maxseg size set ${mssBytes ?? 'rt mtu'}`,
  restrict: ({ mssBytes }) => ({
    protocols: [PROTOCOL.tcp],
    // Before the route is known there is no MTU to take the size from.
    ...(mssBytes === undefined ? { chains: ['FORWARD', 'OUTPUT', 'POSTROUTING'] } : {}),
  }),
  effect: () => continueWith([]),
};
