import { assign } from '../execute/assign.js';
import { printFunction } from '../syntax/print-function.js';
import { AssignmentProblem } from '../variable/assignment-problem.js';
import { declarationOf } from '../variable/declaration.js';
import type { Attribute, Variable } from '../variable/variable.js';
import type { Assignment } from '../syntax/script.js';
import { quotedWord } from '../syntax/word.js';
import { fail, isName, print, type Builtin, type BuiltinCall } from './builtin.js';

const ATTRIBUTES = 'ilnrutxc';

interface Request {
  readonly on: ReadonlySet<string>;
  readonly off: ReadonlySet<string>;
  readonly operands: BuiltinCall['operands'];
}

/** `declare`, `typeset`, `local`, `export` and `readonly` (bash(1), SHELL BUILTIN COMMANDS). */
export const declare: Builtin = async (call) => {
  const { shell, name } = call;
  const request = await readRequest(call);
  if (request === undefined) return 2;
  const isInFunction = shell.frames.some(({ isFunction }) => isFunction);
  if (name === 'local' && !isInFunction) return fail(call, 'can only be used in a function');
  const { on, operands } = request;
  if (on.has('f') || on.has('F')) return declareFunctions(call, request);
  if (operands.length === 0) return listAll(call, request);
  if (on.has('p')) return show(call, operands);
  let status = 0;
  for (const operand of operands) {
    try {
      status = (await declareOne(call, request, operand, isInFunction)) || status;
    } catch (error) {
      if (!(error instanceof AssignmentProblem)) throw error;
      status = await fail(call, error.message);
    }
  }
  return status;
};

async function readRequest(call: BuiltinCall): Promise<Request | undefined> {
  const on = new Set<string>();
  const off = new Set<string>();
  if (call.name === 'export') on.add('x');
  if (call.name === 'readonly') on.add('r');
  let at = 0;
  for (; at < call.operands.length; at++) {
    const word = call.operands[at];
    if (typeof word !== 'string' || !/^[-+]./.test(word)) break;
    if (word === '--') {
      at++;
      break;
    }
    for (const letter of word.slice(1)) {
      if (!'aAfFgiIlnprtuxc'.includes(letter)) {
        await fail(call, `${word.charAt(0)}${letter}: invalid option`);
        await call.shell.write(2, `${call.name}: usage: ${usageOf(call.name)}\n`);
        return undefined;
      }
      // `export -n` takes the attribute away.
      if (call.name === 'export' && letter === 'n') {
        on.delete('x');
        off.add('x');
      } else (word.startsWith('-') ? on : off).add(letter);
    }
  }
  return { on, off, operands: call.operands.slice(at) };
}

function usageOf(name: string): string {
  switch (name) {
    case 'export':
      return 'export [-fn] [name[=value] ...] or export -p';
    case 'readonly':
      return 'readonly [-aAf] [name[=value] ...] or readonly -p';
    case 'local':
      return 'local [option] name[=value] ...';
    default:
      return `${name} [-aAfFgiIlnrtux] [name[=value] ...] or ${name} -p [-aAfFilnrtux] [name ...]`;
  }
}

async function listAll(call: BuiltinCall, { on }: Request): Promise<number> {
  const { variables } = call.shell;
  const wanted = [...on].filter((letter) => ATTRIBUTES.includes(letter));
  const form = on.has('p') || on.has('x') || on.has('r') || wanted.length > 0 ? 'declare' : 'set';
  const lines = variables.names().flatMap((name) => {
    const variable = variables.find(name);
    if (call.name === 'local' && !variables.isLocal(name)) return [];
    if (wanted.some((letter) => variable?.attributes.has(attributeOf(letter)) !== true)) return [];
    const value = variable?.value;
    if (on.has('a') && !(typeof value === 'object' && value.kind === 'indexed')) return [];
    if (on.has('A') && !(typeof value === 'object' && value.kind === 'associative')) return [];
    const text = declarationOf(variables, name, call.name === 'local' ? 'declare' : form);
    return text === undefined ? [] : [`${text}\n`];
  });
  return print(call, lines.join(''));
}

async function show(call: BuiltinCall, operands: BuiltinCall['operands']): Promise<number> {
  let status = 0;
  for (const operand of operands) {
    const name = typeof operand === 'string' ? operand : operand.name;
    const text = declarationOf(call.shell.variables, name, 'declare');
    status =
      text === undefined ? await fail(call, `${name}: not found`) : await print(call, `${text}\n`);
  }
  return status;
}

async function declareFunctions(
  call: BuiltinCall,
  { on, off, operands }: Request,
): Promise<number> {
  const { shell } = call;
  const names =
    operands.length === 0
      ? [...shell.functions.keys()].toSorted()
      : operands.map((operand) => (typeof operand === 'string' ? operand : operand.raw));
  let status = 0;
  for (const name of names) {
    const defined = shell.functions.get(name);
    if (defined === undefined) {
      status = 1;
      if (call.name === 'export' || call.name === 'readonly')
        await fail(call, `${name}: not a function`);
    } else if (on.has('x') || off.has('x')) {
      if (on.has('x')) shell.exportedFunctions.add(name);
      else shell.exportedFunctions.delete(name);
    } else if (on.has('F')) {
      await print(call, operands.length === 0 ? `declare -f ${name}\n` : `${name}\n`);
    } else if (!on.has('r')) await print(call, `${printFunction(defined.definition)}\n`);
  }
  return status;
}

async function declareOne(
  call: BuiltinCall,
  request: Request,
  operand: BuiltinCall['operands'][number],
  isInFunction: boolean,
): Promise<number> {
  const { shell, name: command } = call;
  const assignment = typeof operand === 'string' ? readAssignment(operand) : operand;
  const name = typeof assignment === 'string' ? assignment : assignment.name;
  if (command === 'local' && name === '-') return 0;
  if (!isName(name))
    return fail(
      call,
      `\`${typeof operand === 'string' ? operand : operand.raw}': not a valid identifier`,
    );
  const isLocal =
    isInFunction && command !== 'export' && command !== 'readonly' && !request.on.has('g');
  const { variables } = shell;
  // Its value is worked out before a local variable hides what it may name.
  const isList = typeof assignment !== 'string' && 'elements' in assignment.value;
  const value =
    typeof assignment === 'string' || 'elements' in assignment.value
      ? undefined
      : await shell.engine.expandText(shell, assignment.value, 'assignment');
  const outer = variables.get(name);
  const variable = isLocal
    ? variables.declare(name, 'local')
    : request.on.has('g')
      ? variables.declareGlobal(name)
      : variables.declare(targetName(call, request, name), 'shell');
  if (isLocal && request.on.has('I') && outer !== undefined) variable.value = outer;
  applyKind(request, variable, isList);
  for (const letter of request.off) {
    if (letter === 'r' && variable.attributes.has('r'))
      throw new AssignmentProblem(`${name}: readonly variable`);
    variable.attributes.delete(attributeOf(letter));
  }
  for (const letter of request.on) {
    // A read-only variable is set once before.
    if (letter === 'r' || letter === 'n' || !ATTRIBUTES.includes(letter)) continue;
    if (letter === 'l' || letter === 'u' || letter === 'c') {
      for (const other of ['l', 'u', 'c'] as const) variable.attributes.delete(other);
    }
    variable.attributes.add(attributeOf(letter));
  }
  if (request.on.has('n') && command !== 'export') {
    variable.value = value ?? (typeof variable.value === 'string' ? variable.value : undefined);
    variable.attributes.add('n');
  } else if (typeof assignment !== 'string') {
    const traces = command === 'export' || command === 'readonly';
    await assign(
      shell,
      value === undefined ? assignment : { ...assignment, value: quotedWord(value) },
      traces && !isList,
    );
  }
  if (request.on.has('r')) variable.attributes.add('r');
  return 0;
}

/** `declare` of a reference is of what it refers to. */
function targetName({ shell }: BuiltinCall, { on, off }: Request, name: string): string {
  return on.has('n') || off.has('n') ? name : shell.variables.follow(name).name;
}

function applyKind({ on }: Request, variable: Variable, isList: boolean): void {
  const { value } = variable;
  if (on.has('A')) {
    if (typeof value !== 'object' || value.kind !== 'associative') {
      variable.value = {
        kind: 'associative',
        elements: new Map(),
        ...(isList ? {} : { isUnset: true as const }),
      };
    }
  } else if ((on.has('a') || isList) && typeof value !== 'object') {
    if (value === undefined && !isList) {
      variable.value = { kind: 'indexed', elements: new Map(), isUnset: true };
    } else variable.indexed();
  }
}

/** A word that an expansion made: `NAME=VALUE`, `NAME+=VALUE`, `NAME`, `NAME[SUBSCRIPT]`. */
function readAssignment(word: string): Assignment | string {
  const [, name = '', subscript, append, value = ''] =
    /^([A-Za-z_]\w*)(?:\[(.+?)\])?(\+)?=(.*)$/s.exec(word) ?? [];
  if (name === '') return word.replace(/\[.*\]$/s, '');
  return {
    name,
    subscript: subscript === undefined ? undefined : quotedWord(subscript),
    isAppend: append !== undefined,
    value: quotedWord(value),
    raw: word,
  };
}

function attributeOf(letter: string): Attribute {
  switch (letter) {
    case 'i':
    case 'l':
    case 'n':
    case 'r':
    case 'u':
    case 'x':
    case 't':
    case 'c':
      return letter;
    default:
      return 't';
  }
}
