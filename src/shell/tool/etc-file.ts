import type { ToolCall } from './shell-tool.js';

/** The lines of a file of /etc, without those that are empty; none when it isn't there. */
export async function etcLines({ files }: ToolCall, name: string): Promise<readonly string[]> {
  const text = (await files.readText(`/etc/${name}`)) ?? '';
  return text.split('\n').filter((line) => line !== '');
}

/** Puts lines in place of those that a file of /etc has. */
export async function writeEtc(
  { files }: ToolCall,
  name: string,
  lines: readonly string[],
): Promise<void> {
  await files.writeFile(`/etc/${name}`, lines.map((line) => `${line}\n`).join(''));
}
