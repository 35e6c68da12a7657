import { setBits } from '../../../../predicate/assignment.js';
import { XtablesError } from '../../../xtables-error.js';
import { MAX_DSCP, readDscpClass } from './dscp-class.js';
import { continueWith, type TargetData, type TargetExtension } from '../../extension.js';
import { readInteger } from '../../option/number/integer.js';
import { hexByte } from '../../option/tos-mask.js';

/** `-j DSCP --set-dscp CODEPOINT`. */
export interface DscpTarget extends TargetData {
  readonly name: 'DSCP';
  readonly dscp: number;
}

/** The `DSCP` target: sets the upper six bits of the TOS byte, and leaves the ECN bits. Source: `xt_DSCP.c`, `dscp_tg`. */
export const dscpTarget: TargetExtension<DscpTarget> = {
  name: 'DSCP',
  families: [4, 6],
  entries: { kind: 'of-each' },
  options: {
    initial: { name: 'DSCP', dscp: 0 },
    options: [
      {
        name: 'set-dscp',
        words: 1,
        excludes: ['set-dscp-class'],
        read: (data, given) => ({ ...data, dscp: readInteger(given, 0, MAX_DSCP) }),
      },
      {
        name: 'set-dscp-class',
        words: 1,
        excludes: ['set-dscp'],
        read: (data, { argument }) => ({ ...data, dscp: readDscpClass(argument) }),
      },
    ],
    finish(data, given) {
      if (given.size > 0) return data;
      throw new XtablesError('parameter', 'DSCP target: Parameter --set-dscp is required');
    },
  },
  print: ({ dscp }) => `--set-dscp ${hexByte(dscp)}`,
  list: ({ dscp }) => `DSCP set ${hexByte(dscp)}`,
  translate: ({ dscp }, { family }) => `${family === 4 ? 'ip' : 'ip6'} dscp set ${hexByte(dscp)}`,
  restrict: () => ({ tables: ['mangle'] }),
  effect: ({ dscp }) => continueWith([setBits('tos', 0x03, dscp << 2)]),
};
