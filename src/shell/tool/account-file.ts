import { etcLines, writeEtc } from './etc-file.js';
import type { ToolCall } from './shell-tool.js';

/** The users of /etc/passwd or the groups of /etc/group: the fields of each line. Source: passwd(5), group(5). */
export interface AccountFile {
  readonly file: 'passwd' | 'group';
  readonly lines: readonly (readonly string[])[];
}

/** Reads the users or the groups. */
export async function readAccounts(
  call: ToolCall,
  file: AccountFile['file'],
): Promise<AccountFile> {
  return { file, lines: (await etcLines(call, file)).map((line) => line.split(':')) };
}

/** Writes the users or the groups back. */
export async function writeAccounts(call: ToolCall, { file, lines }: AccountFile): Promise<void> {
  await writeEtc(
    call,
    file,
    lines.map((fields) => fields.join(':')),
  );
}

/** The line of a name. */
export function accountOf({ lines }: AccountFile, name: string): readonly string[] | undefined {
  return lines.find((fields) => fields[0] === name);
}

/** The line of a number. */
export function accountAt({ lines }: AccountFile, id: number): readonly string[] | undefined {
  return lines.find((fields) => idOf(fields) === id);
}

/** The line of a name, or of a number where no name is like it. */
export function findAccount(file: AccountFile, word: string): readonly string[] | undefined {
  return accountOf(file, word) ?? (/^\d+$/.test(word) ? accountAt(file, Number(word)) : undefined);
}

/** The number of an account. */
export function idOf(fields: readonly string[]): number {
  return Number(fields[2]);
}

/** Where numbers are taken from: those of people go up, those of daemons down. Source: login.defs(5), as Debian has it. */
const PEOPLE = { first: 1000, last: 60_000 };
const DAEMONS = { first: 100, last: 999 };

/** The number that a new account gets. */
export function freeId({ lines }: AccountFile, isSystem: boolean): number {
  const used = new Set(lines.map(idOf));
  if (!isSystem) {
    const people = [...used].filter((id) => id >= PEOPLE.first && id <= PEOPLE.last);
    return Math.max(PEOPLE.first - 1, ...people) + 1;
  }
  let id = DAEMONS.last;
  while (used.has(id)) id--;
  return id;
}

/** Whether a name can be that of an account; Debian allows nearly all, but nothing that breaks the files. */
export function isAccountName(name: string): boolean {
  return /^[^-~+\s:,/][^\s:,/]*$/.test(name) && !/^\d+$/.test(name);
}
