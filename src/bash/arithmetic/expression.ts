/** An expression of the shell's arithmetic. `at` and the like are where it begins in its text, for complaints. */
export type Expression =
  | { readonly kind: 'number'; readonly value: bigint }
  | Place
  | { readonly kind: 'unary'; readonly operator: '!' | '~' | '-' | '+'; readonly inner: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
      readonly rightAt: number;
    }
  | { readonly kind: 'and' | 'or' | 'comma'; readonly left: Expression; readonly right: Expression }
  | {
      readonly kind: 'choice';
      readonly condition: Expression;
      readonly chosen: Expression;
      readonly otherwise: Expression;
    }
  | {
      readonly kind: 'assign';
      readonly place: Place;
      readonly operator: BinaryOperator | undefined;
      readonly value: Expression;
      readonly rightAt: number;
    }
  | {
      readonly kind: 'step';
      readonly place: Place;
      readonly by: 1n | -1n;
      /** Its value is that before the step. */
      readonly isAfter: boolean;
    }
  /** Where the text could not be read further. */
  | { readonly kind: 'problem'; readonly problem: ArithmeticProblem };

/** A variable, or an element of one. */
export interface Place {
  readonly kind: 'variable';
  readonly name: string;
  readonly subscript: string | undefined;
  /** It stands before `=`, and is not read even where it can't be assigned to. */
  readonly isTarget: boolean;
}

/** An operator that takes two numbers. */
export type BinaryOperator =
  | '**'
  | '*'
  | '/'
  | '%'
  | '+'
  | '-'
  | '<<'
  | '>>'
  | '<'
  | '<='
  | '>'
  | '>='
  | '=='
  | '!='
  | '&'
  | '^'
  | '|';

/** An expression that can't be read or worked out. */
export class ArithmeticProblem extends Error {
  override readonly name = 'ArithmeticProblem';
  /** The expression is the number of an element; what builtins complain of then has not their name. */
  isOfSubscript = false;

  constructor(text: string, words: string, token: string | undefined) {
    super(
      `${text.trimStart()}: ${words}${token === undefined ? '' : ` (error token is "${token}")`}`,
    );
  }
}
