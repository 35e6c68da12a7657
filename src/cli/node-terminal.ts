import { once } from 'node:events';
import { createReadStream, fstatSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { CliError } from './cli-error.js';
import type { Output, Terminal } from './terminal.js';

/** How much of a large file is read at once. */
const CHUNK = 1 << 18;

/** The terminal that this process runs in. */
export function nodeTerminal(): Terminal {
  return {
    stdout: output(process.stdout),
    stderr: output(process.stderr),
    isTerminal: process.stdout.isTTY,
    env: process.env,
    readText,
    readLines,
    readBytes,
    sizeOf,
    progress: process.stderr.isTTY ? process.stderr : undefined,
    stdinIsFile: isFile(0),
  };
}

function output(stream: NodeJS.WriteStream): Output {
  return async (words) => {
    if (!stream.write(words)) await once(stream, 'drain');
  };
}

async function readText(path: string): Promise<string> {
  try {
    return path === '-' ? await text(process.stdin) : await readFile(path, 'utf8');
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function* readLines(path: string): AsyncIterable<string> {
  const input = path === '-' ? process.stdin : createReadStream(path);
  input.setEncoding('utf8');
  let rest = '';
  try {
    for await (const chunk of input) {
      const lines = `${rest}${String(chunk)}`.split('\n');
      rest = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    throw unreadable(path, error);
  }
  if (rest !== '') yield rest;
}

async function* readBytes(path: string): AsyncIterable<Uint8Array> {
  const input = path === '-' ? process.stdin : createReadStream(path, { highWaterMark: CHUNK });
  try {
    for await (const chunk of input) yield chunk;
  } catch (error) {
    throw unreadable(path, error);
  }
}

async function sizeOf(path: string): Promise<number | undefined> {
  if (path === '-') return undefined;
  const size = await stat(path).then(
    (stats) => stats.size,
    () => 0,
  );
  // A pipe has no size.
  return size === 0 ? undefined : size;
}

function isFile(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isFile();
  } catch {
    // Standard input may be closed.
    return false;
  }
}

/** Node says `ENOENT: no such file or directory, open 'x'`: what the user needs is between colon and comma. */
function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  const why = /^E\w+: ([^,]+)/.exec(error.message)?.[1] ?? error.message;
  return new CliError(`${path}: ${why}`, error.code === 'ENOENT' ? 127 : 126);
}
