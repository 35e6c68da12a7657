import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
const ENTRIES = [
  'index',
  'fast-check/index',
  'lpm/index',
  'picture/index',
  'shell/index',
  'translate/index',
  'verify/index',
].map((name) => `${ROOT}src/${name}.ts`);
/** Collections of the language, which whoever holds one can change. */
const CHANGEABLE: ReadonlySet<string> = new Set(['Array', 'Set', 'Map']);

/** The fields that one who imports nexthop can assign to, or whose type lets what is in them be changed, as the types say: `Host.machine`. */
function findWritable(entries: readonly string[]): readonly string[] {
  const program = ts.createProgram(entries, { ...options(), noEmit: true });
  const checker = program.getTypeChecker();
  const found = new Set<string>();
  const seen = new Set<ts.Type>();

  const visit = (type: ts.Type, path: string): void => {
    if (seen.has(type)) return;
    seen.add(type);
    if (type.isUnionOrIntersection()) {
      for (const part of type.types) visit(part, path);
      return;
    }
    const name = type.symbol?.name ?? '';
    if (!isOwn(type.symbol)) {
      if (CHANGEABLE.has(name) && isOfLanguage(type.symbol)) found.add(`${path}: ${name}`);
      for (const part of checker.getTypeArguments(type as ts.TypeReference)) visit(part, path);
      return;
    }
    for (const property of checker.getPropertiesOfType(type)) visitProperty(property, name || path);
  };

  const visitProperty = (property: ts.Symbol, owner: string): void => {
    const declaration = property.declarations?.[0];
    if (declaration === undefined || !isOwn(property)) return;
    const modifiers = ts.getCombinedModifierFlags(declaration);
    if (isHidden(declaration, modifiers)) return;
    const path = `${owner}.${property.name}`;
    const isField =
      ts.isPropertySignature(declaration) ||
      ts.isPropertyDeclaration(declaration) ||
      ts.isParameter(declaration);
    if (isField && (modifiers & ts.ModifierFlags.Readonly) === 0) found.add(path);
    const type = checker.getTypeOfSymbol(property);
    for (const signature of type.getCallSignatures()) visit(signature.getReturnType(), `${path}()`);
    visit(type, path);
  };

  for (const entry of entries) {
    const source = program.getSourceFile(entry);
    const module = source && checker.getSymbolAtLocation(source);
    if (module === undefined) throw new Error(`no module: ${entry}`);
    for (const exported of checker.getExportsOfModule(module)) {
      const symbol =
        (exported.flags & ts.SymbolFlags.Alias) === 0
          ? exported
          : checker.getAliasedSymbol(exported);
      visit(checker.getDeclaredTypeOfSymbol(symbol), exported.name);
      const type = checker.getTypeOfSymbol(symbol);
      for (const signature of type.getCallSignatures()) {
        visit(signature.getReturnType(), `${exported.name}()`);
      }
    }
  }
  return [...found].toSorted();
}

function isOwn(symbol: ts.Symbol | undefined): boolean {
  const file = symbol?.declarations?.[0]?.getSourceFile().fileName ?? '';
  return file.startsWith(`${ROOT}src/`);
}

/** Collections of Immutable have names like those of the language. */
function isOfLanguage(symbol: ts.Symbol): boolean {
  return (symbol.declarations ?? []).some((declaration) =>
    declaration.getSourceFile().fileName.includes('/typescript/lib/'),
  );
}

/** Not for those who import nexthop. */
function isHidden(declaration: ts.Declaration, modifiers: ts.ModifierFlags): boolean {
  const name = ts.getNameOfDeclaration(declaration);
  return (
    (modifiers & ts.ModifierFlags.Private) !== 0 ||
    (name !== undefined && ts.isPrivateIdentifier(name)) ||
    ts.getJSDocTags(declaration).some(({ tagName }) => tagName.text === 'internal')
  );
}

function options(): ts.CompilerOptions {
  const { config } = ts.readConfigFile(`${ROOT}tsconfig.json`, (path) => ts.sys.readFile(path));
  return ts.parseJsonConfigFileContent(config, ts.sys, ROOT).options;
}

it('lets nothing be assigned to that is public', () => {
  expect(findWritable(ENTRIES)).toEqual([]);
});
