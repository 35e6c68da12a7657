import { readFileSync } from 'node:fs';
import { decodeText } from '../../bash/bytes.js';

const REPLACEMENT = '\ufffd';

/**
 * The words that this process was called with, behind the program and its script. Node has U+FFFD for each byte in them that is not UTF-8;
 * the kernel has the bytes (proc_pid_cmdline(5)). Where there is no /proc, they stay as Node has them.
 */
export function processWords(): string[] {
  const words = process.argv.slice(2);
  if (words.length === 0 || !words.some((word) => word.includes(REPLACEMENT))) return words;
  let line: Uint8Array;
  try {
    line = readFileSync('/proc/self/cmdline');
  } catch {
    return words;
  }
  // Each word ends by a byte 0.
  return decodeText(line).split('\0').slice(0, -1).slice(-words.length);
}
