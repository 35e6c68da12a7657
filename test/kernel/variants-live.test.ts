import { describe, expect, test } from 'vitest';
import {
  readVariantRecording,
  writeVariantRecording,
  type VariantRecording,
} from '../scenarios/variant-recording.js';
import { questionsOf, readVariants, type Side, type Variant } from '../scenarios/variant.js';
import { compareFields } from './difference.js';
import { askWhyNotLive, isOfLiveKernel, inWorld } from './live.js';
import { askVersions, playQuestions, type Answer } from './recording.js';

const whyNotLive = await askWhyNotLive();

describe.runIf(whyNotLive === undefined)(
  'the live kernel answers broken variants as recorded',
  () => {
    test.each(readVariants().filter(isOfLiveKernel))('$name', async (variant) => {
      const live = await playVariant(variant);
      if (process.env['RECORD'] !== undefined) writeVariantRecording(variant, live);
      const { answers } = readVariantRecording(variant);
      expect(compareFields(live.answers, answers)).toEqual([]);
    });
  },
);

async function playVariant(variant: Variant): Promise<VariantRecording> {
  const play = (side: Side): Promise<Answer[]> =>
    inWorld(async (world) => {
      const all = await playQuestions(world, questionsOf(variant, side));
      const made = all.slice(0, -variant.questions.length);
      expect(made.filter((answer) => answer.kind !== 'run' || answer.ran.exit !== 0)).toEqual([]);
      return all.slice(-variant.questions.length);
    });
  const [sound, broken] = [await play('sound'), await play('broken')];
  return {
    versions: await inWorld(askVersions),
    answers: sound.map((answer, at) => ({ sound: answer, broken: broken[at] ?? answer })),
  };
}
