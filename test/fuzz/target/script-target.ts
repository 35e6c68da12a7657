import { run } from 'nexthop/shell';
import { machineToData } from '../../../src/machine/machine-data.js';
import { nearText } from '../draw/near-text.js';
import { setUps } from '../draw/recordings.js';
import { TEXT } from '../shape.js';
import { hold, type Target } from '../target.js';

/** Constructs of Bash that set-ups seldom have. */
const CONSTRUCTS = [
  'for i in {1..3}; do ip link add "d$i" type dummy && continue; done\n',
  'f() { local x=${1:-2} y; y=$((x * 2 + ${#x})); echo "${y##*/}"; return 3; }; f "$@" || echo $?\n',
  'case "$1" in a|b*) echo 1;; [0-9]) echo 2;& *) echo 3;; esac\n',
  'declare -A m=([a]=1 [b]="2 3"); for k in "${!m[@]}"; do printf "%s=%q\\n" "$k" "${m[$k]}"; done\n',
  'a=(1 2 "3 4"); a+=(5); echo "${a[@]:1:2}" "${#a[@]}" "${a[-1]}"\n',
  'while read -r dev _; do echo "<$dev>"; done < <(ip -br link)\n',
  'cat <<EOF | sed -n "s/a/b/p"\na $(echo x) ${HOME}\nEOF\n',
  'set -euo pipefail; trap "echo bye" EXIT; x=$(false) || true; [[ $x =~ ^(a*)$ ]] && echo "${BASH_REMATCH[1]}"\n',
  'exec 3>&1 >/dev/null 2>&1; echo x >&3; { echo y; (exit 4); } 2>/tmp/e; echo $? >> /tmp/e\n',
  'echo $RANDOM $SRANDOM $EPOCHSECONDS $SECONDS $$ $BASHPID $(date) $(date +%s%N)\n',
  'i=0; until ((i++ >= 3)); do select_none=; done; echo ${i^^} ${!i} ${i@Q}\n',
  'mktemp; mktemp -d; uuidgen; hostname; uname -a; id -u; shuf -i 1-9; ls -l /tmp; stat /tmp\n',
];

/** What a script may take: one that never ends is ended at the same command each time. */
const LIMITS = { commands: 1000, outputBytes: 1 << 20, liveBytes: 1 << 24, fileBytes: 1 << 20 };
/** Nothing but a hang takes so long. */
const HANG_MS = 30_000;

/** Scripts: near set-ups of people. */
export const scriptTarget: Target<string> = {
  name: 'scripts',
  shape: TEXT,
  inputs: () => nearText([...setUps(), ...CONSTRUCTS], 800),
  run: async (text) => {
    const deadline = performance.now() + HANG_MS;
    const { exit, stdout, stderr, machine } = await run(text, { limits: LIMITS, deadline });
    hold(
      Number.isInteger(exit) && exit >= 0 && exit <= 255,
      'an exit status is 0..255',
      String(exit),
    );
    return [exit, stdout, stderr, machineToData(machine)];
  },
  allowed: [],
  milliseconds: 5000,
  share: 6,
  runs: 4,
};
