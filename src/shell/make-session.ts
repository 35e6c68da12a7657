import type { Command } from '../command/command.js';
import { ROOT_NAMESPACE } from '../machine/machine.js';
import { findOtherProgram } from './tool/other-programs.js';
import type { Session } from './session.js';

/** Makes the simulated tools; they find with `findCommand` what else they are to run. */
export type MakeCommands = (
  findCommand: (name: string) => Command | undefined,
) => ReadonlyMap<string, Command>;

/** What a run begins with. */
export interface SessionStart extends Pick<Session, 'machine' | 'name' | 'time' | 'randomBytes'> {
  readonly makeCommands: MakeCommands;
}

/** Begins a run on a machine. */
export function makeSession({ makeCommands, ...start }: SessionStart): Session {
  const session: Session = {
    ...start,
    namespace: ROOT_NAMESPACE,
    commands: makeCommands((name) => findOtherProgram(session, name)),
    programs: new Set(),
    otherPrograms: [],
    place: undefined,
    writeFailure: undefined,
    texts: new Map(),
    inputs: [],
    vrf: undefined,
    isAsked: false,
    isAwaited: false,
    isReading: false,
    presumed: undefined,
    umask: 0o022,
  };
  return session;
}
