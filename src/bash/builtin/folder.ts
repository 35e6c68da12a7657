import { statusOf } from '../execute/file-test.js';
import type { Shell } from '../execute/shell.js';
import { fail, failWithUsage, print, type Builtin, type BuiltinCall } from './builtin.js';
import { readOptions } from './options.js';

/** `cd [-L|-P] [FOLDER]` */
export const cd: Builtin = async (call) => {
  const { shell } = call;
  const { letters, rest, wrong } = readOptions(call.argv, 'LPe@');
  if (wrong !== undefined) {
    return failWithUsage(call, `${wrong.option}: invalid option`, 'cd [-L|[-P [-e]] [-@]] [dir]');
  }
  if (rest.length > 1) return fail(call, 'too many arguments');
  const [written] = rest;
  const target =
    written === '-' ? shell.variables.get('OLDPWD') : (written ?? shell.variables.get('HOME'));
  if (target === undefined) return fail(call, written === '-' ? 'OLDPWD not set' : 'HOME not set');
  const found = await findInPath(shell, target);
  const words = await goTo(shell, found ?? target, letters.has('P') || shell.has('physical'));
  if (words !== undefined) return fail(call, `${target}: ${words}`);
  return written === '-' || found !== undefined ? print(call, `${shell.folder}\n`) : 0;
};

/** A folder that `CDPATH` leads to, unless it is the one that would be gone to anyway. */
async function findInPath(shell: Shell, target: string): Promise<string | undefined> {
  const path = shell.variables.get('CDPATH');
  if (path === undefined || /^\.{0,2}(\/|$)/.test(target)) return undefined;
  for (const folder of path.split(':')) {
    const place = `${folder === '' ? '.' : folder}/${target}`;
    if ((await statusOf(shell, place))?.kind === 'folder') return folder === '' ? undefined : place;
  }
  return undefined;
}

/** Makes a folder the shell's own; a string is why that can't be done. */
async function goTo(
  shell: Shell,
  target: string,
  isPhysical: boolean,
): Promise<string | undefined> {
  const { files } = shell.world;
  if (target === '') return undefined;
  const path = files.resolve(shell.folder, target);
  const status = await files.status(path);
  if (status === undefined) return 'No such file or directory';
  if (status.kind !== 'folder') return 'Not a directory';
  const before = shell.folder;
  shell.folder = isPhysical ? await files.real(path) : path;
  shell.variables.set('OLDPWD', before);
  shell.variables.set('PWD', shell.folder);
  return undefined;
}

/** `pwd [-L|-P]` */
export const pwd: Builtin = async (call) => {
  const { letters, wrong } = readOptions(call.argv, 'LP');
  if (wrong !== undefined)
    return failWithUsage(call, `${wrong.option}: invalid option`, 'pwd [-LP]');
  const { folder, world } = call.shell;
  return print(call, `${letters.has('P') ? await world.files.real(folder) : folder}\n`);
};

/** `pushd [FOLDER]` */
export const pushd: Builtin = async (call) => {
  const { shell } = call;
  const [target] = call.argv;
  if (target !== undefined && /^[-+]\d+$/.test(target)) return rotate(call, target);
  const next = target ?? shell.folderStack[0];
  if (next === undefined) return fail(call, 'no other directory');
  const before = shell.folder;
  const words = await goTo(shell, next, false);
  if (words !== undefined) return fail(call, `${next}: ${words}`);
  if (target === undefined) shell.folderStack.shift();
  shell.folderStack.unshift(before);
  return dirs({ ...call, argv: [] });
};

async function rotate(call: BuiltinCall, word: string): Promise<number> {
  const { shell } = call;
  const all = [shell.folder, ...shell.folderStack];
  const at = word.startsWith('+') ? Number(word) : all.length - 1 + Number(word);
  const next = all[at];
  if (next === undefined) return fail(call, `${word}: directory stack index out of range`);
  const words = await goTo(shell, next, false);
  if (words !== undefined) return fail(call, `${next}: ${words}`);
  shell.folderStack = [...all.slice(at + 1), ...all.slice(0, at)];
  return dirs({ ...call, argv: [] });
}

/** `popd` */
export const popd: Builtin = async (call) => {
  const { shell } = call;
  const [next] = shell.folderStack;
  if (next === undefined) return fail(call, 'directory stack empty');
  const words = await goTo(shell, next, false);
  if (words !== undefined) return fail(call, `${next}: ${words}`);
  shell.folderStack.shift();
  return dirs({ ...call, argv: [] });
};

/** `dirs [-clpv]` */
export const dirs: Builtin = async (call) => {
  const { shell } = call;
  const { letters, wrong } = readOptions(call.argv, 'clpv');
  if (wrong !== undefined)
    return failWithUsage(call, `${wrong.option}: invalid option`, 'dirs [-clpv] [+N] [-N]');
  if (letters.has('c')) {
    shell.folderStack = [];
    return 0;
  }
  const home = shell.variables.get('HOME');
  const shown = [shell.folder, ...shell.folderStack].map((folder) =>
    home !== undefined && !letters.has('l') && (folder === home || folder.startsWith(`${home}/`))
      ? `~${folder.slice(home.length)}`
      : folder,
  );
  if (letters.has('v'))
    return print(call, shown.map((folder, at) => `${`${at}`.padStart(2)}  ${folder}\n`).join(''));
  return print(call, `${shown.join(letters.has('p') ? '\n' : ' ')}\n`);
};
