import { evaluate, type ArithmeticVariables } from '../arithmetic/evaluate.js';
import { ArithmeticProblem } from '../arithmetic/expression.js';
import { AssignmentProblem } from './assignment-problem.js';
import { scalarOf, sortedElements, Variable, type Attribute, type Value } from './variable.js';

/** What a scope belongs to: the shell, a function's call, or the assignments before a command. */
export type ScopeKind = 'shell' | 'function' | 'temporary';

interface Scope {
  readonly kind: ScopeKind;
  readonly names: Map<string, Variable>;
}

/** A variable whose value the shell works out when it's read. */
export interface DynamicVariable {
  readonly read: () => Value;
  /** Absent: an assignment has no effect. */
  readonly write?: (value: string) => void;
}

/** A variable or an element of it, after references. */
export interface Target {
  readonly name: string;
  readonly subscript: string | undefined;
}

/** The variables of one shell: those of function calls hide those outside of them (bash(1), FUNCTIONS). */
export class Variables {
  readonly arithmetic: ArithmeticVariables = {
    check: (name) => {
      if (this.whole(name) === undefined) this.onUnset(name);
    },
    read: (name, subscript) => this.get(name, subscript),
    write: (name, subscript, value) => this.set(name, value, { subscript }),
    settle: (name, subscript) =>
      this.isAssociative(name) ? subscript : `${this.index(this.follow(name).name, subscript)}`,
  };
  /** Called for each variable of an expression that is not set. */
  onUnset: (name: string) => void = () => {};

  constructor(
    readonly dynamic: ReadonlyMap<string, DynamicVariable>,
    private readonly scopes: Scope[] = [{ kind: 'shell', names: new Map() }],
  ) {}

  /** The variables of a subshell. */
  clone(dynamic: ReadonlyMap<string, DynamicVariable>): Variables {
    const scopes = this.scopes.map(({ kind, names }) => ({
      kind,
      names: new Map([...names].map(([name, variable]) => [name, variable.clone()])),
    }));
    const copy = new Variables(dynamic, scopes);
    copy.bytes = this.bytes;
    copy.onGrow = this.onGrow;
    return copy;
  }

  push(kind: ScopeKind): void {
    this.scopes.push({ kind, names: new Map() });
  }

  pop(): void {
    this.scopes.pop();
  }

  /** The variable of this name, not what it refers to. */
  find(name: string): Variable | undefined {
    for (let at = this.scopes.length - 1; at >= 0; at--) {
      const variable = this.scopes[at]?.names.get(name);
      if (variable !== undefined) return variable;
    }
    return undefined;
  }

  /** What a name stands for once references (`declare -n`) are followed. */
  follow(name: string): Target {
    let target: Target = { name, subscript: undefined };
    for (let step = 0; step < 100; step++) {
      const variable = this.find(target.name);
      const referred = variable?.attributes.has('n') === true ? variable.value : undefined;
      if (typeof referred !== 'string' || referred === '') return target;
      const [, base = referred, subscript] = /^(\w+)\[(.*)\]$/s.exec(referred) ?? [];
      target = { name: base, subscript };
      if (subscript !== undefined) return target;
    }
    return target;
  }

  /** The value of a variable or of one of its elements; undefined when it is not set. */
  get(name: string, subscript?: string): string | undefined {
    const target = this.follow(name);
    const value = this.valueOf(target.name);
    const key = subscript ?? target.subscript;
    if (key === undefined) return scalarOf(value);
    if (typeof value === 'object' && value.kind === 'associative') return value.elements.get(key);
    const index = this.index(target.name, key, value);
    if (typeof value === 'object') return value.elements.get(index);
    return index === 0 ? value : undefined;
  }

  /** All that a variable holds. */
  whole(name: string): Value {
    const target = this.follow(name);
    return target.subscript === undefined
      ? this.valueOf(target.name)
      : this.get(target.name, target.subscript);
  }

  private valueOf(name: string): Value {
    const dynamic = this.dynamic.get(name);
    return dynamic !== undefined && this.isDynamic(name) ? dynamic.read() : this.find(name)?.value;
  }

  /** A dynamic variable loses its meaning once it is unset. */
  private isDynamic(name: string): boolean {
    return !this.lost.has(name);
  }

  private readonly lost = new Set<string>();

  isAssociative(name: string): boolean {
    const value = this.valueOf(this.follow(name).name);
    return typeof value === 'object' && value.kind === 'associative';
  }

  /** The number that a subscript stands for; negative ones count from the end. */
  index(name: string, subscript: string, value: Value = this.valueOf(name)): number {
    const index = this.number(subscript.trim());
    if (index >= 0) return index;
    const keys = typeof value === 'object' && value.kind === 'indexed' ? value.elements.keys() : [];
    let top = -1;
    for (const key of keys) top = Math.max(top, key);
    if (top < 0 && typeof value === 'string') top = 0;
    if (top + 1 + index < 0)
      throw new AssignmentProblem(`${name}[${subscript}]: bad array subscript`);
    return top + 1 + index;
  }

  private number(subscript: string): number {
    try {
      return Number(evaluate(subscript, this.arithmetic));
    } catch (error) {
      if (error instanceof ArithmeticProblem) error.isOfSubscript = true;
      throw error;
    }
  }

  /** Assigns a value. Throws when the variable is read-only. */
  set(
    name: string,
    value: string,
    { subscript, isAppend = false }: { subscript?: string | undefined; isAppend?: boolean } = {},
  ): void {
    const target = this.follow(name);
    const key = subscript ?? target.subscript;
    const dynamic = this.dynamic.get(target.name);
    if (dynamic !== undefined && this.isDynamic(target.name)) {
      dynamic.write?.(value);
      return;
    }
    const variable = this.writable(target.name);
    if (key !== undefined) {
      this.setElement(variable, target.name, key, value, isAppend);
      return;
    }
    const text = this.convert(variable, value, isAppend ? scalarOf(variable.value) : undefined);
    const held = variable.value;
    this.grow(text.length - (scalarOf(held)?.length ?? 0));
    if (typeof held !== 'object') variable.value = text;
    else if (held.kind === 'indexed') variable.indexed().set(0, text);
    else variable.associative().set('0', text);
    if (this.exportsAll) variable.attributes.add('x');
  }

  /** `set -a` */
  exportsAll = false;

  /** How many bytes all values have, and who hears of it. */
  private bytes = 0;
  onGrow: (bytes: number) => void = () => {};

  private grow(by: number): void {
    this.bytes += by;
    if (by > 0) this.onGrow(this.bytes);
  }

  private setElement(
    variable: Variable,
    name: string,
    key: string,
    value: string,
    isAppend: boolean,
  ): void {
    const held = variable.value;
    if (typeof held === 'object' && held.kind === 'associative') {
      const elements = variable.associative();
      const before = elements.get(key);
      const text = this.convert(variable, value, isAppend ? before : undefined);
      this.grow(text.length - (before?.length ?? -key.length));
      elements.set(key, text);
      return;
    }
    const index = this.index(name, key, held);
    const elements = variable.indexed();
    const before = elements.get(index);
    const text = this.convert(variable, value, isAppend ? before : undefined);
    this.grow(text.length - (before?.length ?? 0));
    elements.set(index, text);
  }

  /** The text that is kept when a value is assigned, behind what was there when it's appended. */
  private convert(variable: Variable, value: string, before: string | undefined): string {
    const { attributes } = variable;
    if (attributes.has('i')) {
      const added = evaluate(value, this.arithmetic);
      const old = before === undefined ? 0n : evaluate(before, this.arithmetic);
      return `${BigInt.asIntN(64, old + added)}`;
    }
    const text = (before ?? '') + value;
    if (attributes.has('l')) return text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
    if (attributes.has('u')) return text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
    if (attributes.has('c')) {
      return text.slice(0, 1).toUpperCase() + text.slice(1).toLowerCase();
    }
    return text;
  }

  /** Makes a variable a list and empties it, unless it's to be appended to. Returns the number for the next element. */
  beginList(name: string, kind: 'indexed' | 'associative', isAppend: boolean): number {
    const variable = this.writable(this.follow(name).name);
    const isKind = typeof variable.value === 'object' && variable.value.kind === kind;
    if (!isAppend || !(isKind || typeof variable.value === 'string')) {
      variable.value =
        kind === 'indexed'
          ? { kind, elements: new Map<number, string>() }
          : { kind, elements: new Map<string, string>() };
      return 0;
    }
    if (kind === 'associative') {
      variable.associative();
      return 0;
    }
    return (sortedElements(variable.indexed()).at(-1)?.[0] ?? -1) + 1;
  }

  /** Makes a variable a list of these elements. */
  setList(name: string, elements: readonly string[]): void {
    const variable = this.writable(this.follow(name).name);
    const kept = elements.map((element) => this.convert(variable, element, undefined));
    variable.value = { kind: 'indexed', elements: new Map(kept.entries()) };
  }

  /** The variable of this name for a change, made in the shell when there is none. Throws when it is read-only. */
  writable(name: string): Variable {
    const found = this.find(name);
    if (found?.attributes.has('r') === true) {
      throw new AssignmentProblem(`${name}: readonly variable`);
    }
    return found ?? this.add(name, this.scopes[0]);
  }

  /** The variable of this name for `declare`, in the function's call or in the shell. */
  declare(name: string, where: 'local' | 'shell'): Variable {
    const scope = where === 'local' ? this.localScope() : undefined;
    const at = scope ?? this.scopes[0];
    if (where === 'shell') return this.find(name) ?? this.add(name, at);
    const found = at?.names.get(name);
    if (found !== undefined) return found;
    if (this.find(name)?.attributes.has('r') === true) {
      throw new AssignmentProblem(`${name}: readonly variable`);
    }
    return this.add(name, at);
  }

  /** The variable of the shell itself, whatever hides it. */
  declareGlobal(name: string): Variable {
    return this.scopes[0]?.names.get(name) ?? this.add(name, this.scopes[0]);
  }

  private add(name: string, scope: Scope | undefined): Variable {
    const variable = new Variable();
    scope?.names.set(name, variable);
    return variable;
  }

  private localScope(): Scope | undefined {
    return this.scopes.findLast(({ kind }) => kind === 'function');
  }

  /** Sets a variable that only the next command sees. */
  setTemporary(name: string, value: Value): void {
    const found = this.find(name);
    if (found?.attributes.has('r') === true) {
      throw new AssignmentProblem(`${name}: readonly variable`);
    }
    const attributes = new Set<Attribute>([...(found?.attributes ?? []), 'x']);
    attributes.delete('n');
    this.scopes.at(-1)?.names.set(name, new Variable(value, attributes));
  }

  /** Takes a variable away; one of the running function stays, without a value. */
  unset(name: string): void {
    if (this.dynamic.has(name)) this.lost.add(name);
    for (let at = this.scopes.length - 1; at >= 0; at--) {
      const scope = this.scopes[at];
      const variable = scope?.names.get(name);
      if (scope === undefined || variable === undefined) continue;
      if (variable.attributes.has('r')) {
        throw new AssignmentProblem(`${name}: cannot unset: readonly variable`);
      }
      const isOwn = scope === this.localScope();
      if (isOwn) scope.names.set(name, new Variable());
      else scope.names.delete(name);
      return;
    }
  }

  /** Takes one element of a list away. */
  unsetElement(name: string, subscript: string): void {
    const target = this.follow(name).name;
    const variable = this.writable(target);
    const held = variable.value;
    if (typeof held === 'object' && held.kind === 'associative') {
      variable.associative().delete(subscript);
    } else variable.indexed().delete(this.index(target, subscript, held));
  }

  /** Whether a variable is one of the running function. */
  isLocal(name: string): boolean {
    return this.localScope()?.names.has(name) === true;
  }

  /** The names of all variables that are set or declared, in order. */
  names(): string[] {
    const names = new Set(this.scopes.flatMap((scope) => [...scope.names.keys()]));
    for (const name of this.dynamic.keys()) if (this.isDynamic(name)) names.add(name);
    return [...names].toSorted((left, right) => (left < right ? -1 : left > right ? 1 : 0));
  }

  /** What programs get as their environment. */
  environment(): Map<string, string> {
    const exported = new Map<string, string>();
    for (const { names } of this.scopes) {
      for (const [name, variable] of names) {
        const value = scalarOf(variable.value);
        const passes = variable.attributes.has('x') && typeof variable.value === 'string';
        if (passes && value !== undefined) exported.set(name, value);
        else exported.delete(name);
      }
    }
    return exported;
  }
}
