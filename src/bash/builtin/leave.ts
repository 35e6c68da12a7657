import { FunctionLeave, LoopLeave, ShellLeave } from '../execute/leave.js';
import { fail, type Builtin } from './builtin.js';

/** `exit [STATUS]` */
export const exit: Builtin = async (call) => {
  const { argv, shell } = call;
  const [word] = argv;
  if (word === undefined) throw new ShellLeave(shell.status);
  if (!/^[-+]?\d+$/.test(word)) {
    await fail(call, `${word}: numeric argument required`);
    throw new ShellLeave(2);
  }
  if (argv.length > 1) return fail(call, 'too many arguments');
  throw new ShellLeave(Number(BigInt(word) & 255n));
};

/** `return [STATUS]` */
export const returnFrom: Builtin = async (call) => {
  const { argv, shell } = call;
  const [word] = argv;
  if (shell.frames.length === 0) {
    return fail(call, "can only `return' from a function or sourced script", 2);
  }
  if (word === undefined) throw new FunctionLeave(shell.status);
  if (!/^[-+]?\d+$/.test(word)) {
    await fail(call, `${word}: numeric argument required`);
    throw new FunctionLeave(2);
  }
  if (argv.length > 1) return fail(call, 'too many arguments');
  throw new FunctionLeave(Number(BigInt(word) & 255n));
};

const leaveLoop =
  (kind: 'break' | 'continue'): Builtin =>
  async (call) => {
    const { argv, shell } = call;
    const [word = '1'] = argv;
    if (shell.loops === 0) {
      await fail(call, "only meaningful in a `for', `while', or `until' loop");
      return 0;
    }
    if (!/^[-+]?\d+$/.test(word)) {
      await fail(call, `${word}: numeric argument required`);
      throw new ShellLeave(128);
    }
    if (Number(word) < 1) {
      await fail(call, `${word}: loop count out of range`);
      throw new LoopLeave('break', shell.loops);
    }
    throw new LoopLeave(kind, Math.min(Number(word), shell.loops));
  };

/** `break [LEVELS]` */
export const breakLoop = leaveLoop('break');

/** `continue [LEVELS]` */
export const continueLoop = leaveLoop('continue');
