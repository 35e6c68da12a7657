import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { runCli } from '../../src/cli/program.js';
import { splitCommands } from '../../src/host/command-lines.js';
import { fakeTerminal } from './fake-terminal.js';
import { schemaErrors } from './trace-schema.js';

type Files = Readonly<Record<string, string>>;

function readPage(name: string): string {
  return readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8');
}

/** The files that a page shows, by name. */
function filesOf(page: string): Files {
  return Object.fromEntries(
    [...page.matchAll(/<!-- file: (\S+) -->\n\n```\w+\n([^]*?)```/g)].map(
      ([, name = '', text = '']) => [name, text],
    ),
  );
}

/** What a `$ nexthop ...; echo $?` line of a page with these files prints. */
async function runLine(line: string, files: Files): Promise<string> {
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

it.each(['cli', 'devices', 'journeys'])(
  'docs/%s.md shows what the command prints',
  async (name) => {
    const page = readPage(name);
    const files = filesOf(page);
    let actual = page;
    for (const [block, body = ''] of page.matchAll(/```console\n([^]*?)```/g)) {
      let shown = '';
      for (const [, line = ''] of body.matchAll(/^\$ (.*)\n/gm)) {
        shown += `$ ${line}\n${await runLine(line, files)}`;
      }
      actual = actual.replace(block, () => `\`\`\`console\n${shown}\`\`\``);
    }
    await expect(actual).toMatchFileSnapshot(`../../docs/${name}.md`);
  },
);

it('docs/cli.md shows requests and answers that its schema takes', async () => {
  const files = filesOf(readPage('cli'));
  const requests = (files['requests.jsonl'] ?? '').trim().split('\n');
  const answers = await runLine(
    'nexthop trace setup.sh --packets requests.jsonl --json --steps',
    files,
  );
  expect(
    requests.slice(0, -1).flatMap((line: string) => schemaErrors('request', JSON.parse(line))),
  ).toEqual([]);
  const lines = answers.trim().split('\n');
  expect(lines).toHaveLength(requests.length);
  expect(lines.flatMap((line) => schemaErrors('answer', JSON.parse(line)))).toEqual([]);
});

it('docs/pictures/network.svg is what the command draws of the network of docs/journeys.md', async () => {
  const files = filesOf(readPage('journeys'));
  const [, line = ''] =
    /^\$ (nexthop trace --svg .*) > network\.svg$/m.exec(readPage('journeys')) ?? [];
  await expect(await runLine(line, files)).toMatchFileSnapshot('../../docs/pictures/network.svg');
});
