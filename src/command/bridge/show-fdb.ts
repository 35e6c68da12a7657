import { printAddress } from '../../address/address-text.js';
import { namespaceOf } from '../../machine/machine.js';
import { overlayOf } from '../../namespace/link-kind/overlay.js';
import type { Link } from '../../namespace/link.js';
import { linkByIndex, linkByName, type Namespace } from '../../namespace/namespace.js';
import type { CommandContext, CommandResult } from '../command.js';
import { matches, type Words } from '../ip/arguments.js';
import { printJson } from '../ip/json-text.js';
import { succeed } from '../result.js';
import { refuseInWords, refuseUnsimulated } from './refuse.js';

/** `bridge fdb show dev VXLAN`: what it has learned and was given, the newest address first. Source: `fdb_show` of iproute2; `vxlan_fdb_dump`. */
export function showFdb(context: CommandContext, words: Words, json: boolean): CommandResult {
  const namespace = namespaceOf(context.machine, context.namespace);
  const entries = entriesOf(namespace, deviceIn(namespace, words));
  if (json) {
    const items = entries.map(({ mac, dst, via, state }) => ({
      mac,
      dst,
      ...(via === undefined ? {} : { viaIf: via }),
      flags: ['self'],
      state,
    }));
    return succeed(context.machine, printJson(items, false));
  }
  const lines = entries.map(({ mac, dst, via, state }) => {
    const below = via === undefined ? '' : ` via ${via}`;
    return `${mac} dst ${dst}${below} self ${state}\n`;
  });
  return succeed(context.machine, lines.join(''));
}

function deviceIn(namespace: Namespace, words: Words): Link {
  let name: string | undefined;
  let word: string | undefined;
  while ((word = words.take()) !== undefined) {
    if (word === 'dev' || word === 'brport') name = words.next();
    else if (['br', 'vlan', 'state', 'dynamic', 'get'].includes(word)) {
      refuseUnsimulated(`bridge fdb ${word}`);
    } else if (matches(word, 'help')) refuseUnsimulated('bridge fdb help');
    else name = word;
  }
  const link = name === undefined ? undefined : linkByName(namespace, name);
  if (name !== undefined && link === undefined) refuseInWords(`Cannot find device "${name}"`);
  const isAlone = link?.kind === 'vxlan' && link.master === undefined;
  if (!isAlone) refuseUnsimulated('bridge fdb of other devices than vxlan');
  return link;
}

interface Shown {
  readonly mac: string;
  readonly dst: string;
  readonly via: string | undefined;
  readonly state: string;
}

function entriesOf(namespace: Namespace, link: Link): readonly Shown[] {
  const { entries = [] } = overlayOf(link) ?? {};
  const { lower } = link;
  const below = lower === undefined ? undefined : linkByIndex(namespace, lower.index)?.name;
  const macs = [...new Set(entries.map(({ lladdr }) => lladdr))].toReversed();
  const given = macs.flatMap((mac) =>
    entries
      .filter(({ lladdr }) => lladdr === mac)
      .map(({ dst, own }) => ({
        mac,
        dst: printAddress(dst),
        via: own ? below : undefined,
        state: 'permanent',
      })),
  );
  const start = `${link.index} `;
  const learned = [...namespace.traffic.farEnds]
    .filter(([key]) => key.startsWith(start) && !macs.includes(key.slice(start.length)))
    .map(([key, dst]) => ({
      mac: key.slice(start.length),
      dst: printAddress(dst),
      via: undefined,
      state: '',
    }));
  return [...learned, ...given];
}
