import { accountAt, findAccount, idOf, readAccounts, type AccountFile } from './account-file.js';
import { refuseNotSimulated } from './not-simulated.js';
import { readOptions } from './read-options.js';
import { answer, refuse, type ShellTool, type ToolCall } from './shell-tool.js';

/** Who somebody is: numbers, the primary group first. */
interface Identity {
  readonly uid: number;
  readonly gids: readonly number[];
}

const SPECIFICATION = {
  short: 'ugGnrz',
  long: { user: 'u', group: 'g', groups: 'G', name: 'n', real: 'r', zero: 'z' },
} as const;

/** `id [-ugGnr] [USER...]`: the script is run by root; of others it's what the files of /etc have. Source: id(1). */
export const id: ShellTool = async (call) => {
  const read = readOptions(call.argv, SPECIFICATION);
  if ('mistake' in read) return refuseNotSimulated(`id ${call.argv.join(' ')}`);
  const letters = new Set(read.options.map(({ letter }) => letter));
  if (letters.has('z')) return refuseNotSimulated('id -z');
  const chosen = ['u', 'g', 'G'].filter((letter) => letters.has(letter));
  if (chosen.length > 1) {
    return refuse(1, 'id: cannot print "only" of more than one choice');
  }
  const [users, groups] = await bothFiles(call);
  if (chosen.length === 0 && (letters.has('n') || letters.has('r'))) {
    return refuse(1, 'id: printing only names or real IDs requires -u, -g, or -G');
  }
  const stdout: string[] = [];
  const stderr: string[] = [];
  const root = { uid: 0, gids: [0] };
  const asked = read.words.map((word) => [word, identify(users, groups, word)] as const);
  for (const [word, who] of read.words.length === 0 ? [['', root] as const] : asked) {
    if (who === undefined) stderr.push(`id: '${word}': no such user\n`);
    else stdout.push(`${print(who, users, groups, chosen[0], letters.has('n'))}\n`);
  }
  return { stdout: stdout.join(''), stderr: stderr.join(''), exit: stderr.length > 0 ? 1 : 0 };
};

/** `groups [USER...]`. Source: groups(1). */
export const groupsOf: ShellTool = async (call) => {
  if (call.argv.some((word) => word.startsWith('-'))) {
    return refuseNotSimulated(`groups ${call.argv.join(' ')}`);
  }
  const [users, groups] = await bothFiles(call);
  if (call.argv.length === 0) return answer(`${nameAt(groups, 0)}\n`);
  const stdout: string[] = [];
  const stderr: string[] = [];
  for (const word of call.argv) {
    const who = identify(users, groups, word);
    if (who === undefined) stderr.push(`groups: '${word}': no such user\n`);
    else stdout.push(`${word} : ${who.gids.map((gid) => nameAt(groups, gid)).join(' ')}\n`);
  }
  return { stdout: stdout.join(''), stderr: stderr.join(''), exit: stderr.length > 0 ? 1 : 0 };
};

async function bothFiles(call: ToolCall): Promise<[users: AccountFile, groups: AccountFile]> {
  return [await readAccounts(call, 'passwd'), await readAccounts(call, 'group')];
}

function identify(users: AccountFile, groups: AccountFile, word: string): Identity | undefined {
  const user = findAccount(users, word);
  if (user === undefined) return undefined;
  const primary = Number(user[3]);
  const more = groups.lines
    .filter((fields) => (fields[3] ?? '').split(',').includes(user[0] ?? ''))
    .map(idOf);
  return { uid: idOf(user), gids: [...new Set([primary, ...more])] };
}

function print(
  { uid, gids }: Identity,
  users: AccountFile,
  groups: AccountFile,
  choice: string | undefined,
  byName: boolean,
): string {
  if (choice === undefined) {
    const [primary = 0] = gids;
    const list = gids.map((gid) => numberAndName(groups, gid)).join(',');
    return `uid=${numberAndName(users, uid)} gid=${numberAndName(groups, primary)} groups=${list}`;
  }
  if (choice === 'u') return byName ? nameAt(users, uid) : `${uid}`;
  const shown = choice === 'g' ? gids.slice(0, 1) : gids;
  return shown.map((gid) => (byName ? nameAt(groups, gid) : `${gid}`)).join(' ');
}

function nameAt(file: AccountFile, number: number): string {
  return accountAt(file, number)?.[0] ?? `${number}`;
}

function numberAndName(file: AccountFile, number: number): string {
  const name = accountAt(file, number)?.[0];
  return name === undefined ? `${number}` : `${number}(${name})`;
}
