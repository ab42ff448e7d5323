import ts from "typescript";

/** Whether names under the node are those of an import or export list. */
export function isSpecifierPart(parent: ts.Node): boolean {
  return (
    ts.isImportSpecifier(parent) ||
    ts.isExportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isNamespaceImport(parent) ||
    ts.isNamespaceExport(parent) ||
    ts.isImportEqualsDeclaration(parent)
  );
}

/** Whether the node is the name that a declaration, a property of an object literal or a JSX attribute gives. */
export function isDeclarationName(node: ts.Node): boolean {
  const parent = node.parent as ts.NamedDeclaration;
  return parent.name === node && !ts.isPropertyAccessExpression(parent) && !ts.isMetaProperty(parent);
}

/** What stands before the dot when the node is a name behind one; an import type counts as one. */
export function qualifierOf(node: ts.Node): ts.Node | undefined {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return parent.expression;
  if (ts.isQualifiedName(parent) && parent.right === node) return parent.left;
  if (ts.isImportTypeNode(parent) && parent.qualifier === node) return parent;
  return undefined;
}

/** Whether a declaration stands at the top of its file, destructured variables and `exports.a = …` among them. */
export function isTopLevel(declaration: ts.Node): boolean {
  let at = declaration;
  while (ts.isBindingElement(at)) at = at.parent.parent;
  if (ts.isVariableDeclaration(at)) at = at.parent.parent;
  if (ts.isVariableStatement(at) || ts.isExportAssignment(at)) return ts.isSourceFile(at.parent);
  if (ts.isFunctionDeclaration(at) || ts.isClassDeclaration(at) || ts.isInterfaceDeclaration(at))
    return ts.isSourceFile(at.parent);
  if (ts.isTypeAliasDeclaration(at) || ts.isEnumDeclaration(at) || ts.isModuleDeclaration(at))
    return ts.isSourceFile(at.parent);
  return isCommonJsExport(at);
}

function isCommonJsExport(node: ts.Node): boolean {
  const target = ts.isBinaryExpression(node) ? node.left : node;
  return ts.isPropertyAccessExpression(target) && /^(module\.)?exports(\.|$)/.test(target.getText());
}

/** `Session.open`: the names of the enclosing named declarations and its own. */
export function dottedName(declaration: ts.Node): string {
  const names: string[] = [];
  for (let at: ts.Node = declaration; at && !ts.isSourceFile(at); at = at.parent) {
    const name = ts.getNameOfDeclaration(at as ts.Declaration);
    if (name && ts.isMemberName(name)) names.unshift(name.text);
    else if (name && ts.isStringLiteralLike(name)) names.unshift(name.text);
    else if (ts.isExportAssignment(at)) names.unshift("default");
  }
  return names.join(".");
}
