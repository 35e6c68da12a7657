import type { Family } from '../../address/family.js';
import type { Command } from '../command.js';
import { iptablesCommand } from './iptables-command.js';

/** The programs of iptables by name, for both families; without and with `-nft` they are the same. */
export const iptablesCommands: ReadonlyMap<string, Command> = new Map(
  ([4, 6] satisfies Family[]).flatMap((family) =>
    ['', '-nft'].flatMap((backend) => {
      const prefix = `${family === 4 ? 'iptables' : 'ip6tables'}${backend}`;
      return [[prefix, iptablesCommand({ name: prefix, family })] as const];
    }),
  ),
);
