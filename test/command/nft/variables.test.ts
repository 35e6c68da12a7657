import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { Host } from '../../../src/host/host.js';

interface Recorded {
  readonly versions: string;
  readonly command: string;
  readonly runs: readonly {
    readonly define: string;
    readonly rule: string;
    readonly stderr: string;
  }[];
}

const { versions, command, runs }: Recorded = JSON.parse(
  readFileSync(new URL('variables.json', import.meta.url), 'utf8'),
);

it.each(runs)(`${command} of ${versions}: $define, $rule`, ({ define, rule, stderr }) => {
  const text = `${define}\ntable t {\n\tchain c { }\n\tchain o {\n\t\t${rule}\n\t}\n}\n`;
  expect(Host.fromCommands('').exec(command.split(' '), text).stderr).toBe(stderr);
});
