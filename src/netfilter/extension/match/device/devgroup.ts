import { all, ALWAYS, invertedIf, type Predicate } from '../../../../predicate/predicate.js';
import { XtablesError } from '../../../xtables-error.js';
import type { MatchData, MatchExtension, MatchScope } from '../../extension.js';
import { printMarkMask, readMarkMask } from '../../option/mark-mask.js';
import type { ExtensionOption } from '../../option/option.js';
import { nftNot, nftWords } from '../../option/nft-words.js';
import { hex } from '../../option/number/number.js';

/** A group of devices, of which the bits of the mask count. */
interface DeviceGroup {
  readonly group: number;
  readonly mask: number;
  readonly inverted: boolean;
}

/** `-m devgroup --src-group GROUP[/MASK] --dst-group GROUP[/MASK]`. */
export interface DevgroupMatch extends MatchData {
  readonly name: 'devgroup';
  readonly src: DeviceGroup | undefined;
  readonly dst: DeviceGroup | undefined;
}

/** The `devgroup` match: on the group of the device by which a packet comes or leaves. Source: `xt_devgroup.c`, iptables-extensions(8). */
export const devgroupMatch: MatchExtension<DevgroupMatch> = {
  name: 'devgroup',
  families: [4, 6],
  options: {
    initial: { name: 'devgroup', src: undefined, dst: undefined },
    options: [groupOption('src'), groupOption('dst')],
    finish(data, given) {
      if (given.size > 0) return data;
      throw new XtablesError(
        'parameter',
        "devgroup match: You must specify either '--src-group' or '--dst-group'",
      );
    },
  },
  print: (data) => printGroups(data, '--'),
  list: (data) => printGroups(data, ''),
  translate: ({ src, dst }) =>
    nftWords(...translateGroup('iif', src, src), ...translateGroup('oif', dst, src)),
  asNft: ({ src, dst }) =>
    nftWords(...translateGroup('iif', src, src), ...translateGroup('oif', dst, dst)),
  restrict: ({ src, dst }) => {
    if (src === undefined) return { chains: ['FORWARD', 'OUTPUT', 'POSTROUTING'] };
    return { chains: dst === undefined ? ['PREROUTING', 'INPUT', 'FORWARD'] : ['FORWARD'] };
  },
  predicate: ({ src, dst }, scope) =>
    all([inGroup('indev', src, scope), inGroup('outdev', dst, scope)]),
};

function groupOption(side: 'src' | 'dst'): ExtensionOption<DevgroupMatch> {
  return {
    name: `${side}-group`,
    words: 1,
    invertible: true,
    read(data, given) {
      const { mark: group, mask } = readMarkMask(given);
      return { ...data, [side]: { group, mask, inverted: given.inverted } };
    },
  };
}

function printGroups({ src, dst }: DevgroupMatch, dashes: string): string {
  return Object.entries({ src, dst })
    .flatMap(([side, wanted]) =>
      wanted === undefined
        ? []
        : `${wanted.inverted ? '! ' : ''}${dashes}${side}-group ${printMarkMask(wanted.group, wanted.mask)}`,
    )
    .join(' ');
}

function inGroup(
  field: 'indev' | 'outdev',
  wanted: DeviceGroup | undefined,
  scope: MatchScope,
): Predicate {
  if (wanted === undefined) return ALWAYS;
  return invertedIf(wanted.inverted, scope.deviceInGroup(field, wanted.group, wanted.mask));
}

/** When the group of the first device isn't to be met, the tool writes that of the second as if it were the same. */
function translateGroup(
  device: 'iif' | 'oif',
  wanted: DeviceGroup | undefined,
  first: DeviceGroup | undefined,
): readonly string[] {
  if (wanted === undefined) return [];
  const inverted = wanted.inverted || first?.inverted === true;
  const { group, mask } = wanted;
  const test =
    mask === 0xffffffff
      ? `${nftNot({ inverted })}${hex(group)}`
      : `and ${hex(mask)} ${inverted ? '!=' : '=='} ${hex(group)}`;
  return [`${device}group ${test}`];
}
