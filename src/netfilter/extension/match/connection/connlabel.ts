import { ALWAYS, invertedIf } from '../../../../predicate/predicate.js';
import { HAS_CONNECTION } from '../../../connection.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension, Restriction } from '../../extension.js';
import { readNumber } from '../../option/number/number.js';
import { openChoice } from '../../option/open-choice.js';
import { nftWords } from '../../option/nft-words.js';

/** `-m connlabel --label NUMBER [--set]`. */
export interface ConnlabelMatch extends MatchData {
  readonly name: 'connlabel';
  readonly label: number;
  readonly inverted: boolean;
  readonly sets: boolean;
}

const U16 = 0x10000;
/** Source: `XT_CONNLABEL_MAXBIT`. */
const LAST_LABEL = 127;

/**
 * The `connlabel` match: on a label of the connection, which `--set` gives it. What labels connections have isn't followed here: a single packet's
 * has none. Source: `xt_connlabel.c`, iptables-extensions(8).
 */
export const connlabelMatch: MatchExtension<ConnlabelMatch> = {
  name: 'connlabel',
  families: [4, 6],
  usesConnections: true,
  options: {
    initial: { name: 'connlabel', label: 0, inverted: false, sets: false },
    options: [
      {
        name: 'label',
        words: 1,
        invertible: true,
        mandatory: true,
        read(data, given) {
          const { argument, inverted } = given;
          if (argument === '') {
            throw new XtablesError(
              'parameter',
              'Argument must have a minimum length of 1 characters\n',
            );
          }
          const label = readNumber(argument, 0, 0x7fffffff);
          if (label !== undefined) return { ...data, label: label % U16, inverted };
          // Names of labels are in a file that a host here doesn't have.
          given.notice(
            'Warning: cannot open /etc/xtables/connlabel.conf: No such file or directory',
          );
          throw new XtablesError('parameter', `label '${argument}' not found or invalid value`);
        },
      },
      { name: 'set', words: 0, read: (data) => ({ ...data, sets: true }) },
    ],
  },
  print: ({ label, inverted, sets }) =>
    `${inverted ? '! ' : ''}--label "${label}"${sets ? ' --set' : ''}`,
  list: ({ label, inverted, sets }) =>
    `connlabel ${inverted ? '! ' : ''}${label}${sets ? ' set' : ''}`,
  translate: ({ label, inverted, sets }) =>
    nftWords(
      sets ? `ct label set ${label} ` : '',
      'ct label ',
      inverted ? `and ${label} != ` : '',
      `${label}`,
    ),
  asNft({ label, inverted, sets }) {
    if (inverted) return { without: '-m connlabel ! --label' };
    return `${sets ? `ct label set ${label} ` : ''}ct label ${label}`;
  },
  restrict: ({ label }): Restriction => (label > LAST_LABEL ? { refused: 'ERANGE' } : {}),
  // Without a connection there is no label; with one, setting it succeeds.
  predicate: ({ inverted, sets }) =>
    sets ? invertedIf(inverted, HAS_CONNECTION) : inverted ? ALWAYS : HAS_CONNECTION,
  choice: ({ inverted, sets }) => (sets ? undefined : openChoice(inverted, HAS_CONNECTION)),
};
