/** A word as it is written: parts that are expanded and put together. */
export interface Word {
  readonly parts: readonly Part[];
  /** The text in the script. */
  readonly raw: string;
}

/** A piece of a word. */
export type Part =
  | LiteralPart
  | QuotedPart
  | DoubleQuotedPart
  | ParameterPart
  | CommandPart
  | ArithmeticPart
  | ProcessPart;

/** Characters that stand for themselves, or are part of a pattern. */
export interface LiteralPart {
  readonly kind: 'literal';
  readonly text: string;
}

/** Characters in single quotes, after a backslash, or in `$'...'`. */
export interface QuotedPart {
  readonly kind: 'quoted';
  readonly text: string;
}

/** `"..."` */
export interface DoubleQuotedPart {
  readonly kind: 'double';
  readonly parts: readonly Part[];
}

/** `$(...)` or `` `...` `` */
export interface CommandPart {
  readonly kind: 'command';
  readonly script: Script;
}

/** `$((...))`: the text between, which is expanded before it is read. */
export interface ArithmeticPart {
  readonly kind: 'arithmetic';
  readonly expression: Word;
}

/** `<(...)` or `>(...)` */
export interface ProcessPart {
  readonly kind: 'process';
  readonly direction: '<' | '>';
  readonly script: Script;
}

/** `$NAME` or `${...}` */
export interface ParameterPart {
  readonly kind: 'parameter';
  readonly name: string;
  readonly subscript: Subscript | undefined;
  /** `${!NAME}` */
  readonly isIndirect: boolean;
  readonly operation: Operation | undefined;
  /** Its text in the script. */
  readonly raw: string;
}

/** What stands in the brackets after a name: all elements as words, all as one word, or one of them. */
export type Subscript = '@' | '*' | Word;

/** What `${...}` does with the value. */
export type Operation =
  | { readonly kind: 'length' }
  | {
      readonly kind: 'default' | 'assign' | 'error' | 'alternative';
      /** An empty value counts as none. */
      readonly hasColon: boolean;
      readonly word: Word;
    }
  | {
      readonly kind: 'remove';
      readonly side: 'prefix' | 'suffix';
      readonly isLongest: boolean;
      readonly pattern: Word;
    }
  | {
      readonly kind: 'replace';
      readonly where: 'first' | 'all' | 'prefix' | 'suffix';
      readonly pattern: Word;
      readonly replacement: Word;
    }
  | { readonly kind: 'substring'; readonly offset: Word; readonly length: Word | undefined }
  | {
      readonly kind: 'case';
      readonly change: 'upper' | 'lower' | 'toggle';
      readonly isAll: boolean;
      readonly pattern: Word;
    }
  | { readonly kind: 'transform'; readonly letter: string }
  /** `${!PREFIX*}` and `${!PREFIX@}`: names of variables. */
  | { readonly kind: 'names'; readonly isOneWord: boolean }
  /** What no shell can read, which is an error only when its turn comes. */
  | { readonly kind: 'bad' };

/** What Bash remarks about a text that it reads. */
export interface Warning {
  /** From 1. */
  readonly line: number;
  readonly words: string;
  /** The complete command before which it's remarked. */
  unit: number;
}

/** Statements in their order. */
export interface Script {
  readonly statements: readonly Statement[];
  /** What is to be remarked. Absent: nothing. */
  readonly warnings?: readonly Warning[];
}

/** Pipelines with `&&` and `||` between them, up to a `;`, `&` or line end. */
export interface Statement {
  readonly items: readonly AndOr[];
  /** It ends by `&`. */
  readonly isBackground: boolean;
  /** Number of the complete command of which it is part: what follows in the same one is dropped after some errors. */
  readonly unit: number;
}

/** One pipeline of a statement and what stands before it. */
export interface AndOr {
  readonly operator: '&&' | '||' | undefined;
  readonly pipeline: Pipeline;
}

/** Commands with `|` between them. */
export interface Pipeline {
  readonly isNegated: boolean;
  readonly timed: 'bash' | 'posix' | undefined;
  readonly commands: readonly Command[];
}

/** One command with its redirections and the line in which it begins. */
export type Command = CommandBody & {
  readonly line: number;
  readonly redirections: readonly Redirection[];
};

/** What a command does. */
export type CommandBody =
  | SimpleCommand
  | { readonly kind: 'group' | 'subshell'; readonly body: Script }
  | {
      readonly kind: 'if';
      readonly clauses: readonly Clause[];
      readonly otherwise: Script | undefined;
    }
  | { readonly kind: 'while' | 'until'; readonly condition: Script; readonly body: Script }
  | {
      readonly kind: 'for' | 'select';
      readonly name: string;
      /** Undefined: the positional parameters. */
      readonly words: readonly Word[] | undefined;
      readonly body: Script;
    }
  | {
      readonly kind: 'arithmetic-for';
      readonly start: Word;
      readonly condition: Word;
      readonly step: Word;
      readonly body: Script;
    }
  | { readonly kind: 'case'; readonly word: Word; readonly items: readonly CaseItem[] }
  | { readonly kind: 'arithmetic'; readonly expression: Word }
  | { readonly kind: 'conditional'; readonly condition: Condition }
  | FunctionDefinition;

/** Assignments, then a command's name and arguments. */
export interface SimpleCommand {
  readonly kind: 'simple';
  readonly assignments: readonly Assignment[];
  readonly words: readonly Argument[];
  readonly endLine: number;
}

/** A word of a command; what `declare` and its kin assign is read as an assignment. */
export type Argument = Word & { readonly assignment?: Assignment };

/** `NAME=VALUE`, `NAME+=VALUE`, `NAME[SUBSCRIPT]=VALUE`, `NAME=(...)` */
export interface Assignment {
  readonly name: string;
  readonly subscript: Subscript | undefined;
  readonly isAppend: boolean;
  readonly value: Word | ArrayLiteral;
  readonly raw: string;
}

/** `(A B [SUBSCRIPT]=C)` */
export interface ArrayLiteral {
  readonly elements: readonly {
    readonly subscript: Word | undefined;
    readonly isAppend: boolean;
    readonly value: Word;
  }[];
}

/** A condition of an `if` or `elif`, and what follows it. */
export interface Clause {
  readonly condition: Script;
  readonly body: Script;
}

/** A branch of a `case`. */
export interface CaseItem {
  readonly patterns: readonly Word[];
  readonly body: Script;
  readonly end: ';;' | ';&' | ';;&';
}

/** `NAME() COMMAND` */
export interface FunctionDefinition {
  readonly kind: 'function';
  readonly name: string;
  readonly body: Command;
  /** Its text from the name to the end. */
  readonly raw: string;
}

/** What stands in `[[ ... ]]`. */
export type Condition =
  | { readonly kind: 'not'; readonly inner: Condition }
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'unary'; readonly operator: string; readonly word: Word }
  | {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Word;
      readonly right: Word;
    };

/** What a redirection does. */
export type RedirectionOperator =
  '<' | '>' | '>>' | '>|' | '<>' | '<&' | '>&' | '&>' | '&>>' | '<<<' | '<<';

/** One redirection. */
export interface Redirection {
  readonly operator: RedirectionOperator;
  /** Undefined: what the operator stands for. */
  readonly fd: number | undefined;
  /** `{NAME}>...`: the shell chooses the descriptor and keeps it in this variable. */
  readonly variable: string | undefined;
  /** The file, the descriptor, or the text of a here-document or here-string. */
  readonly target: Word;
  /** The word that ends a here-document. Absent: it is none. */
  readonly end?: string;
}
