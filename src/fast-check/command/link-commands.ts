import { printAddress } from '../../address/address-text.js';
import type { Dice } from '../dice.js';
import { Command, must } from './command.js';
import { drawDevice } from './draw-values.js';
import type { Surroundings } from './surroundings.js';

/** Draws what happens to a host beside its rules: a device goes down or comes up, an address comes or goes, a neighbour is learnt, a sysctl is set. */
export function drawLinkCommand(around: Surroundings, dice: Dice): Command {
  const { devices, own, neighbours } = around;
  const device = dice.pick(devices);
  const neighbour = dice.pick(neighbours);
  const address = dice.pick(own.filter(({ dev }) => dev !== 'lo'));
  switch (dice.between(1, 6)) {
    case 1:
      if (device === undefined) break;
      return say(`ip link set ${device.name} ${device.up ? 'down' : 'up'}`);
    case 2:
      return say(`ip addr add ${drawAddress(around, dice)} dev ${drawDevice(around, dice)}`);
    case 3: {
      if (address === undefined) break;
      const { local, length } = address.address;
      return say(`ip addr del ${printAddress(local)}/${length} dev ${address.dev}`);
    }
    case 4:
      if (neighbour === undefined) break;
      return say(
        `ip neigh replace ${neighbour.address} lladdr 02:00:00:00:fe:0${dice.between(1, 9)} dev ${neighbour.dev}`,
      );
    default:
      break;
  }
  return say(`sysctl -qw ${drawSetting(around, dice)}`);
}

function say(text: string): Command {
  return new Command([must(text)]);
}

/** An address of the subnets that hosts begin with, or of new ones. */
function drawAddress({ family }: Surroundings, dice: Dice): string {
  const subnet = dice.between(0, 5);
  const host = dice.between(1, 9);
  return family === 4 ? `10.0.${subnet}.${host}/24` : `2001:db8:${subnet}::${host}/64`;
}

function drawSetting(around: Surroundings, dice: Dice): string {
  const device = drawDevice(around, dice);
  const settings =
    around.family === 4
      ? [
          'net.ipv4.ip_forward=1',
          'net.ipv4.ip_forward=0',
          `net.ipv4.conf.${device}.rp_filter=${dice.between(0, 2)}`,
          `net.ipv4.conf.all.rp_filter=${dice.between(0, 2)}`,
          'net.ipv4.conf.all.src_valid_mark=1',
          'net.ipv4.ip_nonlocal_bind=1',
        ]
      : ['net.ipv6.conf.all.forwarding=1', 'net.ipv6.conf.all.forwarding=0'];
  return dice.pick(settings) ?? 'net.ipv4.ip_forward=1';
}
