import { once } from 'node:events';
import { createReadStream, fstatSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { decodeText, encodeText } from '../../bash/bytes.js';
import { CliError } from './cli-error.js';
import { openDiskFolder } from '../set-up/disk-folder.js';
import { OutputError } from './output-error.js';
import type { Output, Terminal } from './terminal.js';

/** How much of a large file is read at once. */
const CHUNK = 1 << 18;

/** The terminal that this process runs in. */
export function nodeTerminal(): Terminal {
  return {
    ...output(process.stdout),
    stderr: complaints(process.stderr),
    isTerminal: process.stdout.isTTY,
    env: process.env,
    readText,
    readLines,
    readBytes,
    sizeOf,
    progress: process.stderr.isTTY ? process.stderr : undefined,
    stdinIsFile: isFile(0),
    clock: () => performance.now(),
    bounds: {},
    cwd: process.cwd(),
    mounts: [],
    openFolder: openDiskFolder,
  };
}

/** Standard output. A failure is met by the next that writes, or at the end. */
function output(stream: NodeJS.WriteStream): Pick<Terminal, 'stdout' | 'flush'> {
  let failure: OutputError | undefined;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    failure ??= new OutputError(systemWords(error), error.code === 'EPIPE');
  });
  const whenDone = async (work: Promise<unknown>): Promise<void> => {
    await work.catch(() => {});
    if (failure !== undefined) throw failure;
  };
  return {
    async stdout(words) {
      if (failure !== undefined) throw failure;
      if (!stream.write(encodeText(words))) await whenDone(once(stream, 'drain'));
    },
    flush: () => whenDone(new Promise((resolve) => stream.write('', resolve))),
  };
}

/** Standard error: when it can't be written there is nobody to complain to. */
function complaints(stream: NodeJS.WriteStream): Output {
  let isBroken = false;
  stream.on('error', () => {
    isBroken = true;
  });
  return async (words) => {
    if (!isBroken && !stream.write(encodeText(words))) await once(stream, 'drain').catch(() => {});
  };
}

async function readText(path: string): Promise<string> {
  try {
    return decodeText(path === '-' ? await buffer(process.stdin) : await readFile(path));
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

function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  return new CliError(`${path}: ${systemWords(error)}`, error.code === 'ENOENT' ? 127 : 126);
}

/** Node says `ENOENT: no such file or directory, open 'x'`: what the user needs is between colon and comma. */
function systemWords({ message }: Error): string {
  return /^E\w+: ([^,]+)/.exec(message)?.[1] ?? message;
}
