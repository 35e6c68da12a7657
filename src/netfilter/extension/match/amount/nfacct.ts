import { NEVER } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { quoteString } from '../../option/quoted-string.js';

/** `-m nfacct --nfacct-name NAME`. */
export interface NfacctMatch extends MatchData {
  readonly name: 'nfacct';
  readonly object: string;
}

/** The `nfacct` match: it counts packets in an object of nfacct(8), and a host here has no such objects. Source: `xt_nfacct.c`. */
export const nfacctMatch: MatchExtension<NfacctMatch> = {
  name: 'nfacct',
  families: [4, 6],
  options: {
    initial: { name: 'nfacct', object: '' },
    options: [
      {
        name: 'nfacct-name',
        words: 1,
        mandatory: true,
        read(data, { argument }) {
          if (argument === '') {
            throw new XtablesError(
              'parameter',
              'Argument must have a minimum length of 1 characters\n',
            );
          }
          if (argument.includes('\n')) {
            throw new XtablesError('parameter', 'Newlines not allowed in --nfacct-name');
          }
          return { ...data, object: argument };
        },
      },
    ],
  },
  print: ({ object }) => `--nfacct-name ${quoteString(object)}`,
  list: ({ object }) => `nfacct-name ${quoteString(object)}`,
  restrict: () => ({ refused: 'ENOENT' }),
  predicate: () => NEVER,
};
