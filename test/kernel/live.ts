import {
  askVersions,
  playQuestions,
  withoutChance,
  withoutDates,
  type Recording,
} from './recording.js';
import type { Scenario } from './scenario.js';
import { openWorld, VM, type World, type WorldOptions } from './world.js';

/**
 * Plays a scenario on the live kernel: the set-up as one script in one world, then every question in a second.
 *
 * @param options - of the second
 */
export async function playLive(
  { setup, questions }: Scenario,
  options: WorldOptions = {},
): Promise<Recording> {
  const { script, versions } = await inWorld(async (world) => ({
    script: withoutDates(await world.script(setup)),
    versions: await askVersions(world),
  }));
  const answers = await inWorld((world) => playQuestions(world, questions), options);
  return { versions, script, answers: answers.map(withoutChance) };
}

/** Lends a fresh world, and ends it whatever happens. */
export async function inWorld<Result>(
  use: (world: World) => Promise<Result>,
  options: WorldOptions = {},
): Promise<Result> {
  const world = await openWorld(options);
  try {
    return await use(world);
  } finally {
    await world.close();
  }
}

/** Says why the live kernel can't be asked on this machine; undefined when it can. */
export async function askWhyNotLive(): Promise<string | undefined> {
  try {
    await inWorld(async () => undefined);
    return undefined;
  } catch (reason) {
    return reason instanceof Error ? reason.message : String(reason);
  }
}

/** Whether the kernel that is asked now can be asked about this: not the one of this machine where another was needed. */
export function isOfLiveKernel({ needsVm }: { readonly needsVm: boolean }): boolean {
  return !needsVm || VM !== undefined;
}
