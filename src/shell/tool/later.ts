import { isStandardInput } from '../../command/standard-input.js';
import { answer, type ShellTool } from './shell-tool.js';

/** What stands before an `eval`: puts its text into `_nexthop_text`, rewritten where it must be. Words: the shell's number, the status so far, the text. */
export const prepareEval: ShellTool = async ({ session, argv, shell }) => {
  const [key = '0', status = '0', ...words] = argv;
  const text = words.join(' ');
  const rewritten = session.rewriteText(text, Number(key), undefined);
  await shell.assignShellVariable?.('_nexthop_text', rewritten ?? text);
  return { ...answer(), exit: Number(status) };
};

/** What stands before a `source`: puts into `_nexthop_file` which file to read. Words: the shell's number, the status so far, the file. */
export const prepareSource: ShellTool = async ({ session, files, argv, shell, readStdin }) => {
  const [key = '0', status = '0', file = ''] = argv;
  const path = files.resolvePath(shell.cwd, file);
  const isInput = isStandardInput(path);
  const text = isInput ? readStdin() : ((await files.readText(path)) ?? '');
  const number = session.sources++;
  const ownFile = `_nexthop_source_${number}`;
  const rewritten = session.rewriteText(text, Number(key), ownFile) ?? (isInput ? text : undefined);
  const place = `/dev/nexthop-${number}`;
  if (rewritten !== undefined) await files.writeFile(place, rewritten);
  await shell.assignShellVariable?.(ownFile, file);
  await shell.assignShellVariable?.('_nexthop_file', rewritten === undefined ? file : place);
  return { ...answer(), exit: Number(status) };
};
