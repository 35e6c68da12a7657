import { fieldMax, FIELD_NAMES } from '../../packet/field.js';

/** What is asked of a field: bits of it for a value, and where ranges of it begin and end. */
export class FieldQuestions {
  /** The values that are asked for, by the mask. */
  readonly values = new Map<number, Set<number>>();
  /** Numbers, unsigned, at which something begins or is over. */
  readonly cuts = new Set<number>();
  readonly #max: number;

  /** @param field - the field's register */
  constructor(field: number) {
    this.#max = fieldMax(FIELD_NAMES[field] ?? 'src');
  }

  /** Adds a question; false when it was asked before. */
  masked(mask: number, value: number): boolean {
    const own = mask & this.#max;
    const values = this.values.get(own) ?? new Set();
    this.values.set(own, values);
    const before = values.size;
    return values.add(value).size > before;
  }

  /** Adds a question; false when it was asked before. @param known - cuts that are distinguished by other means */
  range(from: number, to: number, known: ReadonlySet<number> | undefined): boolean {
    const before = this.cuts.size;
    for (const cut of [from, to + 1]) {
      if (cut > 0 && cut <= this.#max && known?.has(cut) !== true) this.cuts.add(cut);
    }
    return this.cuts.size > before;
  }
}
