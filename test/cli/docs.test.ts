import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runCli } from '../../src/cli/program.js';
import { splitCommands } from '../../src/host/command-lines.js';
import { fakeTerminal } from './fake-terminal.js';
import { schemaErrors } from './trace-schema.js';

const page = readFileSync(new URL('../../docs/cli.md', import.meta.url), 'utf8');

/** The files that the page shows, by name. */
const files = Object.fromEntries(
  [...page.matchAll(/<!-- file: (\S+) -->\n\n```\w+\n([^]*?)```/g)].map(([, name, text]) => [
    name,
    text,
  ]),
);

/** What a `$ nexthop ...; echo $?` line of the page prints. */
async function runLine(line: string): Promise<string> {
  const [command, ...rest] = line.split('; echo $?');
  const [{ words } = { words: [] }] = splitCommands(command ?? '');
  const [name, ...argv] = words;
  expect(name).toBe('nexthop');
  const terminal = fakeTerminal(files);
  const exit = await runCli(argv, terminal);
  const { stdout, stderr } = terminal.written;
  const output = `${stdout}${stderr}${rest.length === 0 ? '' : `${exit}\n`}`;
  // Editors take blanks at line ends away, so the page has none.
  return output.replaceAll(/ +$/gm, '');
}

it('docs/cli.md shows what the command prints', async () => {
  let actual = page;
  for (const [block, body = ''] of page.matchAll(/```console\n([^]*?)```/g)) {
    let shown = '';
    for (const [, line = ''] of body.matchAll(/^\$ (.*)\n/gm)) {
      shown += `$ ${line}\n${await runLine(line)}`;
    }
    actual = actual.replace(block, () => `\`\`\`console\n${shown}\`\`\``);
  }
  await expect(actual).toMatchFileSnapshot('../../docs/cli.md');
});

it('docs/cli.md shows requests and answers that its schema takes', async () => {
  const requests = (files['requests.jsonl'] ?? '').trim().split('\n');
  const answers = await runLine('nexthop trace setup.sh --packets requests.jsonl --json --steps');
  expect(
    requests.slice(0, -1).flatMap((line: string) => schemaErrors('request', JSON.parse(line))),
  ).toEqual([]);
  const lines = answers.trim().split('\n');
  expect(lines).toHaveLength(requests.length);
  expect(lines.flatMap((line) => schemaErrors('answer', JSON.parse(line)))).toEqual([]);
});
