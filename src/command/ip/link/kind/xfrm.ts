import type { XfrmSettings } from '../../../../namespace/link-kind/xfrm.js';
import type { Link } from '../../../../namespace/link.js';
import type { Machine } from '../../../../machine/machine.js';
import { Refusal } from '../../../refusal.js';
import {
  matches,
  refuseByErrno,
  refuseByKernel,
  refuseMissing,
  refuseValue,
  type Words,
} from '../../arguments.js';
import { deviceIndex, refuseNoDevice } from '../../device-arguments.js';
import { EXIT_USAGE } from '../../arguments.js';
import { readU32 } from '../../number-arguments.js';
import { piece } from '../../piece.js';
import type { KindContext, KindWords } from './kind-words.js';

const USAGE = `Usage: ... xfrm dev [ PHYS_DEV ] [ if_id IF-ID ]
		[ external ]

Where: IF-ID := { 0x1..0xffffffff }
`;

interface Draft {
  dev?: number;
  interfaceId?: number;
  external?: true;
}

/** `type xfrm`. Source: `link_xfrm.c` of iproute2; `xfrmi_newlink`. */
export const xfrmWords: KindWords = {
  kind: 'xfrm',
  usage: USAGE,
  read: (words, kindContext) => {
    const { dev, interfaceId, external } = readWords(words, kindContext);
    const { context, request } = kindContext;
    const settings: XfrmSettings = {
      kind: 'xfrm',
      birthNamespace: request.netns ?? context.namespace,
      interfaceId,
    };
    return {
      settle: ({ machine, here }) => {
        if (external === undefined && interfaceId === undefined) {
          refuseByKernel('if_id must be non zero');
        }
        if (holderOf(machine, settings) !== undefined) refuseByErrno('EEXIST');
        return {
          settings,
          ...(dev === undefined ? {} : { lower: { namespace: here, index: dev } }),
        };
      },
    };
  },
  change: (words, kindContext, link) => {
    const draft = readWords(words, kindContext);
    return { settle: () => change(draft, kindContext.context.machine, link) };
  },
  details: (_context, _namespace, { settings }) => {
    if (settings.kind !== 'xfrm') return [];
    if (settings.interfaceId === undefined) return [piece('external ', { external: true })];
    const id = `0x${settings.interfaceId.toString(16)}`;
    return [piece(`if_id ${id} `, { if_id: id })];
  },
};

/** The device with a number, or of those without one, of all that were made in a namespace. Source: `xfrmi_locate`. */
function holderOf(
  { namespaces }: Machine,
  { birthNamespace, interfaceId }: Omit<XfrmSettings, 'kind'>,
): Link | undefined {
  return [...namespaces.values()]
    .flatMap(({ links }) => links.toArray())
    .find(
      ({ settings }) =>
        settings.kind === 'xfrm' &&
        settings.birthNamespace === birthNamespace &&
        settings.interfaceId === interfaceId,
    );
}

/** It can have another number on the same device. Source: `xfrmi_changelink`, `xfrmi_update`. */
function change({ dev = 0, interfaceId }: Draft, machine: Machine, link: Link): Partial<Link> {
  const { lower, settings } = link;
  if (settings.kind !== 'xfrm') return {};
  if (interfaceId === undefined) return refuseByKernel('if_id must be non zero');
  if (settings.interfaceId === undefined) refuseByKernel("collect_md can't be changed");
  const changed = { ...settings, interfaceId };
  if ((holderOf(machine, changed) ?? link) !== link) refuseByErrno('EEXIST');
  if (dev !== (lower?.index ?? 0)) refuseByErrno('EINVAL');
  return { settings: changed };
}

function readWords(words: Words, { namespace }: KindContext): Draft {
  const draft: Draft = {};
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    if (matches(word, 'dev')) {
      const name = words.next();
      draft.dev = deviceIndex(namespace, name) ?? refuseNoDevice(name, EXIT_USAGE);
    } else if (word === 'if_id') {
      const value = words.next();
      draft.interfaceId = readU32(value) || refuseValue(value, 'if_id value is invalid');
    } else if (word === 'external') {
      draft.external = true;
    } else {
      throw new Refusal(1, USAGE, false);
    }
  }
  const { dev, interfaceId, external } = draft;
  if (external === true && (dev ?? interfaceId) !== undefined) {
    throw new Refusal(1, "xfrmi: both 'external' and if_id/link cannot be specified\n", false);
  }
  if (dev !== undefined && interfaceId === undefined) refuseMissing('IF_ID');
  return draft;
}
