import { COMMANDS } from '../command/commands.js';
import { makeIp } from '../command/ip/ip.js';
import { runWith, type RunOptions, type RunResult } from './run-with.js';
import type { MakeCommands } from './make-session.js';

/**
 * Runs a Bash script on a simulated machine.
 *
 * The shell is nexthop's own; the everyday programs (`grep`, `sed`, `awk` ...) are those of the package just-bash, an optional peer
 * dependency: install it beside nexthop. `ip`, `iptables`, `iptables-save`, `iptables-restore`, `sysctl` and the files under
 * /proc/sys/net, /sys/class/net and /etc/iproute2 work on the machine. The script is root's; nothing outside of the simulation is read or changed, and time does not pass.
 *
 * A script that isn't Bash gives exit status 2, a program that isn't there 127, one that is known and not simulated 3.
 *
 * @param script - the text of the script; empty does nothing, with exit status 0
 * @throws Error when just-bash is not installed, or in a version whose programs nexthop can't call
 * @throws GaveUp when it takes longer than it may; what is certain is the machine so far, and the line ({@link ScriptSoFar})
 *
 * @example
 * ```ts
 * import { run } from 'nexthop/shell';
 * const { stdout } = await run('ip link set lo up; ip route get 127.0.0.1 | head -1');
 * ```
 */
export async function run(script: string, options: RunOptions = {}): Promise<RunResult> {
  return runWith(makeCommands, script, options);
}

/** `ip` runs programs of the shell too: `ip netns exec NAME PROGRAM`. */
const makeCommands: MakeCommands = (findCommand) =>
  new Map([...COMMANDS, ['ip', makeIp(findCommand)]]);
