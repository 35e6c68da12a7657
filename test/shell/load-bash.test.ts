import { readFileSync } from 'node:fs';
import * as making from 'just-bash';
import { describe, expect, it } from 'vitest';
import { commandsOf } from '../../src/shell/load-bash.js';

describe('commandsOf', () => {
  it('finds the programs of the package', () => {
    const commands = commandsOf(new making.Bash());
    for (const name of ['awk', 'cut', 'find', 'grep', 'jq', 'sed', 'tr']) {
      expect(commands.get(name)?.name).toBe(name);
    }
  });

  it.each([{}, { commands: undefined }, { commands: new Map() }, { commands: { awk: {} } }])(
    'names the version to install when they are not where they were (%#)',
    (shell) => {
      const { peerDependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
      const version = /^~(\d+\.\d+)\./.exec(peerDependencies['just-bash'])?.[1];
      expect(() => commandsOf(shell)).toThrow(`just-bash: npm install just-bash@${version}`);
    },
  );
});
