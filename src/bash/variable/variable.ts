import { inHashOrder } from './associative-order.js';

/** A variable that is a list by number. */
export interface Indexed {
  readonly kind: 'indexed';
  /** It was declared, and nothing was assigned. */
  readonly isUnset?: true;
  readonly elements: Map<number, string>;
}

/** A variable that is a list by key. */
export interface Associative {
  readonly kind: 'associative';
  readonly isUnset?: true;
  readonly elements: Map<string, string>;
}

/** What a variable holds; undefined when it was declared and not set. */
export type Value = string | Indexed | Associative | undefined;

/** What `declare` gives to a variable, by the letter of its option. */
export type Attribute = 'i' | 'l' | 'n' | 'r' | 'u' | 'x' | 't' | 'c';

/** A variable of the shell. Lists are shared by subshells until one of them changes. */
export class Variable {
  constructor(
    private current?: Value,
    readonly attributes: Set<Attribute> = new Set(),
    private isShared = false,
  ) {}

  get value(): Value {
    return this.current;
  }

  set value(value: Value) {
    this.current = value;
    this.isShared = false;
  }

  /** A variable for a subshell, which doesn't change this one. */
  clone(): Variable {
    this.isShared = true;
    return new Variable(this.current, new Set(this.attributes), true);
  }

  /** The list by number to be changed, made of what the variable holds. */
  indexed(): Map<number, string> {
    const value = this.own();
    if (typeof value === 'object' && value.kind === 'indexed') return value.elements;
    const elements = new Map<number, string>(typeof value === 'string' ? [[0, value]] : []);
    this.value = { kind: 'indexed', elements };
    return elements;
  }

  /** The list by key to be changed. */
  associative(): Map<string, string> {
    const value = this.own();
    if (typeof value === 'object' && value.kind === 'associative') return value.elements;
    const elements = new Map<string, string>(typeof value === 'string' ? [['0', value]] : []);
    this.value = { kind: 'associative', elements };
    return elements;
  }

  private own(): Value {
    const value = this.current;
    if (typeof value === 'object' && (this.isShared || value.isUnset === true)) {
      this.value =
        value.kind === 'indexed'
          ? { kind: 'indexed', elements: new Map(value.elements) }
          : { kind: 'associative', elements: new Map(value.elements) };
    }
    return this.current;
  }
}

/** The elements of a list by number, the lowest first. */
export function sortedElements(elements: ReadonlyMap<number, string>): [number, string][] {
  const entries = [...elements];
  const isSorted = entries.every(([key], at) => at === 0 || key > (entries[at - 1]?.[0] ?? 0));
  return isSorted ? entries : entries.toSorted(([left], [right]) => left - right);
}

/** The value of a variable where no element is asked for: of a list, that at 0. */
export function scalarOf(value: Value): string | undefined {
  if (typeof value !== 'object') return value;
  return value.kind === 'indexed' ? value.elements.get(0) : value.elements.get('0');
}

/** All values of a variable: one, or those of a list in its order. */
export function valuesOf(value: Value): string[] {
  if (typeof value === 'object') {
    return value.kind === 'indexed'
      ? sortedElements(value.elements).map(([, element]) => element)
      : inHashOrder(value.elements.keys()).map((key) => value.elements.get(key) ?? '');
  }
  return value === undefined ? [] : [value];
}

/** The subscripts of a variable's values. */
export function keysOf(value: Value): string[] {
  if (typeof value === 'object') {
    return value.kind === 'indexed'
      ? sortedElements(value.elements).map(([key]) => `${key}`)
      : inHashOrder(value.elements.keys());
  }
  return value === undefined ? [] : ['0'];
}
