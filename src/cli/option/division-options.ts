import { Option, type Command } from 'commander';
import { nsOption } from './ns-option.js';
import { addPacketOptions } from './packet-options.js';

/** Adds what commands have that divide all packets: which packets, from which namespace, and how far they are followed. */
export function addDivisionOptions(command: Command): Command {
  return addPacketOptions(command)
    .addOption(nsOption('whose packets they are'))
    .addOption(
      new Option(
        '--journey',
        'go by where packets end after their whole way through all namespaces',
      ),
    );
}

/** Those options in flags. */
export interface DivisionFlags {
  readonly ns?: string;
  readonly journey?: boolean;
}
