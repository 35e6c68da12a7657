import { askVersions, playQuestions, withoutDates, type Recording } from './recording.js';
import type { Scenario } from './scenario.js';
import { openWorld, type World } from './world.js';

/** Plays a scenario on the live kernel: the set-up as one script in one world, then every question in a second. */
export async function playLive({ setup, questions }: Scenario): Promise<Recording> {
  const { script, versions } = await inWorld(async (world) => ({
    script: withoutDates(await world.script(setup)),
    versions: await askVersions(world),
  }));
  return {
    versions,
    script,
    answers: await inWorld((world) => playQuestions(world, questions)),
  };
}

/** Lends a fresh world, and ends it whatever happens. */
export async function inWorld<Result>(use: (world: World) => Promise<Result>): Promise<Result> {
  const world = await openWorld();
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
