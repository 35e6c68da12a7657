import { nearestName } from '../../misspelt.js';
import type { Expression } from '../tree/expression.js';

/** So many scopes can be open: that of the file, a table's, a chain's, one more. */
const deepest = 4;

/** The variables of `define`, by the blocks in which they are known. */
export class Variables {
  #scopes: Map<string, Expression>[] = [new Map()];
  #overflow = false;

  /** Opens the scope of a block; false if too many are open. */
  open(): boolean {
    if (this.#scopes.length >= deepest) {
      this.#overflow = true;
      return false;
    }
    this.#scopes.push(new Map());
    return true;
  }

  close(): void {
    if (!this.#overflow && this.#scopes.length > 1) this.#scopes.pop();
    this.#overflow = false;
  }

  get(name: string): Expression | undefined {
    return this.#scopes.findLast((scope) => scope.has(name))?.get(name);
  }

  set(name: string, value: Expression): void {
    const scope = this.#scopes.at(-1);
    scope?.delete(name);
    scope?.set(name, value);
  }

  /** Forgets the variable, if it is one of the innermost block. */
  delete(name: string): void {
    this.#scopes.at(-1)?.delete(name);
  }

  /** The message about a variable that there is not. */
  unknown(name: string): { readonly message: string; readonly nearest: string | undefined } {
    const names = this.#scopes.toReversed().flatMap((scope) => [...scope.keys()].toReversed());
    return { message: `unknown identifier '${name}'`, nearest: nearestName(name, names) };
  }
}
