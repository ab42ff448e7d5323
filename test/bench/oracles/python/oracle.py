"""
What pyright says about every name of a repository, as JSON lines on standard output.

    python -m venv VENV && VENV/bin/pip install pyright parso THE-REPOSITORY'S-DEPENDENCIES
    VENV/bin/python oracle.py REPO_DIR > FILE

Every tracked file is opened in pyright's language server and textDocument/definition is asked for each name, which parso finds.
See README.md beside this folder for the lines.
"""

import json
import os
import pathlib
import subprocess
import sys
import threading
import urllib.parse

import parso

root = pathlib.Path(sys.argv[1]).resolve()
binary = pathlib.Path(sys.executable).parent / "pyright-langserver"


class Server:
    """Requests go out without waiting for answers; `answers` fills up as they come. `failed` counts those the server failed at."""

    def __init__(self):
        self.process = subprocess.Popen(
            [str(binary), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.next_id = 0
        self.answers = {}
        self.failed = 0
        self.changed = threading.Condition()
        threading.Thread(target=self._listen, daemon=True).start()

    def _send(self, message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def notify(self, method, params):
        self._send({"method": method, "params": params})
        self.process.stdin.flush()

    def ask(self, method, params):
        self.next_id += 1
        self._send({"id": self.next_id, "method": method, "params": params})
        return self.next_id

    def answer(self, id):
        self.process.stdin.flush()
        with self.changed:
            while id not in self.answers:
                self.changed.wait()
            return self.answers.pop(id)

    def _listen(self):
        out = self.process.stdout
        while True:
            length = 0
            while line := out.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if length == 0:
                return
            message = json.loads(out.read(length))
            if "method" in message:
                if "id" in message:
                    self._reply(message)
            else:
                with self.changed:
                    self.failed += "error" in message
                    self.answers[message["id"]] = message.get("result")
                    self.changed.notify_all()

    def _reply(self, message):
        result = None
        if message["method"] == "workspace/configuration":
            result = [self._settings(item.get("section")) for item in message["params"]["items"]]
        self._send({"id": message["id"], "result": result})
        self.process.stdin.flush()

    @staticmethod
    def _settings(section):
        if section == "python":
            return {"pythonPath": sys.executable}
        if section == "python.analysis":
            # Diagnostics are not wanted: only what names mean.
            return {"typeCheckingMode": "off", "diagnosticMode": "openFilesOnly", "useLibraryCodeForTypes": True}
        return {}


def uri_of(path):
    return (root / path).as_uri()


def path_of(uri):
    full = pathlib.Path(urllib.parse.unquote(urllib.parse.urlparse(uri).path))
    try:
        return str(full.relative_to(root))
    except ValueError:
        return None


def utf16(text):
    return len(text.encode("utf-16-le")) // 2


def ancestor(leaf, kinds):
    node = leaf.parent
    while node is not None and node.type not in kinds:
        node = node.parent
    return node


def role(leaf):
    """What a name stands for where it stands: import-name, argument-name or reference."""
    if ancestor(leaf, ("import_name", "import_from")):
        return "import-name"
    if leaf.parent.type == "argument" and leaf.parent.children[0] is leaf and leaf.parent.children[1] == "=":
        return "argument-name"
    return "reference"


trees = {}


def tree_of(path):
    if path not in trees:
        try:
            trees[path] = parso.parse((root / path).read_bytes().decode("utf-8-sig"))
        except (OSError, UnicodeDecodeError):
            trees[path] = None
    return trees[path]


def is_member(path, start):
    """Whether what is declared there lies inside a class, not at the top level of its module."""
    tree = tree_of(path)
    leaf = tree and tree.get_leaf_for_position((start["line"] + 1, start["character"]), include_prefixes=True)
    if leaf is None:
        return False
    around = ancestor(leaf, ("funcdef", "classdef"))
    if around is not None and around.name is leaf:
        around = ancestor(around, ("funcdef", "classdef"))
    return around is not None


def names_of(tree):
    leaf = tree.get_first_leaf()
    while leaf is not None:
        if leaf.type == "name":
            yield leaf
        leaf = leaf.get_next_leaf()


def imports_of(tree):
    """(line, dotted name's leaves, names taken) of each import; no names for `import a.b`, ["*"] for a wildcard, and dots apart."""
    leaf = tree.get_first_leaf()
    while leaf is not None:
        if leaf.type == "keyword" and leaf.value == "import":
            node = leaf.parent
            if node.type == "import_name":
                for path in node.get_paths():
                    yield node.start_pos[0], 0, path, None
            elif node.type == "import_from":
                wildcard = node.is_star_import()
                names = ["*"] if wildcard else [path[-1] for path in node.get_paths()]
                yield node.start_pos[0], node.level, node.get_from_names(), names
        leaf = leaf.get_next_leaf()


def is_module(place):
    start, end = place["range"]["start"], place["range"]["end"]
    return start == end and start["line"] == 0 and start["character"] == 0


def write(line):
    sys.stdout.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")


def edges(path, tree, places):
    """Import edges: the module that is named. Those to packages that run on the way are marked `passed`."""
    for line, level, dotted, names in imports_of(tree):
        passed = set()
        if level and not dotted:
            folder = (root / path).parent
            for _ in range(level - 1):
                folder = folder.parent
            module = str((folder / "__init__.py").relative_to(root)) if (folder / "__init__.py").is_file() else None
        else:
            along = [file_of(places.get(leaf.start_pos)) for leaf in dotted]
            passed.update(file for file in along[:-1] if file)
            module = along[-1]
        targets = set()
        for name in names or [None]:
            at = None if name is None or name == "*" else file_of(places.get(name.start_pos), name.value)
            if at is None:
                if module:
                    targets.add(module)
                elif dotted and not places.get(dotted[-1].start_pos):
                    write({"kind": "import", "from": path, "to": None, "line": line})
            else:
                targets.add(at)
                if module:
                    passed.add(module)
        for to in sorted(targets):
            if to != path:
                write({"kind": "import", "from": path, "to": to, "line": line})
        for to in sorted(passed - targets):
            if to != path:
                write({"kind": "import", "from": path, "to": to, "line": line, "passed": True})


def file_of(found, name=None):
    """The module's file that a name in an import means; None when it is no module of the repository (or not of that name)."""
    for place in found or []:
        to = path_of(place["uri"])
        if to is None or not is_module(place):
            continue
        stem = pathlib.Path(to).parent.name if pathlib.Path(to).stem == "__init__" else pathlib.Path(to).stem
        if name is None or stem == name:
            return to
    return None


def references(path, source, leaves, places):
    lines = parso.utils.split_lines(source, keepends=True)
    other = []
    for leaf in leaves:
        row, column = leaf.start_pos
        start = {"file": path, "line": row, "column": utf16(lines[row - 1][:column]) + 1}
        found = places.get(leaf.start_pos)
        if not found:
            continue
        inside = [(place, path_of(place["uri"])) for place in found]
        targets = [(place, to) for place, to in inside if to is not None and to != path]
        kind = role(leaf)
        if not targets:
            other.append([start["line"], start["column"]])
            continue
        for place, to in inside:
            if to is None:
                continue
            line = {
                "kind": kind if kind.endswith("-name") else "module" if is_module(place) else kind,
                "from": start,
                "to": {"file": to, "line": place["range"]["start"]["line"] + 1},
            }
            if line["kind"] == "reference":
                line["member"] = is_member(to, place["range"]["start"])
            write(line)
    if other:
        write({"kind": "elsewhere", "file": path, "at": other})


def main():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True, text=True).stdout
    paths = [path for path in listed.split("\0") if path.endswith((".py", ".pyi")) and (root / path).is_file()]
    server = Server()
    server.answer(
        server.ask(
            "initialize",
            {
                "processId": os.getpid(),
                "rootUri": root.as_uri(),
                "workspaceFolders": [{"uri": root.as_uri(), "name": root.name}],
                "capabilities": {"workspace": {"configuration": True, "workspaceFolders": True}},
            },
        )
    )
    server.notify("initialized", {})
    # No file is closed again: after closing one that the project's own configuration leaves out, pyright fails at many names.
    for number, path in enumerate(paths):
        try:
            source = (root / path).read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            continue
        tree = tree_of(path)
        uri = uri_of(path)
        server.notify(
            "textDocument/didOpen",
            {"textDocument": {"uri": uri, "languageId": "python", "version": 1, "text": source}},
        )
        lines = parso.utils.split_lines(source, keepends=True)
        leaves = list(names_of(tree))
        asked = {}
        for leaf in leaves:
            row, column = leaf.start_pos
            position = {"line": row - 1, "character": utf16(lines[row - 1][:column])}
            asked[leaf.start_pos] = server.ask(
                "textDocument/definition", {"textDocument": {"uri": uri}, "position": position}
            )
        places = {at: server.answer(id) for at, id in asked.items()}
        edges(path, tree, places)
        references(path, source, leaves, places)
        print(f"\r{number + 1}/{len(paths)}", end="", file=sys.stderr)
    server.process.terminate()
    print(f"\n{server.failed} names at which pyright failed", file=sys.stderr)


main()
