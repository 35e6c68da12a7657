import { expect } from 'vitest';

/** Expects that two agree, and fails with all of what is printed of their differences: a report shows the beginning of a string alone. */
export function expectAgreement(differences: string): void {
  if (differences !== '') expect.fail(differences);
}
