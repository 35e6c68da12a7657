import { continueWith, type TargetData, type TargetExtension } from '../../extension.js';

/** `-j SECMARK --selctx CONTEXT`. */
export interface SecmarkTarget extends TargetData {
  readonly name: 'SECMARK';
  readonly context: string;
}

/** The `SECMARK` target: the reference kernel has no security module that knows any context. Source: `xt_SECMARK.c`. */
export const secmarkTarget: TargetExtension<SecmarkTarget> = {
  name: 'SECMARK',
  families: [4, 6],
  options: {
    initial: { name: 'SECMARK', context: '' },
    options: [
      {
        name: 'selctx',
        words: 1,
        mandatory: true,
        read: (data, { argument }) => ({ ...data, context: argument }),
      },
    ],
  },
  print: ({ context }) => `--selctx ${context}`,
  list: ({ context }) => `SECMARK selctx ${context}`,
  restrict: () => ({ tables: ['mangle', 'security'], refused: 'ENOENT' }),
  effect: () => continueWith([]),
};
