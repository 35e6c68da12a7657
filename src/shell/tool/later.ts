import { answer, type ShellTool } from './shell-tool.js';

/** What stands before an `eval`: puts its text into `_nexthop_text`, rewritten where it must be. Words: the shell's number, the status so far, the text. */
export const prepareEval: ShellTool = async ({ session, argv, shell }) => {
  const [key = '0', status = '0', ...words] = argv;
  const text = words.join(' ');
  const rewritten = session.rewriteText(text, Number(key));
  await shell.assignShellVariable?.('_nexthop_text', rewritten ?? text);
  return { ...answer(), exit: Number(status) };
};

/** What stands before a `source`: puts into `_nexthop_file` which file to read. Words: the shell's number, the status so far, the file. */
export const prepareSource: ShellTool = async ({ session, files, argv, shell }) => {
  const [key = '0', status = '0', file = ''] = argv;
  const text = await files.readFile(files.resolvePath(shell.cwd, file)).catch(() => '');
  const rewritten = session.rewriteText(text, Number(key));
  const place = `/dev/nexthop-${session.sources++}`;
  if (rewritten !== undefined) await files.writeFile(place, rewritten);
  await shell.assignShellVariable?.('_nexthop_file', rewritten === undefined ? file : place);
  return { ...answer(), exit: Number(status) };
};
