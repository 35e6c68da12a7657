import type { ShellTool } from './shell-tool.js';

/** What a program's call is made of so that just-bash's program of that name understands it. */
export interface Adaptation {
  readonly argv: readonly string[];
  /** What is left of its complaints. Absent: all. */
  readonly complaints?: (stderr: string) => string;
  /** A program of nexthop's own that does it. Absent: just-bash's. */
  readonly instead?: ShellTool;
}

/** What else an adaptation may look at. */
export interface AdaptPlace {
  /** The time on the machine, in seconds since 1970. */
  readonly time: number;
  /** The text of a file of the machine; undefined when it can't be read. */
  readonly readText: (path: string) => Promise<string | undefined>;
}

/** Makes of a call's words what just-bash's program understands. */
export type Adapt = (
  argv: readonly string[],
  place: AdaptPlace,
) => Adaptation | Promise<Adaptation>;
