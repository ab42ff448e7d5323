import ts from "typescript";

/**
 * What stands before the dot of a member reference, as far as syntax and scopes tell: the classes that a linker has to know one
 * after the other. `parameter: annotated`, `local: new`, `chain`, `call`, … A local that is destructured or looped over says so.
 */
export function receiverOf(receiver: ts.Node, checker: ts.TypeChecker): string {
  const node = bare(receiver);
  switch (node.kind) {
    case ts.SyntaxKind.ThisKeyword:
      return "this";
    case ts.SyntaxKind.SuperKeyword:
      return "super";
    case ts.SyntaxKind.PropertyAccessExpression:
      return `chain: of ${rootOf(node, checker)}`;
    case ts.SyntaxKind.QualifiedName:
      return "qualified name";
    case ts.SyntaxKind.CallExpression:
      return ts.isPropertyAccessExpression((node as ts.CallExpression).expression)
        ? "call: of a method"
        : "call: of a function";
    case ts.SyntaxKind.NewExpression:
      return "new";
    case ts.SyntaxKind.AwaitExpression:
      return "await";
    case ts.SyntaxKind.ElementAccessExpression:
      return "element";
    case ts.SyntaxKind.ImportType:
      return "import type";
    case ts.SyntaxKind.AsExpression:
    case ts.SyntaxKind.TypeAssertionExpression:
      return "as";
    case ts.SyntaxKind.Identifier:
      return nameReceiver(node as ts.Identifier, checker);
    default:
      return "other";
  }
}

function bare(node: ts.Node): ts.Node {
  return ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node) ? bare(node.expression) : node;
}

function rootOf(node: ts.Node, checker: ts.TypeChecker): string {
  let at = bare(node);
  while (ts.isPropertyAccessExpression(at)) at = bare(at.expression);
  return receiverOf(at, checker).replace(/:.*/, "");
}

function nameReceiver(node: ts.Identifier, checker: ts.TypeChecker): string {
  let symbol = checker.getSymbolAtLocation(node);
  const isImported = symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0;
  if (symbol && isImported) symbol = checker.getAliasedSymbol(symbol);
  const declaration = symbol?.valueDeclaration ?? symbol?.declarations?.[0];
  if (!symbol || !declaration) return "unknown name";
  if (ts.isSourceFile(declaration)) return "import namespace";
  if (symbol.flags & ts.SymbolFlags.Enum) return "enum";
  if (symbol.flags & ts.SymbolFlags.Class) return "class";
  if (symbol.flags & ts.SymbolFlags.Namespace && !(symbol.flags & ts.SymbolFlags.Variable)) {
    return symbol.flags & ts.SymbolFlags.Function ? "function" : "namespace";
  }
  if (symbol.flags & ts.SymbolFlags.Function) return "function";
  if (ts.isParameter(declaration)) return parameter(declaration);
  if (ts.isBindingElement(declaration)) return destructured(declaration);
  if (ts.isVariableDeclaration(declaration))
    return `${isImported ? "imported variable" : "local"}: ${value(declaration)}`;
  return isImported ? "imported: other" : "other name";
}

function parameter(declaration: ts.ParameterDeclaration): string {
  if (declaration.type || ts.getJSDocType(declaration)) return "parameter: annotated";
  if (declaration.initializer) return "parameter: default value";
  const owner = declaration.parent;
  return ts.isArrowFunction(owner) || ts.isFunctionExpression(owner)
    ? "callback parameter without annotation"
    : "parameter: without annotation";
}

function destructured(declaration: ts.BindingElement): string {
  let at: ts.Node = declaration;
  while (ts.isBindingElement(at) || ts.isBindingName(at)) at = at.parent;
  if (ts.isParameter(at)) {
    return at.type ? "parameter: destructured, annotated" : "callback parameter without annotation";
  }
  return `local: destructured ${ts.isVariableDeclaration(at) ? value(at) : ""}`;
}

function value(declaration: ts.VariableDeclaration): string {
  if (declaration.type || ts.getJSDocType(declaration)) return "annotated";
  if (ts.isForOfStatement(declaration.parent.parent)) return "for of";
  if (ts.isCatchClause(declaration.parent)) return "catch";
  const initializer = declaration.initializer && bare(declaration.initializer);
  if (!initializer) return "no value";
  switch (initializer.kind) {
    case ts.SyntaxKind.NewExpression:
      return "new";
    case ts.SyntaxKind.CallExpression:
      return "call";
    case ts.SyntaxKind.AwaitExpression:
      return "await";
    case ts.SyntaxKind.AsExpression:
    case ts.SyntaxKind.TypeAssertionExpression:
    case ts.SyntaxKind.SatisfiesExpression:
      return "as";
    case ts.SyntaxKind.ObjectLiteralExpression:
      return "object literal";
    case ts.SyntaxKind.PropertyAccessExpression:
    case ts.SyntaxKind.ElementAccessExpression:
      return "member or element";
    case ts.SyntaxKind.Identifier:
      return "another name";
    case ts.SyntaxKind.ConditionalExpression:
    case ts.SyntaxKind.BinaryExpression:
      return "?: or ||";
    case ts.SyntaxKind.ArrowFunction:
    case ts.SyntaxKind.FunctionExpression:
      return "function";
    default:
      return "other";
  }
}
