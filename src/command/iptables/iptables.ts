import type { Family } from '../../address/family.js';
import type { Command } from '../command.js';
import { iptablesCommand } from './iptables-command.js';
import { restoreCommand } from './restore/restore.js';
import { saveCommand } from './restore/save.js';
import type { Tool } from './tool.js';

/** What a program's name ends in, and what it does. */
const PROGRAMS: readonly (readonly [string, (tool: Tool) => Command])[] = [
  ['', iptablesCommand],
  ['-save', saveCommand],
  ['-restore', restoreCommand],
];

/** The programs of iptables by name, for both families; with and without `-nft` they are the same. */
export const iptablesCommands: ReadonlyMap<string, Command> = new Map([
  ...programs('iptables', 4),
  ...programs('ip6tables', 6),
]);

function programs(prefix: string, family: Family): readonly (readonly [string, Command])[] {
  return ['', '-nft'].flatMap((backend) =>
    PROGRAMS.map(([ending, make]) => {
      const name = prefix + backend + ending;
      return [name, make({ name, family })] as const;
    }),
  );
}
