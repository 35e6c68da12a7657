import { XtablesError } from '../../../xtables-error.js';
import { continueWith, type TargetData, type TargetExtension } from '../../extension.js';
import type { ExtensionOption } from '../../option/option.js';

/** `-j CONNSECMARK --save` and `--restore`. */
export interface ConnsecmarkTarget extends TargetData {
  readonly name: 'CONNSECMARK';
  readonly mode: 'save' | 'restore';
}

/** The `CONNSECMARK` target: it copies the mark of a security module, at which nothing on the path looks. Source: `xt_CONNSECMARK.c`. */
export const connsecmarkTarget: TargetExtension<ConnsecmarkTarget> = {
  name: 'CONNSECMARK',
  families: [4, 6],
  usesConnections: true,
  options: {
    initial: { name: 'CONNSECMARK', mode: 'save' },
    options: [modeOption('save', 'restore'), modeOption('restore', 'save')],
    finish(data, given) {
      if (given.size > 0) return data;
      throw new XtablesError('parameter', 'CONNSECMARK target: parameter required');
    },
  },
  print: ({ mode }) => `--${mode}`,
  list: ({ mode }) => `CONNSECMARK ${mode}`,
  restrict: () => ({ tables: ['mangle', 'security'] }),
  effect: () => continueWith([]),
};

function modeOption(
  mode: 'save' | 'restore',
  other: 'save' | 'restore',
): ExtensionOption<ConnsecmarkTarget> {
  return { name: mode, words: 0, excludes: [other], read: (data) => ({ ...data, mode }) };
}
