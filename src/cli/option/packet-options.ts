import { Option, type Command } from 'commander';
import type { Family } from '../../address/family.js';
import type { Direction } from '../../verify/packets/packet-space.js';

/** Which packets a command is asked about, in flags. */
export interface PacketFlags {
  readonly 4?: boolean;
  readonly 6?: boolean;
  readonly sent?: boolean;
  readonly received?: boolean;
}

/** Which packets a command is asked about; what is left out can be either. */
export interface AskedPackets {
  readonly family?: Family;
  readonly direction?: Direction;
}

/** Adds `-4`, `-6`, `--sent` and `--received`. */
export function addPacketOptions(command: Command): Command {
  return command
    .addOption(new Option('-4', 'IPv4 only').conflicts('6'))
    .addOption(new Option('-6', 'IPv6 only'))
    .addOption(new Option('--sent', 'packets of local sockets only').conflicts('received'))
    .addOption(new Option('--received', 'packets that arrive only'));
}

/** Reads them. */
export function askedPackets(flags: PacketFlags): AskedPackets {
  const { sent = false, received = false } = flags;
  const family = flags[4] === true ? 4 : flags[6] === true ? 6 : undefined;
  const direction = sent ? 'sent' : received ? 'received' : undefined;
  return {
    ...(family === undefined ? {} : { family }),
    ...(direction === undefined ? {} : { direction }),
  };
}
