import { readDatabases } from '../../../../databases/databases.js';
import type { Link } from '../../../../namespace/link.js';
import type { Namespace } from '../../../../namespace/namespace.js';
import type { IpContext } from '../../ip-context.js';
import { piece, type Piece } from '../../piece.js';
import type { KindWords } from './kind-words.js';

/** TUN devices, which `ip tuntap` makes. Source: `iplink_tun.c` of iproute2. */
export const tunWords: KindWords = { kind: 'tun', made: 'otherwise', details };

/** TAP devices. */
export const tapWords: KindWords = { kind: 'tap', made: 'otherwise', details };

function details(
  { machine }: IpContext,
  _namespace: Namespace,
  { kind, settings }: Link,
): readonly Piece[] {
  if (settings.kind !== 'tun') return [];
  const { users, groups } = readDatabases(machine.files);
  const { owner, group, packetInfo, vnetHeader, multiQueue } = settings;
  return [
    piece(`type ${kind} `, { type: kind }),
    piece(`pi ${onOff(packetInfo)} `, { pi: packetInfo }),
    piece(`vnet_hdr ${onOff(vnetHeader)} `, { vnet_hdr: vnetHeader }),
    piece(multiQueue ? 'multi_queue ' : '', { multi_queue: multiQueue }),
    ...(multiQueue
      ? [piece('numqueues 0 ', { numqueues: 0 }), piece('numdisabled 0 ', { numdisabled: 0 })]
      : []),
    piece('persist on ', { persist: true }),
    ...account('user', owner, owner === undefined ? undefined : users.nameOf(owner)),
    ...account('group', group, group === undefined ? undefined : groups.nameOf(group)),
  ];
}

function onOff(on: boolean): string {
  return on ? 'on' : 'off';
}

function account(
  word: 'user' | 'group',
  number: number | undefined,
  name: string | undefined,
): readonly Piece[] {
  if (number === undefined) return [];
  return [piece(`${word} ${name ?? number} `, { [word]: name ?? number })];
}
