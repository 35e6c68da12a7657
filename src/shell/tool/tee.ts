import { refuseNotSimulated } from './not-simulated.js';
import { answer, type ShellTool } from './shell-tool.js';

/** `tee [-ai] FILE...`: its standard input goes to its output and to files, of which those of /proc/sys may refuse it. */
export const tee: ShellTool = async ({ argv, files, session, shell, readStdin }) => {
  const options = argv.filter((word) => word.startsWith('-'));
  if (options.some((word) => !/^-[ai]+$/.test(word))) {
    return refuseNotSimulated(`tee ${argv.join(' ')}`);
  }
  const append = options.some((word) => word.includes('a'));
  const text = readStdin();
  const complaints: string[] = [];
  for (const name of argv.filter((word) => !word.startsWith('-'))) {
    const path = files.resolvePath(shell.cwd, name);
    const words = (await files.whyUnopenable(path)) ?? (await write(path));
    if (words !== undefined) complaints.push(`tee: ${name}: ${words}\n`);
  }
  return { ...answer(text), stderr: complaints.join(''), exit: complaints.length > 0 ? 1 : 0 };

  async function write(path: string): Promise<string | undefined> {
    await (append ? files.appendFile(path, text) : files.writeFile(path, text));
    const words = session.writeFailure;
    session.writeFailure = undefined;
    return words;
  }
};
