import type { World } from '../bash/file/world.js';
import { BashFiles } from './bash-files.js';
import { BashPrograms, bytesOfAnswer } from './bash-programs.js';
import type { MachineFileSystem } from './files/machine-file-system.js';
import { KNOWN_PROGRAMS } from './known-programs.js';
import { bundledPrograms, type loadBash } from './load-bash.js';
import { makePrograms } from './programs.js';
import type { ScriptBound } from './script-bound.js';
import { reach, record, type Session } from './session.js';
import { refuseProgram } from './tool/not-simulated.js';

/** Makes what the shell finds outside of itself: the machine's files, nexthop's tools and the programs of just-bash. */
export function makeWorld({
  making,
  session,
  fs,
  bound,
  ignore,
  seed,
}: {
  readonly making: Awaited<ReturnType<typeof loadBash>>;
  readonly session: Session;
  readonly fs: MachineFileSystem;
  readonly bound: ScriptBound;
  /** Programs that do nothing. */
  readonly ignore: readonly string[];
  /** What `$RANDOM` begins with. */
  readonly seed: number;
}): { readonly world: World; readonly files: BashFiles } {
  const own = makePrograms(making, session, fs, bound, ignore);
  // It lays out its folders, devices and programs in the file system; its interpreter runs nothing.
  new making.Bash({ fs, customCommands: own, defenseInDepth: false }).getCwd();
  const files = new BashFiles(fs, session);
  const world: World = {
    files,
    programs: new BashPrograms({
      making,
      session,
      fs,
      files,
      bundled: bundledPrograms(making),
      own: new Map(own.map((command) => [command.name, command])),
      notSimulated: new Set([...KNOWN_PROGRAMS].filter((name) => !ignore.includes(name))),
      world: () => world,
    }),
    time: session.time,
    seed,
    refuse: (what, place) => {
      reach(session, place);
      const { unsimulated = [], ...answer } = refuseProgram(what);
      record(session, unsimulated, [what]);
      return bytesOfAnswer(answer);
    },
    checkpoint: (place) => {
      reach(session, place);
      return bound.begin(place.line);
    },
    hold: bound.hold,
    nest: bound.nest,
  };
  return { world, files };
}
