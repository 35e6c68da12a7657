import type { Table } from '../../netfilter/table.js';
import type { Dice } from '../dice.js';
import { may, type Phrase } from './command.js';
import { drawDevice, drawMark, drawPorts, drawPrefix, sometimes } from './draw-values.js';
import type { Surroundings } from './surroundings.js';

/** What a rule of nft asks for. */
export function drawNftConditions(
  around: Surroundings,
  { sets }: Table,
  dice: Dice,
): readonly Phrase[] {
  const header = around.family === 4 ? 'ip' : 'ip6';
  const not = (): string => (dice.onceIn(6) ? '!= ' : '');
  const side = (): string => dice.pick(['saddr', 'daddr']) ?? 'daddr';
  const protocol = dice.pick(['tcp', 'udp']) ?? 'tcp';
  const [mark = '0x1', mask] = drawMark(dice).split('/');
  const device = dice.pick(['iifname', 'oifname']) ?? 'oifname';
  return [
    may(sometimes(dice, () => `${header} ${side()} ${not()}${drawPrefix(around, dice)}`)),
    may(sets.has('nets') ? sometimes(dice, () => `${header} ${side()} ${not()}@nets`) : undefined),
    may(sets.has('seen') ? sometimes(dice, () => `${header} ${side()} ${not()}@seen`) : undefined),
    may(sometimes(dice, () => `${protocol} dport ${not()}{ ${drawPorts('-', dice)} }`)),
    may(
      sets.has('ports')
        ? sometimes(dice, () => `meta l4proto . th dport ${not()}@ports`)
        : undefined,
    ),
    may(sometimes(dice, () => `${device} ${not()}"${drawDevice(around, dice)}"`)),
    may(
      sometimes(dice, () =>
        mask === undefined ? `meta mark ${not()}${mark}` : `meta mark & ${mask} == ${mark}`,
      ),
    ),
    may(dice.onceIn(10) ? `meta l4proto ${not()}{ tcp, udp }` : undefined),
    may(dice.onceIn(10) ? 'ct state { new, established }' : undefined),
    may(dice.onceIn(10) ? 'limit rate 5/second' : undefined),
    may(dice.onceIn(3) ? 'counter' : undefined),
  ];
}
