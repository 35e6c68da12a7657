import fc from 'fast-check';
import { scripts as commandScripts } from '../../../src/fast-check/scripts.js';
import { Host } from '../../../src/host/host.js';
import { run } from '../../../src/shell/run.js';
import { refusedName } from '../../golden/refusal.js';
import { BASE, BASE6, scripts } from '../draw/script.js';
import { isOfLiveKernel } from '../live.js';
import { readScenarios } from '../scenario.js';
import type { World } from '../world.js';

/** A host whose classes are held to the kernel. */
export interface WitnessHost {
  readonly name: string;
  /** What makes it, for a person to paste. */
  readonly script: string;
  readonly host: Host;
  /** Makes it in a world. @throws Error when the kernel refuses what the simulator takes, or the other way round */
  readonly make: (world: World) => Promise<void>;
}

/** The host of every scenario that the kernel can make. */
export async function scenarioWitnessHosts(): Promise<readonly WitnessHost[]> {
  return Promise.all(
    readScenarios()
      .filter(isOfLiveKernel)
      .map(async ({ name, setup: written }) => {
        const setup = withLinkLayerAddresses(written);
        const { machine, exit } = await run(setup, { name: 'setup.sh' });
        return {
          name,
          script: setup,
          // What the kernel lacks as well, such as a file, bears on no packet; what it doesn't shows as a difference.
          host: Host.fromMachine(machine).acceptIncomplete(),
          make: async (world): Promise<void> => {
            const ran = await world.script(setup);
            if (ran.exit !== exit) throw new Error(`setup: the kernel ends with ${ran.exit}`);
          },
        };
      }),
  );
}

/**
 * The kernel gives veths and bridges random addresses, from which IPv6 makes others: a script that leaves them out gets some, by an `ip` of
 * its own, whose words are written for any shell, and in the lines of its batches. Those it runs one by one. It asks for each device that is
 * set up, which has the kernel begin IPv6 on it then and there, before its other end, as it does by itself unless something else comes between.
 */
function withLinkLayerAddresses(setup: string): string {
  let given = 0;
  const next = (): string => `address 02:00:00:00:01:${(given += 1).toString(16).padStart(2, '0')}`;
  const addressed = setup.replaceAll(
    BATCH_LINE,
    (_, device: string, peer: string) => `${device} ${next()}${peer} ${next()}`,
  );
  const [first = '', ...rest] = addressed.split('\n');
  return first.startsWith('#!')
    ? [first, ADDRESSING, ...rest].join('\n')
    : [ADDRESSING, addressed].join('\n');
}

/** A line of a batch that makes a veth. */
const BATCH_LINE = /^(link add \S+)( type veth peer name \S+)/gm;

const ADDRESSING = `ip() {
  case " $* " in
    " -batch - ")
      while IFS= read -r _line; do
        printf '%s\\n' "$_line" | command ip -batch - || return 1
        case "$_line" in
          "link set "*" up") _line=\${_line#link set }; command ip link show dev "\${_line% up}" > /dev/null ;;
        esac
      done
      return 0 ;;
    *" link set "*" up "*)
      command ip "$@" || return
      for _word do
        command ip \${*%%link set *} link show dev "$_word" > /dev/null 2>&1
      done
      return 0 ;;
    *" link add "*" type veth "* | *" link add "*" type bridge "*) ;;
    *) command ip "$@"; return ;;
  esac
  _words=$#
  _before=
  _named=
  while [ "$_words" -gt 0 ]; do
    _word=$1
    shift
    [ -z "$_named" ] || [ "$_word" = address ] || set -- "$@" address "$(_address)"
    _named=
    set -- "$@" "$_word"
    if [ "$_word" != name ] && { [ "$_before" = add ] || [ "$_before" = name ]; }; then
      _devices=$((\${_devices:-0} + 1))
      _named=1
    fi
    _before=$_word
    _words=$((_words - 1))
  done
  [ -z "$_named" ] || set -- "$@" address "$(_address)"
  command ip "$@"
}
_address() {
  printf 02:00:00:00:00:%02x "$_devices"
}`;

/**
 * A drawn host: from even seeds the commands that the judge draws, from odd ones those of `nexthop/fast-check`, of both families in turn.
 * Commands that are not simulated, or that only a shell can read, are left out on both sides.
 */
export function drawnWitnessHost(seed: number): WitnessHost {
  const drawn = seed % 2 === 0 ? judgeCommands(seed / 2) : fastCheckCommands(seed);
  const commands: { readonly line: string; readonly exit: number }[] = [];
  let host = Host.fresh();
  for (const { line, words } of drawn) {
    const executed = host.exec(words);
    if (refusedName(executed.stderr) !== undefined) continue;
    ({ host } = executed);
    commands.push({ line, exit: executed.exit });
  }
  return {
    name: `seed ${seed}`,
    script: commands.flatMap(({ line, exit }) => (exit === 0 ? [`${line}\n`] : [])).join(''),
    host,
    make: async (world) => {
      const ran = await Promise.all(commands.map(({ line }) => world.run(line)));
      const at = ran.findIndex(({ exit }, index) => exit !== commands[index]?.exit);
      const command = commands[at];
      if (command === undefined) return;
      const words = `${command.line}: exit status ${ran[at]?.exit} of the kernel`;
      throw new Error(`${words}, ${command.exit} of the simulator`);
    },
  };
}

/** A command without quotes, here-documents and the like. */
const PLAIN = /^[\w./:,=+@!%-]+( +[\w./:,=+@!%-]+)*$/;

/** In the world of the kernel no address waits until it is known that nobody else has it. */
const UNCHECKED = 'sysctl -qw net.ipv6.conf.default.accept_dad=0';

/** A far end with an address is a neighbour that answers by itself: nobody lives on the far ends. */
const SETTLES = /^ip -n peer addr add /;

/** A command as a shell reads it, and as the words that come of that. */
interface DrawnCommand {
  readonly line: string;
  readonly words: readonly string[];
}

function plainCommand(line: string): DrawnCommand {
  return { line, words: line.split(/ +/) };
}

function judgeCommands(seed: number): readonly DrawnCommand[] {
  const [drawn] = fc.sample(scripts(seed), { seed: spread(seed), numRuns: 1 });
  if (drawn === undefined) throw new RangeError(`seed ${seed} draws nothing`);
  return [...drawn.base, ...drawn.script].flatMap((question) =>
    question.kind === 'run' && PLAIN.test(question.run) && !SETTLES.test(question.run)
      ? [plainCommand(question.run)]
      : [],
  );
}

function fastCheckCommands(seed: number): readonly DrawnCommand[] {
  const family = seed % 4 === 1 ? 4 : 6;
  const base = [UNCHECKED, ...BASE, ...(family === 4 ? [] : BASE6)].map(plainCommand);
  const start = base.reduce((host, { words }) => host.exec(words).host, Host.fresh());
  const [script] = fc.sample(commandScripts(family, { start, maxCommands: 25 }), {
    seed: spread(seed),
    numRuns: 1,
  });
  if (script === undefined) throw new RangeError(`seed ${seed} draws nothing`);
  // What nft reads has braces and semicolons, which a shell would take for its own.
  return [...base, ...script.commands.map((one) => ({ line: String(one), words: one.words }))];
}

/** Seeds side by side must not draw hosts that are alike. */
function spread(seed: number): number {
  return Math.imul(seed + 1, 0x9e3779b1);
}
