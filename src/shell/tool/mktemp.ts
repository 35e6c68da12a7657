import { refuseNotSimulated } from './not-simulated.js';
import { answer, refuse, type ShellTool } from './shell-tool.js';

/** `mktemp [-d] [-p FOLDER] [TEMPLATE]`: the names are the first free ones, so that a script gives the same every time. */
export const mktemp: ShellTool = async ({ argv, files, shell }) => {
  let folder: string | undefined;
  let template: string | undefined;
  let makeFolder = false;
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at] ?? '';
    if (word === '-d') makeFolder = true;
    else if (word === '-p') folder = argv[++at];
    else if (word === '-t') folder = '/tmp';
    else if (word.startsWith('-') || template !== undefined) {
      return refuseNotSimulated(`mktemp ${argv.join(' ')}`);
    } else template = word;
  }
  const name = template ?? 'tmp.XXXXXXXXXX';
  const run = /X{3,}(?!.*X{3})/.exec(name)?.[0];
  if (run === undefined) return refuse(1, `mktemp: too few X's in template ‘${name}’`);
  const at = name.lastIndexOf(run);
  const place = folder ?? (template === undefined ? '/tmp' : shell.cwd);
  for (let number = 0; ; number++) {
    const written =
      name.slice(0, at) + `${number}`.padStart(run.length, '0') + name.slice(at + run.length);
    const shown = template !== undefined && folder === undefined ? written : `${place}/${written}`;
    const path = files.resolvePath(place, written);
    if (await files.exists(path)) continue;
    await (makeFolder ? files.mkdir(path) : files.writeFile(path, ''));
    await files.chmod(path, makeFolder ? 0o700 : 0o600);
    return answer(`${shown}\n`);
  }
};
