import { NOT_SIMULATED_EXIT, notSimulatedText, refused } from '../../command/result.js';
import type { NameOf } from '../../unsimulated-names.js';
import type { ToolAnswer } from '../session.js';

/** What programs that are there have on Linux and is refused here: docs/not-simulated.md is made of it. */
export const TOOLS_UNSIMULATED = {
  'users and groups': [
    'getent <words>',
    'groupadd <words>',
    'groupdel <words>',
    'useradd <words>',
    'userdel <words>',
    'usermod <words>',
    'id <words>',
    'groups <words>',
    'whoami <words>',
  ],
  text: [
    'awk <function>',
    'diff <words>',
    'find <option>',
    'grep -P of a pattern that looks around itself',
    'jq <function>',
    'ls -<option>',
    'ls of several names',
    'sqlite3',
    'sort -<option>',
    'tee <words>',
    'xargs -<option>',
    'yq <function>',
  ],
  'running programs': ['env -S', 'flock <option>', 'sudo <option>', 'sudo without a program'],
  'the machine': ['arch <words>', 'hostname <words>', 'uname <words>'],
  'the rest': ['mktemp <words>', 'printenv <words>'],
} as const;

/** Refuses by name what a tool has on Linux and nexthop doesn't simulate. */
export function refuseNotSimulated(what: NameOf<typeof TOOLS_UNSIMULATED>): ToolAnswer {
  return refuseProgram(what);
}

/** Refuses a program, by its name. */
export function refuseProgram(what: string): ToolAnswer {
  return {
    stdout: '',
    stderr: notSimulatedText(what),
    exit: NOT_SIMULATED_EXIT,
    unsimulated: [refused(what)],
  };
}

/** The answer of a program that is known and not simulated, called with these words. */
export function answerForMissing(name: string, words: readonly string[]): ToolAnswer {
  const answer = refuseProgram(name);
  return onlyAsks(words) ? { ...answer, unsimulated: [] } : answer;
}

/** Who asks for the version or the help of a program wants to know whether it is there; here it is not. */
function onlyAsks(words: readonly string[]): boolean {
  return words.length > 0 && words.every((word) => ASKS.has(word));
}

const ASKS: ReadonlySet<string> = new Set(['--help', '--version', '-h', '-V', 'help', 'version']);
