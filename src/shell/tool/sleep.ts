import { answer, refuse, type ShellTool } from './shell-tool.js';

/** `sleep`: time does not pass, so it's over at once, `sleep infinity` too. Source: sleep(1). */
export const sleep: ShellTool = ({ argv }) => {
  const hint = "Try 'sleep --help' for more information.";
  if (argv.length === 0) return refuse(1, `sleep: missing operand\n${hint}`);
  const wrong = argv.filter((word) => !/^\+?(\d+\.?\d*|\.\d+|inf(inity)?)[smhd]?$/i.test(word));
  if (wrong.length === 0) return answer();
  return refuse(
    1,
    `${wrong.map((word) => `sleep: invalid time interval '${word}'\n`).join('')}${hint}`,
  );
};
