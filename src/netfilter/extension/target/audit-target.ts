import { XtablesError } from '../../xtables-error.js';
import { continueWith, type TargetData, type TargetExtension } from '../extension.js';

/** `-j AUDIT --type TYPE`. */
export interface AuditTarget extends TargetData {
  readonly name: 'AUDIT';
  readonly type: (typeof TYPES)[number];
}

const TYPES = ['accept', 'drop', 'reject'] as const;

/** The `AUDIT` target: it reports packets to auditd(8), and changes nothing. Source: `xt_AUDIT.c`, iptables-extensions(8). */
export const auditTarget: TargetExtension<AuditTarget> = {
  name: 'AUDIT',
  families: [4, 6],
  options: {
    initial: { name: 'AUDIT', type: 'accept' },
    options: [
      {
        name: 'type',
        words: 1,
        mandatory: true,
        read(data, { argument }) {
          const type = TYPES.find((one) => one === argument.toLowerCase());
          if (type !== undefined) return { ...data, type };
          throw new XtablesError('parameter', `Bad action type value "${argument}"`);
        },
      },
    ],
  },
  print: ({ type }) => `--type ${type}`,
  list: ({ type }) => `AUDIT ${type}`,
  translate: () => 'log level audit',
  asNft: () => 'log level audit',
  effect: () => continueWith([]),
};
