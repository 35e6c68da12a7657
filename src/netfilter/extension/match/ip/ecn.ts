import { PROTOCOL } from '../../../../packet/protocol.js';
import { all, invertedIf, masked, type Predicate } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension } from '../../extension.js';
import { wantedNumberOption, type WantedNumber } from '../../option/number/wanted-number.js';
import type { ExtensionOption } from '../../option/option.js';
import { TCP_FLAG } from '../../../../packet/tcp-flags.js';
import { nftNot, nftWords } from '../../option/nft-words.js';
import { bothForms } from '../../nft-form.js';

/** `-m ecn`. */
export interface EcnMatch extends MatchData {
  readonly name: 'ecn';
  readonly ece: { readonly inverted: boolean } | undefined;
  readonly cwr: { readonly inverted: boolean } | undefined;
  readonly ect: WantedNumber | undefined;
}

const ECN_BITS = 3;

/** The codepoints as nft names them. */
const ECT = ['not-ect', 'ect1', 'ect0', 'ce'];

/** The `ecn` match: on the two ECN bits of a packet, and those flags of TCP. Source: `xt_ecn.c`, iptables-extensions(8). */
export const ecnMatch: MatchExtension<EcnMatch> = {
  name: 'ecn',
  families: [4, 6],
  options: {
    initial: { name: 'ecn', ece: undefined, cwr: undefined, ect: undefined },
    options: [
      flagOption('cwr'),
      flagOption('ece'),
      wantedNumberOption<EcnMatch, 'ect'>('ecn-ip-ect', 'ect', ECN_BITS),
    ],
    finish(data, given) {
      if (given.size > 0) return data;
      throw new XtablesError('parameter', 'ECN match: some option required');
    },
  },
  print: ({ ece, cwr, ect }) =>
    [
      ...(ece === undefined ? [] : [`${ece.inverted ? '! ' : ''}--ecn-tcp-ece`]),
      ...(cwr === undefined ? [] : [`${cwr.inverted ? '! ' : ''}--ecn-tcp-cwr`]),
      ...(ect === undefined ? [] : [`${ect.inverted ? '! ' : ''}--ecn-ip-ect ${ect.value}`]),
    ].join(' '),
  list: ({ ece, cwr, ect }) =>
    [
      'ECN match',
      ...(ece === undefined ? [] : [`${ece.inverted ? '!' : ''}ECE`]),
      ...(cwr === undefined ? [] : [`${cwr.inverted ? '!' : ''}CWR`]),
      ...(ect === undefined ? [] : [`${ect.inverted ? '!' : ''}ECT=${ect.value}`]),
    ].join(' '),
  translate({ ece, cwr, ect }) {
    // The three share what says that one is inverted.
    const not = nftNot({
      inverted: [ece, cwr, ect].some((wanted) => wanted?.inverted === true),
    });
    return nftWords(
      ece === undefined ? '' : `tcp flags ${not}ecn`,
      cwr === undefined ? '' : `tcp flags ${not}cwr`,
      ect === undefined ? '' : `ip ecn ${not}${ECT[ect.value] ?? ''}`,
    );
  },
  asNft: ({ ece, cwr, ect }, { header }) =>
    bothForms(
      ece && `tcp flags & ecn ${ece.inverted ? '==' : '!='} 0`,
      cwr && `tcp flags & cwr ${cwr.inverted ? '==' : '!='} 0`,
      ect && `${header} ecn ${nftNot(ect)}${ECT[ect.value] ?? ''}`,
    ),
  restrict: ({ ece, cwr }) =>
    ece === undefined && cwr === undefined ? {} : { protocols: [PROTOCOL.tcp] },
  predicate: ({ ece, cwr, ect }) =>
    all([
      ...(ect === undefined ? [] : [invertedIf(ect.inverted, masked('tos', ECN_BITS, ect.value))]),
      ...flagPredicate(TCP_FLAG.ECE, ece),
      ...flagPredicate(TCP_FLAG.CWR, cwr),
    ]),
};

function flagPredicate(bit: number, wanted: EcnMatch['ece']): readonly Predicate[] {
  return wanted === undefined ? [] : [invertedIf(wanted.inverted, masked('tcpFlags', bit, bit))];
}

function flagOption(flag: 'ece' | 'cwr'): ExtensionOption<EcnMatch> {
  return {
    name: `ecn-tcp-${flag}`,
    words: 0,
    invertible: true,
    read: (data, { inverted }) => ({ ...data, [flag]: { inverted } }),
  };
}
