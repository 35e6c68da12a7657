import { assertNever } from '../assert-never.js';
import type { Field } from '../packet/field.js';
import type { Predicate } from './predicate.js';

/** Names every field that a predicate reads; one that it reads twice is named twice. */
export function visitFields(predicate: Predicate, visit: (field: Field) => void): void {
  switch (predicate.kind) {
    case 'masked':
    case 'range':
      visit(predicate.field);
      break;
    case 'same':
      visit(predicate.field);
      visit(predicate.other);
      break;
    case 'not':
      visitFields(predicate.of, visit);
      break;
    case 'all':
    case 'any':
      for (const part of predicate.of) visitFields(part, visit);
      break;
    default:
      assertNever(predicate);
  }
}

const known = new WeakMap<Predicate, ReadonlySet<Field>>();

/** The fields that a predicate reads, worked out once. */
export function fieldsOf(predicate: Predicate): ReadonlySet<Field> {
  let fields = known.get(predicate);
  if (fields === undefined) {
    const found = new Set<Field>();
    visitFields(predicate, (field) => found.add(field));
    known.set(predicate, (fields = found));
  }
  return fields;
}
