import com.sun.source.tree.*;
import com.sun.source.util.*;
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.nio.file.*;
import java.util.*;
import java.util.regex.*;
import java.util.stream.*;
import javax.lang.model.element.*;
import javax.lang.model.type.TypeKind;
import javax.tools.*;

/**
 * What javac says about every name of a repository, as JSON lines on standard output.
 *
 *     java test/bench/oracles/java/Oracle.java REPO_DIR > FILE
 *
 * All tracked sources are attributed together, without their dependencies: what could be resolved is written. Names whose type
 * javac does not know have no line. See README.md beside this folder for the lines.
 */
public class Oracle {
  record Place(String file, int line, int column) {}

  final Path root;
  final Trees trees;
  final Map<CompilationUnitTree, Source> sources = new HashMap<>();
  final Map<Element, Place> declared = new HashMap<>();
  final Map<String, Set<String>> packages = new HashMap<>();
  final PrintStream out =
      new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16), false, StandardCharsets.UTF_8);

  public static void main(String[] arguments) throws Exception {
    Path root = Path.of(arguments[0]).toRealPath();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StandardJavaFileManager files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8);
    // Several modules cannot be compiled at once; without their descriptors all is one unnamed module.
    List<Path> paths = tracked(root).filter(path -> !path.endsWith("module-info.java")).toList();
    List<String> options = List.of("-proc:none", "-nowarn", "--should-stop=ifError=GENERATE", "-Xmaxerrs", "1000000");
    JavacTask task =
        (JavacTask) compiler.getTask(Writer.nullWriter(), files, problem -> {}, options, null, files.getJavaFileObjectsFromPaths(paths));
    Iterable<? extends CompilationUnitTree> units = task.parse();
    task.analyze();
    new Oracle(root, task).write(units);
  }

  static Stream<Path> tracked(Path root) throws IOException {
    Process git = new ProcessBuilder("git", "ls-files", "-z", "*.java").directory(root.toFile()).start();
    String listed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Arrays.stream(listed.split("\0")).filter(path -> !path.isEmpty()).map(root::resolve).filter(Files::isRegularFile);
  }

  Oracle(Path root, JavacTask task) {
    this.root = root;
    this.trees = Trees.instance(task);
  }

  void write(Iterable<? extends CompilationUnitTree> units) throws IOException {
    for (CompilationUnitTree unit : units) {
      Source source = new Source(unit);
      sources.put(unit, source);
      String home = unit.getPackageName() == null ? "" : unit.getPackageName().toString();
      packages.computeIfAbsent(home, key -> new TreeSet<>()).add(source.file);
    }
    for (CompilationUnitTree unit : units) new Names(sources.get(unit)).run();
    out.flush();
  }

  class Source {
    final CompilationUnitTree unit;
    final String file;
    final String text;
    final int[] starts;

    Source(CompilationUnitTree unit) throws IOException {
      this.unit = unit;
      this.file = root.relativize(Path.of(unit.getSourceFile().toUri())).toString().replace(File.separatorChar, '/');
      this.text = unit.getSourceFile().getCharContent(true).toString();
      this.starts = IntStream.concat(
              IntStream.of(0), Pattern.compile("\r\n|\r|\n").matcher(text).results().mapToInt(MatchResult::end))
          .toArray();
    }

    Place at(long offset) {
      int found = Arrays.binarySearch(starts, (int) offset);
      int line = found >= 0 ? found : -found - 2;
      return new Place(file, line + 1, (int) offset - starts[line] + 1);
    }

    long end(Tree tree) {
      return tree == null ? -1 : trees.getSourcePositions().getEndPosition(unit, tree);
    }

    /** Where the name of a declaration stands: the first such word after its modifiers and its type. */
    Place name(Tree tree) {
      long from = trees.getSourcePositions().getStartPosition(unit, tree);
      String name;
      if (tree instanceof ClassTree type) {
        from = Math.max(from, end(type.getModifiers()));
        name = type.getSimpleName().toString();
      } else if (tree instanceof MethodTree method) {
        from = Math.max(Math.max(from, end(method.getModifiers())), end(method.getReturnType()));
        for (Tree parameter : method.getTypeParameters()) from = Math.max(from, end(parameter));
        name = method.getName().toString();
        if (name.equals("<init>")) name = ((ClassTree) trees.getPath(unit, tree).getParentPath().getLeaf()).getSimpleName().toString();
      } else if (tree instanceof VariableTree variable) {
        from = Math.max(from, end(variable.getModifiers()));
        // The type of an enum's constant has no place of its own.
        if (variable.getType() != null && end(variable.getType()) <= end(tree) && !isConstant(tree)) from = Math.max(from, end(variable.getType()));
        name = variable.getName().toString();
      } else return null;
      Matcher word = Pattern.compile("(?<![\\w$])" + Pattern.quote(name) + "(?![\\w$])").matcher(text);
      return from >= 0 && word.find((int) from) ? at(word.start()) : null;
    }

    boolean isConstant(Tree tree) {
      Element element = trees.getElement(trees.getPath(unit, tree));
      return element != null && element.getKind() == ElementKind.ENUM_CONSTANT;
    }
  }

  /** The place of a declaration's name, or null when it lies outside the repository. */
  Place placeOf(Element element) {
    return declared.computeIfAbsent(element, key -> {
      TreePath path = trees.getPath(key);
      Source source = path == null ? null : sources.get(path.getCompilationUnit());
      return source == null ? null : source.name(path.getLeaf());
    });
  }

  class Names extends TreePathScanner<Void, Void> {
    final Source source;
    final StringJoiner elsewhere = new StringJoiner(",");
    boolean inImport = false;

    Names(Source source) {
      this.source = source;
    }

    void run() {
      scan(source.unit, null);
      if (elsewhere.length() > 0) out.printf("{\"kind\":\"elsewhere\",\"file\":%s,\"at\":[%s]}%n", quoted(source.file), elsewhere);
    }

    @Override
    public Void visitPackage(PackageTree tree, Void none) {
      return scan(tree.getAnnotations(), none);
    }

    @Override
    public Void visitImport(ImportTree tree, Void none) {
      MemberSelectTree name = (MemberSelectTree) tree.getQualifiedIdentifier();
      TreePath path = new TreePath(getCurrentPath(), name);
      TreePath scope = new TreePath(path, name.getExpression());
      int line = source.at(trees.getSourcePositions().getStartPosition(source.unit, tree)).line;
      boolean wildcard = name.getIdentifier().contentEquals("*");
      Element target = trees.getElement(tree.isStatic() || wildcard ? scope : path);
      boolean known = target != null && !isUnknown(target);
      if (known && target instanceof PackageElement) {
        Set<String> all = packages.getOrDefault(name.getExpression().toString(), Set.of());
        for (String to : all) edge(to, line);
      } else if (known && placeOf(target) != null) edge(placeOf(target).file, line);
      else if (!known) out.printf("{\"kind\":\"import\",\"from\":%s,\"to\":null,\"line\":%d}%n", quoted(source.file), line);
      inImport = true;
      super.visitImport(tree, none);
      inImport = false;
      return null;
    }

    void edge(String to, int line) {
      if (to.equals(source.file)) return;
      out.printf("{\"kind\":\"import\",\"from\":%s,\"to\":%s,\"line\":%d}%n", quoted(source.file), quoted(to), line);
    }

    @Override
    public Void visitIdentifier(IdentifierTree tree, Void none) {
      use(trees.getSourcePositions().getStartPosition(source.unit, tree), tree.getName());
      return super.visitIdentifier(tree, none);
    }

    @Override
    public Void visitMemberSelect(MemberSelectTree tree, Void none) {
      use(source.end(tree) - tree.getIdentifier().length(), tree.getIdentifier());
      return super.visitMemberSelect(tree, none);
    }

    @Override
    public Void visitMemberReference(MemberReferenceTree tree, Void none) {
      if (tree.getMode() == MemberReferenceTree.ReferenceMode.INVOKE) use(source.end(tree) - tree.getName().length(), tree.getName());
      return super.visitMemberReference(tree, none);
    }

    void use(long offset, CharSequence name) {
      if (offset < 0 || !source.text.startsWith(name.toString(), (int) offset)) return;
      Element element = trees.getElement(getCurrentPath());
      if (element == null || isUnknown(element) || element instanceof PackageElement) return;
      Place from = source.at(offset);
      if (element.getKind() == ElementKind.CONSTRUCTOR) element = element.getEnclosingElement();
      Place to = placeOf(element);
      if (to == null || to.file.equals(source.file)) elsewhere.add("[" + from.line + "," + from.column + "]");
      else {
        boolean member = !(element instanceof TypeElement);
        out.printf(
            "{\"kind\":\"%s\",\"from\":{\"file\":%s,\"line\":%d,\"column\":%d},\"to\":{\"file\":%s,\"line\":%d},\"member\":%b}%n",
            inImport ? "import-name" : "reference", quoted(from.file), from.line, from.column, quoted(to.file), to.line, member);
      }
    }

    boolean isUnknown(Element element) {
      return element.asType().getKind() == TypeKind.ERROR && !(element instanceof VariableElement);
    }
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
