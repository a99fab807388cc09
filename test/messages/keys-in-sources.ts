import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { ROOT } from "../support/hopscope.js";

/** A use of a catalogue's key in the sources, and the names of the parameters it gives; null where they cannot be read off. */
export interface KeyUse {
  key: string;
  params: string[] | null;
  where: string;
}

/** Every key that the sources below `folders` pass to `call(key, ...)`, and every value of a property `term`, as `term.VALUE`. */
export function keysIn(folders: readonly string[], call: string): KeyUse[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .flatMap((name) => usesIn(join(folder, name), call)),
  );
}

function usesIn(path: string, call: string): KeyUse[] {
  const file = ts.createSourceFile(path, readFileSync(join(ROOT, path), "utf8"), ts.ScriptTarget.Latest, true);
  const uses: KeyUse[] = [];
  const where = (node: ts.Node) => `${path}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`;
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.getText() === call && node.arguments.length > 0) {
      for (const key of stringsOf(node.arguments[0], file))
        uses.push({ key, params: paramsOf(node.arguments[1]), where: where(node) });
    }
    const term = termOf(node);
    if (term !== null) {
      for (const value of stringsOf(term, file)) uses.push({ key: `term.${value}`, params: null, where: where(node) });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return uses;
}

function termOf(node: ts.Node): ts.Expression | null {
  if (ts.isPropertyAssignment(node) && node.name.getText() === "term") return node.initializer;
  if (ts.isShorthandPropertyAssignment(node) && node.name.getText() === "term") return node.name;
  return null;
}

/** The strings an expression can be: itself, the branches of a condition, a constant's value, what callers pass for a parameter. */
function stringsOf(node: ts.Expression, file: ts.SourceFile): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isParenthesizedExpression(node)) return stringsOf(node.expression, file);
  if (ts.isConditionalExpression(node)) return [...stringsOf(node.whenTrue, file), ...stringsOf(node.whenFalse, file)];
  if (!ts.isIdentifier(node)) return [];
  const declared = declarationOf(node);
  if (declared === null) return [];
  if (ts.isVariableDeclaration(declared)) return declared.initializer ? stringsOf(declared.initializer, file) : [];
  const place = declared.parent.parameters.indexOf(declared);
  const name = functionName(declared.parent);
  const found: string[] = [];
  const visit = (n: ts.Node): void => {
    if (ts.isCallExpression(n) && n.expression.getText() === name && n.arguments[place] !== undefined)
      found.push(...stringsOf(n.arguments[place], file));
    ts.forEachChild(n, visit);
  };
  visit(file);
  return found;
}

function declarationOf(name: ts.Identifier): ts.VariableDeclaration | ts.ParameterDeclaration | null {
  for (let scope: ts.Node | undefined = name.parent; scope !== undefined; scope = scope.parent) {
    if (ts.isFunctionLike(scope)) {
      const parameter = scope.parameters.find((p) => p.name.getText() === name.text);
      if (parameter !== undefined) return parameter;
    }
    if (ts.isBlock(scope) || ts.isSourceFile(scope)) {
      for (const statement of scope.statements) {
        if (!ts.isVariableStatement(statement)) continue;
        const found = statement.declarationList.declarations.find((d) => d.name.getText() === name.text);
        if (found !== undefined) return found;
      }
    }
  }
  return null;
}

function functionName(node: ts.SignatureDeclaration): string | undefined {
  if (node.name !== undefined) return node.name.getText();
  return ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : undefined;
}

function paramsOf(node: ts.Expression | undefined): string[] | null {
  if (node === undefined) return [];
  if (!ts.isObjectLiteralExpression(node)) return null;
  const names: string[] = [];
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property) || property.name === undefined) return null;
    names.push(property.name.getText());
  }
  return names;
}
