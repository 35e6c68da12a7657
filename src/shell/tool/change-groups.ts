import {
  accountAt,
  accountOf,
  freeId,
  idOf,
  isAccountName,
  readAccounts,
  writeAccounts,
  type AccountFile,
} from './account-file.js';
import { refuseNotSimulated } from './not-simulated.js';
import { readOptions } from './read-options.js';
import { answer, refuse, type ShellTool } from './shell-tool.js';

/** Exit statuses of groupadd(8), groupdel(8). */
const EXIT = { badArgument: 3, idInUse: 4, missing: 6, primary: 8, nameInUse: 9 } as const;

/** `groupadd [-f] [-r] [-g GID] NAME`: a line of /etc/group. Source: groupadd(8), shadow 4.17. */
export const groupadd: ShellTool = async (call) => {
  const read = readOptions(call.argv, {
    short: 'frog:',
    long: { force: 'f', system: 'r', 'non-unique': 'o', gid: 'g' },
  });
  if ('mistake' in read || read.words.length !== 1) {
    return refuseNotSimulated(`groupadd ${call.argv.join(' ')}`);
  }
  const given = new Map(read.options.map(({ letter, argument }) => [letter, argument]));
  const [name = ''] = read.words;
  const groups = await readAccounts(call, 'group');
  const gid = given.get('g');
  if (gid !== undefined && !/^\d+$/.test(gid)) {
    return refuse(EXIT.badArgument, `groupadd: invalid group ID '${gid}'`);
  }
  if (!isAccountName(name)) {
    return refuse(EXIT.badArgument, `groupadd: '${name}' is not a valid group name`);
  }
  if (accountOf(groups, name) !== undefined) {
    if (given.has('f')) return answer();
    return refuse(EXIT.nameInUse, `groupadd: group '${name}' already exists`);
  }
  const taken = gid !== undefined && accountAt(groups, Number(gid)) !== undefined;
  if (taken && !given.has('o') && !given.has('f')) {
    return refuse(EXIT.idInUse, `groupadd: GID '${gid}' already exists`);
  }
  const isFree = gid !== undefined && (!taken || given.has('o'));
  const id = isFree ? Number(gid) : freeId(groups, given.has('r'));
  await writeAccounts(call, withGroup(groups, name, id));
  return answer();
};

/** `groupdel NAME`. Source: groupdel(8). */
export const groupdel: ShellTool = async (call) => {
  const [name = '', ...more] = call.argv;
  if (name.startsWith('-') || name === '' || more.length > 0) {
    return refuseNotSimulated(`groupdel ${call.argv.join(' ')}`);
  }
  const groups = await readAccounts(call, 'group');
  const group = accountOf(groups, name);
  if (group === undefined) {
    return refuse(EXIT.missing, `groupdel: group '${name}' does not exist`);
  }
  const users = await readAccounts(call, 'passwd');
  const member = users.lines.find((fields) => Number(fields[3]) === idOf(group));
  if (member !== undefined) {
    return refuse(
      EXIT.primary,
      `groupdel: cannot remove the primary group of user '${member[0] ?? ''}'`,
    );
  }
  await writeAccounts(call, { ...groups, lines: groups.lines.filter((one) => one !== group) });
  return answer();
};

/** The groups and one more, which has no member. */
export function withGroup(groups: AccountFile, name: string, id: number): AccountFile {
  return { ...groups, lines: [...groups.lines, [name, 'x', `${id}`, '']] };
}

/** The groups with a user in each of those that are named. */
export function withMember(
  groups: AccountFile,
  names: readonly string[],
  user: string,
): AccountFile {
  const lines = groups.lines.map((fields) => {
    const members = (fields[3] ?? '').split(',').filter((member) => member !== '');
    if (!names.includes(fields[0] ?? '') || members.includes(user)) return fields;
    return fields.slice(0, 3).concat([...members, user].join(','));
  });
  return { ...groups, lines };
}

/** The groups without a user. */
export function withoutMember(groups: AccountFile, user: string): AccountFile {
  const lines = groups.lines.map((fields) => {
    const members = (fields[3] ?? '').split(',').filter((member) => member !== user);
    return fields.slice(0, 3).concat(members.join(','));
  });
  return { ...groups, lines };
}
