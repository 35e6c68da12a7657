import type { ChoicesTaken } from '../../verify/fate/choices-at.js';
import { visible } from '../../visible-text.js';

/** How choice points must go for what stands above, a line each, for a person. */
export function printChoices(choices: ChoicesTaken): readonly string[] {
  return Object.entries(choices).map(
    ([name, way]) => `  where ${visible(name)} is: ${visible(way)}`,
  );
}
