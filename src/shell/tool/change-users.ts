import {
  accountAt,
  accountOf,
  findAccount,
  freeId,
  idOf,
  isAccountName,
  readAccounts,
  writeAccounts,
  type AccountFile,
} from './account-file.js';
import { withGroup, withMember, withoutMember } from './change-groups.js';
import { refuseNotSimulated } from './not-simulated.js';
import { readOptions } from './read-options.js';
import { answer, refuse, type ShellTool } from './shell-tool.js';

/** Exit statuses of useradd(8), userdel(8), usermod(8). */
const EXIT = { badArgument: 3, idInUse: 4, missing: 6, nameInUse: 9, badName: 19 } as const;
/** The number of the group `users`, which a user is in that gets none of its own. Source: /etc/default/useradd. */
const USERS_GROUP = 100;

const USERADD = {
  short: 'b:c:d:e:f:g:G:k:K:mMNop:rs:u:U',
  long: {
    'base-dir': 'b',
    comment: 'c',
    'home-dir': 'd',
    expiredate: 'e',
    inactive: 'f',
    gid: 'g',
    groups: 'G',
    skel: 'k',
    'create-home': 'm',
    'no-create-home': 'M',
    'no-user-group': 'N',
    'non-unique': 'o',
    password: 'p',
    system: 'r',
    shell: 's',
    uid: 'u',
    'user-group': 'U',
  },
};

/** `useradd [OPTIONS] NAME`: a line of /etc/passwd, and a group of its own. Source: useradd(8), shadow 4.17, as Debian sets it up. */
export const useradd: ShellTool = async (call) => {
  const read = readOptions(call.argv, USERADD);
  const isUnknown =
    'mistake' in read ||
    read.words.length !== 1 ||
    read.options.some(({ letter }) => letter === 'K');
  if (isUnknown) return refuseNotSimulated(`useradd ${call.argv.join(' ')}`);
  const given = new Map(read.options.map(({ letter, argument }) => [letter, argument]));
  const [name = ''] = read.words;
  const users = await readAccounts(call, 'passwd');
  let groups = await readAccounts(call, 'group');
  const uid = given.get('u');
  if (uid !== undefined && !/^\d+$/.test(uid)) {
    return refuse(EXIT.badArgument, `useradd: invalid user ID '${uid}'`);
  }
  const primary = given.get('g');
  const others = (given.get('G') ?? '').split(',').filter((group) => group !== '');
  const missing = [...(primary === undefined ? [] : [primary]), ...others].find(
    (group) => findAccount(groups, group) === undefined,
  );
  if (missing !== undefined) {
    return refuse(EXIT.missing, `useradd: group '${missing}' does not exist`);
  }
  if (!isAccountName(name)) {
    return refuse(EXIT.badName, `useradd: invalid user name '${name}': use --badname to ignore`);
  }
  if (accountOf(users, name) !== undefined) {
    return refuse(EXIT.nameInUse, `useradd: user '${name}' already exists`);
  }
  const hasOwnGroup = primary === undefined && !given.has('N');
  if (hasOwnGroup && accountOf(groups, name) !== undefined) {
    return refuse(
      EXIT.nameInUse,
      `useradd: group ${name} exists - if you want to add this user to that group, use -g.`,
    );
  }
  if (uid !== undefined && accountAt(users, Number(uid)) !== undefined && !given.has('o')) {
    return refuse(EXIT.idInUse, `useradd: UID ${uid} is not unique`);
  }
  const isSystem = given.has('r');
  const id = uid === undefined ? freeId(users, isSystem) : Number(uid);
  let gid = primary === undefined ? USERS_GROUP : idOf(findAccount(groups, primary) ?? []);
  if (hasOwnGroup) {
    gid = accountAt(groups, id) === undefined ? id : freeId(groups, isSystem);
    groups = withGroup(groups, name, gid);
  }
  const names = others.map((group) => findAccount(groups, group)?.[0] ?? group);
  const home = given.get('d') ?? `${given.get('b') ?? '/home'}/${name}`;
  const shell = given.get('s') ?? '/bin/sh';
  const line = [name, 'x', `${id}`, `${gid}`, given.get('c') ?? '', home, shell];
  await writeAccounts(call, { ...users, lines: [...users.lines, line] });
  await writeAccounts(call, withMember(groups, names, name));
  if (given.has('m')) await call.files.mkdir(home, { recursive: true });
  return answer();
};

/** `userdel [-r] NAME`: the group of its name goes too, when nobody else is in it. Source: userdel(8). */
export const userdel: ShellTool = async (call) => {
  const read = readOptions(call.argv, { short: 'fr', long: { force: 'f', remove: 'r' } });
  if ('mistake' in read || read.words.length !== 1) {
    return refuseNotSimulated(`userdel ${call.argv.join(' ')}`);
  }
  const [name = ''] = read.words;
  const users = await readAccounts(call, 'passwd');
  const user = accountOf(users, name);
  if (user === undefined) return refuse(EXIT.missing, `userdel: user '${name}' does not exist`);
  const left = { ...users, lines: users.lines.filter((one) => one !== user) };
  const groups = withoutMember(await readAccounts(call, 'group'), name);
  const own = accountOf(groups, name);
  const goes = own !== undefined && own[2] === user[3] && isUnused(left, idOf(own));
  await writeAccounts(call, left);
  const lines = goes ? groups.lines.filter((one) => one !== own) : groups.lines;
  await writeAccounts(call, { ...groups, lines });
  return answer();
};

/** `usermod -aG GROUPS NAME`; its other options are refused by name. Source: usermod(8). */
export const usermod: ShellTool = async (call) => {
  const read = readOptions(call.argv, { short: 'aG:', long: { append: 'a', groups: 'G' } });
  const isUnknown =
    'mistake' in read ||
    read.words.length !== 1 ||
    !['a', 'G'].every((letter) => read.options.some((one) => one.letter === letter));
  if (isUnknown) return refuseNotSimulated(`usermod ${call.argv.join(' ')}`);
  const [name = ''] = read.words;
  const names = read.options.flatMap(({ argument }) => argument?.split(',') ?? []);
  const groups = await readAccounts(call, 'group');
  if (accountOf(await readAccounts(call, 'passwd'), name) === undefined) {
    return refuse(EXIT.missing, `usermod: user '${name}' does not exist`);
  }
  const missing = names.find((group) => findAccount(groups, group) === undefined);
  if (missing !== undefined) {
    return refuse(EXIT.missing, `usermod: group '${missing}' does not exist`);
  }
  await writeAccounts(call, withMember(groups, names, name));
  return answer();
};

function isUnused({ lines }: AccountFile, gid: number): boolean {
  return lines.every((fields) => Number(fields[3]) !== gid);
}
