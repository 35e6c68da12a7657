import type { ToolAnswer } from '../session.js';
import { runProgram } from './run-program.js';
import { refuse, type ToolCall } from './shell-tool.js';

/** Options of `ip` that are followed by a word of their own. */
const WITH_WORD =
  /^-{1,2}(n|net|netn|netns|f|fa|fam|fami|famil|family|l|lo|loo|loop|loops|rc|rcv|rcvb|rcvbuf)$/;

/** The words after `exec` of an `ip netns exec`; undefined for any other use of `ip` (ip(8): words may be shortened). */
export function findNetnsExec(argv: readonly string[]): readonly string[] | undefined {
  let at = 0;
  while (argv[at]?.startsWith('-') === true) at += WITH_WORD.test(argv[at] ?? '') ? 2 : 1;
  const [object = '', action = ''] = argv.slice(at);
  const isNetns = object.length >= 3 && 'netns'.startsWith(object);
  const isExec = action !== '' && 'exec'.startsWith(action);
  return isNetns && isExec ? argv.slice(at + 2) : undefined;
}

/** `ip netns exec NAME PROGRAM...`: runs a program with that namespace as its own (ip-netns(8)). */
export async function netnsExec(call: ToolCall, words: readonly string[]): Promise<ToolAnswer> {
  const { session } = call;
  const [name, program, ...argv] = words;
  if (name === undefined) return refuse(1, 'No netns name specified');
  if (program === undefined) return refuse(1, 'No command specified');
  if (name === '' || name === '.' || name === '..' || name.includes('/')) {
    return refuse(255, `Invalid netns name "${name}"`);
  }
  if (!session.machine.namespaces.has(name)) {
    return refuse(255, `Cannot open network namespace "${name}": No such file or directory`);
  }
  const outer = session.namespace;
  session.namespace = name;
  try {
    const ran = await runProgram(call, program, argv);
    return ran ?? refuse(1, `exec of "${program}" failed: No such file or directory`);
  } finally {
    session.namespace = outer;
  }
}
