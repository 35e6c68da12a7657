import type { ChoicePoint } from '../program/choice-point.js';
import type { Chooser } from './evaluate.js';
import type { Registers } from './registers.js';

/** The option that is to be taken at a choice point, which is asked once each time it is met; undefined where the host chooses by itself. */
export type Steer = (choice: ChoicePoint) => number | undefined;

/** Goes through some choice points as somebody wants, and through the others as another chooser does, which remembers what it would have taken. */
export class SteeredChooser implements Chooser {
  constructor(
    private readonly inner: Chooser,
    private readonly steer: Steer,
  ) {}

  choose(choice: ChoicePoint, registers: Readonly<Registers>): number {
    const otherwise = this.inner.choose(choice, registers);
    return this.steer(choice) ?? otherwise;
  }
}
