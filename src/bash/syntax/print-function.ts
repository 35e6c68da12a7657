import { assertNever } from '../../assert-never.js';
import type {
  Command,
  Condition,
  FunctionDefinition,
  Pipeline,
  Redirection,
  Script,
  Statement,
} from './script.js';

const STEP = 4;

/** A function as `declare -f` prints it. */
export function printFunction({ name, body }: FunctionDefinition): string {
  return `${name} () \n${printBody(body, 0)}`;
}

function printBody(body: Command, depth: number): string {
  const pad = ' '.repeat(depth);
  // Every body but a group is put in one.
  if (body.kind === 'group') {
    return `${pad}{ \n${printScript(body.body, depth + STEP)}\n${pad}}${printRedirections(body)}`;
  }
  const command = ' '.repeat(depth + STEP) + printCommand(body, depth + STEP).text;
  return `${pad}{ \n${command}\n${pad}}`;
}

/** What is printed of a command, and of the here-documents behind its line. */
interface Printed {
  readonly text: string;
  readonly documents: string;
}

function printScript({ statements }: Script, depth: number): string {
  const pad = ' '.repeat(depth);
  let text = '';
  for (const [at, statement] of statements.entries()) {
    const isLast = at === statements.length - 1;
    const { text: printed, documents } = printStatement(statement, depth);
    const end = statement.isBackground ? ' &' : isLast || documents !== '' ? '' : ';';
    text += pad + printed + end;
    if (documents !== '') text += `\n${documents}`;
    if (!isLast) text += '\n';
  }
  return text;
}

function printStatement({ items }: Statement, depth: number): Printed {
  let documents = '';
  const texts = items.map(({ operator, pipeline }) => {
    const printed = printPipeline(pipeline, depth);
    documents += printed.documents;
    return (operator === undefined ? '' : ` ${operator} `) + printed.text;
  });
  return { text: texts.join(''), documents };
}

function printPipeline({ isNegated, timed, commands }: Pipeline, depth: number): Printed {
  const printed = commands.map((command) => printCommand(command, depth));
  const time = timed === undefined ? '' : timed === 'posix' ? 'time -p ' : 'time ';
  return {
    text: time + (isNegated ? '! ' : '') + printed.map(({ text }) => text).join(' | '),
    documents: printed.map(({ documents }) => documents).join(''),
  };
}

function printCommand(command: Command, depth: number): Printed {
  const documents = command.redirections
    .filter(({ operator }) => operator === '<<')
    .map(({ target, end }) => `${target.raw}${end ?? ''}\n`)
    .join('');
  return { text: printKind(command, depth) + printRedirections(command), documents };
}

function printKind(command: Command, depth: number): string {
  const pad = ' '.repeat(depth);
  const inner = (script: Script): string => printScript(script, depth + STEP);
  switch (command.kind) {
    case 'simple':
      return [...command.assignments, ...command.words].map(({ raw }) => raw).join(' ');
    case 'group':
      return `{ \n${inner(command.body)}\n${pad}}`;
    case 'subshell':
      return `( ${printScript(command.body, 0)} )`;
    case 'if': {
      const clauses = command.clauses.map(
        ({ condition, body }, at) =>
          `${at === 0 ? 'if' : 'elif'} ${printScript(condition, 0)}; then\n${inner(body)};\n${pad}`,
      );
      const otherwise =
        command.otherwise === undefined ? '' : `else\n${inner(command.otherwise)};\n${pad}`;
      return `${clauses.join('')}${otherwise}fi`;
    }
    case 'while':
    case 'until':
      return `${command.kind} ${printScript(command.condition, 0)}; do\n${inner(command.body)};\n${pad}done`;
    case 'for':
    case 'select': {
      const words = command.words?.map(({ raw }) => raw).join(' ') ?? '"$@"';
      return `${command.kind} ${command.name} in ${words};\n${pad}do\n${inner(command.body)};\n${pad}done`;
    }
    case 'arithmetic-for': {
      const bounds = [command.start, command.condition, command.step].map(({ raw }) => raw.trim());
      const shown = bounds.map((bound) => (bound === '' ? '1' : bound)).join('; ');
      return `for ((${shown}))\n${pad}do\n${inner(command.body)};\n${pad}done`;
    }
    case 'case': {
      const items = command.items.map(({ patterns, body, end }) => {
        const names = patterns.map(({ raw }) => raw).join(' | ');
        const printed = printScript(body, depth + STEP * 2);
        return `${pad}    ${names})\n${printed}\n${pad}    ${end}\n`;
      });
      return `case ${command.word.raw} in \n${items.join('')}${pad}esac`;
    }
    case 'arithmetic':
      return `((${command.expression.raw}))`;
    case 'conditional':
      return `[[ ${printCondition(command.condition)} ]]`;
    case 'function':
      return `function ${command.name} () \n${printBody(command.body, depth)}`;
    default:
      return assertNever(command);
  }
}

function printCondition(condition: Condition): string {
  switch (condition.kind) {
    case 'not':
      return `! ${printCondition(condition.inner)}`;
    case 'and':
    case 'or': {
      const operator = condition.kind === 'and' ? '&&' : '||';
      return `${printCondition(condition.left)} ${operator} ${printCondition(condition.right)}`;
    }
    case 'unary':
      return `${condition.operator} ${condition.word.raw}`;
    case 'binary':
      return `${condition.left.raw} ${condition.operator} ${condition.right.raw}`;
    default:
      return assertNever(condition);
  }
}

function printRedirections({
  redirections,
}: {
  readonly redirections: readonly Redirection[];
}): string {
  return redirections.map((redirection) => ` ${printRedirection(redirection)}`).join('');
}

function printRedirection({ operator, fd, variable, target, end }: Redirection): string {
  const place = variable === undefined ? `${fd ?? ''}` : `{${variable}}`;
  if (operator === '<<') return `${place}<<${end ?? ''}`;
  // Descriptors are printed with the number that the operator stands for.
  if (operator === '>&' || operator === '<&') {
    return `${place === '' ? (operator === '>&' ? 1 : 0) : place}${operator}${target.raw}`;
  }
  return `${place}${operator} ${target.raw}`;
}
