import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CliError } from '../../src/cli/terminal/cli-error.js';
import { nodeTerminal } from '../../src/cli/terminal/node-terminal.js';

const folder = mkdtempSync(join(tmpdir(), 'nexthop-'));
afterAll(() => rmSync(folder, { recursive: true }));

async function linesOf(path: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of nodeTerminal().readLines(path)) lines.push(line);
  return lines;
}

describe('nodeTerminal', () => {
  it.each([
    ['', []],
    ['a', ['a']],
    ['a\n', ['a']],
    ['a\n\nb\n', ['a', '', 'b']],
    ['ä\r\nb', ['ä\r', 'b']],
    [`${'x'.repeat(70_000)}\n${'ü'.repeat(70_000)}`, ['x'.repeat(70_000), 'ü'.repeat(70_000)]],
  ])('reads text and lines of a file (%#)', async (text, lines) => {
    const path = join(folder, 'file');
    writeFileSync(path, text);
    expect(await nodeTerminal().readText(path)).toBe(text);
    expect(await linesOf(path)).toEqual(lines);
  });

  it.each([
    ['gone', 'no such file or directory', 127],
    ['.', 'illegal operation on a directory', 126],
  ])('says why %s can not be read', async (name, why, exit) => {
    const path = join(folder, name);
    const error = new CliError(`${path}: ${why}`, exit);
    await expect(nodeTerminal().readText(path)).rejects.toEqual(error);
    await expect(linesOf(path)).rejects.toEqual(error);
  });
});

describe('bytes that are not UTF-8', () => {
  it('stay what they are in the text of a file', async () => {
    const path = join(folder, 'bytes');
    writeFileSync(path, Buffer.from([0xef, 0xbb, 0xbf, 0xc3, 0xa4, 0xff, 0xc3, 0x0a]));
    expect(await nodeTerminal().readText(path)).toBe('\ufeffä\udcff\udcc3\n');
  });
});
