import type { ScopeName } from './keywords.js';

/**
 * The open scopes of keywords. The parser closes a scope when a construct is complete, and has then
 * often read the next word, which may have opened another one: such a close is made up for when
 * the inner scope is closed. What a syntax error leaves open stays open, as in nft.
 */
export class ScopeStack {
  #current: ScopeName | undefined;
  #newest: ScopeName | undefined;
  #below: (ScopeName | undefined)[] = [];
  #delayed = 0;
  readonly #open = new Map<ScopeName | undefined, number>();

  /** The scope whose keywords are known now. */
  get current(): ScopeName | undefined {
    return this.#current;
  }

  #count(scope: ScopeName | undefined, change: number): number {
    const count = (this.#open.get(scope) ?? 0) + change;
    this.#open.set(scope, count);
    return count;
  }

  #leave(): void {
    this.#newest = this.#below.at(-1);
    this.#current = this.#below.pop();
  }

  open(scope: ScopeName): void {
    this.#newest = scope;
    this.#count(scope, 1);
    this.#below.push(this.#current);
    this.#current = scope;
  }

  close(scope: ScopeName): void {
    this.#count(scope, -1);
    if (this.#newest !== scope) {
      this.#delayed += 1;
      return;
    }
    while (this.#delayed > 0) {
      this.#delayed -= 1;
      this.#leave();
      if (this.#count(this.#newest, 0) !== 0) return;
    }
    this.#leave();
  }
}
