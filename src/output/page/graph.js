{
  const graph = JSON.parse(document.getElementById("graph").textContent);
  // The order of the arrays is that of graph-page.ts.
  const box = ([x, y, width, height]) => ({ x, y, width, height });
  const folders = graph.folders.map(([path, label, depth, parent, ...at]) => ({
    path,
    label,
    depth,
    parent,
    ...box(at),
  }));
  const files = graph.files.map(([path, language, lines, test, folder, x, y, width, height, symbols], number) => {
    const name = path.slice(path.lastIndexOf("/") + 1);
    return { number, path, name, language, lines, test, folder, x, y, width, height, symbols, uses: [], usedBy: [] };
  });
  for (const [from, to, typeOnly, names] of graph.links) {
    files[from].uses.push({ file: files[to], typeOnly, names });
    files[to].usedBy.push({ file: files[from], typeOnly, names });
  }

  const canvas = document.getElementById("picture");
  const pen = canvas.getContext("2d");
  const search = document.getElementById("search");
  const results = document.getElementById("results");
  const told = document.getElementById("told");
  const tip = document.getElementById("tip");
  let colors = {};
  const readColors = () => {
    const style = getComputedStyle(document.documentElement);
    const names = "paper ink faint folder folder2 frame file file-strong file-frame test edge uses used chosen";
    colors = Object.fromEntries(names.split(" ").map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  };

  // The part of the picture that is seen: screen = world * scale + (x, y).
  const view = { scale: 1, x: 0, y: 0 };
  /** The chosen file or folder, what it means as a set of files, and its neighbours. */
  let chosen = null;
  let hovered = null;

  // ---- Lines: each follows the folders around its two ends, so that lines between the same folders run together.
  const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2];
  const around = (file) => {
    const path = [];
    for (let at = file.folder; at >= 0; at = folders[at].parent) path.push(at);
    return path;
  };
  function curve(from, to) {
    const [up, down] = [around(from), around(to)];
    while (up.length > 0 && down.length > 0 && up.at(-1) === down.at(-1)) {
      up.pop();
      down.pop();
    }
    // By the middle of the innermost folder a line would often make a loop before its end.
    for (const path of [up, down]) if (path.length > 1) path.shift();
    const ways = [...up, ...down.reverse()].map((number) => middle(folders[number]));
    const points = [middle(from), ...ways, middle(to)];
    const straight = (i) => {
      const t = i / (points.length - 1);
      return [0, 1].map((axis) => points[0][axis] + (points.at(-1)[axis] - points[0][axis]) * t);
    };
    // Pulled a little towards the straight line, or a link to the next box would make a long way round.
    return points.map((point, i) => [0, 1].map((axis) => 0.78 * point[axis] + 0.22 * straight(i)[axis]));
  }
  function trace(path, points) {
    path.moveTo(...points[0]);
    if (points.length === 2) {
      const [[ax, ay], [bx, by]] = points;
      const bend = 0.12;
      path.quadraticCurveTo((ax + bx) / 2 + (by - ay) * bend, (ay + by) / 2 - (bx - ax) * bend, bx, by);
      return;
    }
    for (let i = 1; i < points.length - 1; i++) {
      const [[x, y], [nextX, nextY]] = [points[i], points[i + 1]];
      const last = i === points.length - 2;
      path.quadraticCurveTo(x, y, last ? nextX : (x + nextX) / 2, last ? nextY : (y + nextY) / 2);
    }
  }
  // In a few bundles: lines of one path do not darken each other where they cross, lines of several do.
  const bundles = Array.from({ length: 24 }, () => new Path2D());
  const fromTests = Array.from({ length: 4 }, () => new Path2D());
  for (const [i, [from, to]] of graph.links.entries()) {
    const paths = files[from].test ? fromTests : bundles;
    trace(paths[i % paths.length], curve(files[from], files[to]));
  }

  // ---- Drawing
  const size = () => ({ width: canvas.clientWidth, height: canvas.clientHeight });
  let asked = false;
  function draw() {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      paint();
    });
  }
  let moving = 0;
  function paint() {
    const { width, height } = size();
    const ratio = window.devicePixelRatio || 1;
    if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.fillStyle = colors.paper;
    pen.fillRect(0, 0, width, height);
    pen.setTransform(ratio * view.scale, 0, 0, ratio * view.scale, ratio * view.x, ratio * view.y);
    const seen = ({ x, y, width: w, height: h }) =>
      (x + w) * view.scale + view.x > 0 &&
      x * view.scale + view.x < width &&
      (y + h) * view.scale + view.y > 0 &&
      y * view.scale + view.y < height;
    const hair = 1 / view.scale;
    for (const folder of folders) {
      if (!seen(folder)) continue;
      const isChosen = chosen?.thing === folder;
      pen.beginPath();
      pen.roundRect(folder.x, folder.y, folder.width, folder.height, 6);
      pen.fillStyle = folder.depth % 2 === 1 ? colors.folder : colors.folder2;
      pen.fill();
      pen.strokeStyle = isChosen ? colors.ink : colors.frame;
      pen.lineWidth = isChosen ? 2 * hair : hair;
      pen.stroke();
    }
    // Thousands of lines take longer than a frame: they wait until the picture stands still.
    if (!chosen && (graph.links.length < 3000 || performance.now() - moving > 150)) {
      pen.strokeStyle = colors.edge;
      pen.lineWidth = 0.9 * hair;
      pen.globalAlpha = Math.min(0.5, 4 / Math.sqrt(graph.links.length + 1));
      for (const path of [...fromTests, ...bundles]) pen.stroke(path);
      pen.globalAlpha = 1;
    }
    const near = (file) => chosen && chosen.role(file) !== "";
    for (const file of files) if (seen(file) && !near(file)) paintFile(file);
    if (chosen) {
      paintLinks();
      for (const file of files) if (seen(file) && near(file)) paintFile(file);
    }
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    paintLabels(seen);
  }
  const importance = (file) => Math.min(1, Math.log2(1 + file.usedBy.length) / 8);
  function paintFile(file) {
    const { x, y, width, height } = file;
    const near = chosen ? chosen.role(file) : "";
    pen.globalAlpha = chosen && !near ? 0.28 : 1;
    pen.beginPath();
    pen.roundRect(x, y, width, height, 4);
    pen.fillStyle = near === "chosen" ? colors.chosen : file.test ? colors.test : colors.file;
    pen.fill();
    if (near !== "chosen" && file.usedBy.length > 0) {
      pen.globalAlpha *= importance(file);
      pen.fillStyle = colors["file-strong"];
      pen.fill();
      pen.globalAlpha = chosen && !near ? 0.28 : 1;
    }
    const strong = near === "uses" ? colors.uses : near === "used" ? colors.used : near === "both" ? colors.ink : null;
    pen.strokeStyle = file === hovered ? colors.ink : (strong ?? colors["file-frame"]);
    pen.lineWidth = (strong || file === hovered ? 2 : 0.8) / Math.max(view.scale, 0.5);
    pen.stroke();
    if (view.scale * 11 > 6) {
      pen.fillStyle = colors.ink;
      pen.font = '11px system-ui, "Segoe UI", Helvetica, Arial, sans-serif';
      pen.textBaseline = "middle";
      pen.fillText(fitted(file.name, width - 10), x + 6, y + height / 2 + 0.5);
    }
    pen.globalAlpha = 1;
  }
  function paintLinks() {
    const alpha = Math.min(0.9, 8 / Math.sqrt(chosen.links.length + 1));
    for (const { from, to, color } of chosen.links) {
      const line = new Path2D();
      const points = curve(from, to);
      trace(line, points);
      pen.strokeStyle = colors[color];
      pen.lineWidth = 1.6 / view.scale ** 0.8;
      pen.globalAlpha = alpha;
      pen.stroke(line);
    }
    pen.globalAlpha = 1;
  }
  /** Folder names are as large on the screen at every scale; where a box is too small for its name, the folder around it tells. */
  function paintLabels(seen) {
    const taken = [];
    const { width: most } = size();
    for (const folder of folders) {
      if (!seen(folder)) continue;
      const width = folder.width * view.scale;
      const px = Math.max(11, Math.min(15, 12 * view.scale)) + (folder.depth === 1 ? 2 : 0);
      pen.font = `600 ${px}px system-ui, "Segoe UI", Helvetica, Arial, sans-serif`;
      const text = pen.measureText(folder.label).width;
      if (text + 8 > width || folder.height * view.scale < px + 6) continue;
      const left = Math.min(
        Math.max(folder.x * view.scale + view.x + 6, 6),
        (folder.x + folder.width) * view.scale + view.x - text - 6,
      );
      const top = folder.y * view.scale + view.y + Math.max(2, 3 * view.scale);
      const area = { left: left - 3, top: top - 1, right: left + text + 3, bottom: top + px + 3 };
      if (area.right < 0 || area.left > most) continue;
      if (
        taken.some(
          (other) =>
            area.left < other.right && other.left < area.right && area.top < other.bottom && other.top < area.bottom,
        )
      )
        continue;
      taken.push(area);
      if (view.scale < 0.75) {
        pen.globalAlpha = 0.85;
        pen.fillStyle = folder.depth % 2 === 1 ? colors.folder : colors.folder2;
        pen.fillRect(area.left, area.top, area.right - area.left, area.bottom - area.top);
        pen.globalAlpha = 1;
      }
      pen.fillStyle = folder.depth === 1 ? colors.ink : colors.faint;
      pen.textBaseline = "top";
      pen.fillText(folder.label, left, top);
    }
  }
  const widths = new Map();
  function fitted(text, width) {
    const known = widths.get(text);
    if (known !== undefined) return known;
    let fit = text;
    for (let keep = text.length - 1; keep > 1 && pen.measureText(fit).width > width; keep--)
      fit = `${text.slice(0, keep)}…`;
    widths.set(text, fit);
    return fit;
  }

  // ---- Moving
  function zoomAt(factor, x, y) {
    const scale = Math.min(4, Math.max(0.02, view.scale * factor));
    view.x = x - ((x - view.x) * scale) / view.scale;
    view.y = y - ((y - view.y) * scale) / view.scale;
    view.scale = scale;
    moved();
  }
  let settle = 0;
  function moved() {
    moving = performance.now();
    clearTimeout(settle);
    settle = setTimeout(draw, 160);
    draw();
  }
  function show({ x, y, width, height }, most) {
    const { width: w, height: h } = size();
    view.scale = Math.min(most, (w - 30) / width, (h - 30) / height);
    view.x = w / 2 - (x + width / 2) * view.scale;
    view.y = h / 2 - (y + height / 2) * view.scale;
    moved();
  }
  const showAll = () => show({ x: 0, y: 0, width: graph.width, height: graph.height }, 1.4);
  function bringIn(thing) {
    if (thing.depth) return show(thing, 1.2);
    const { width: w, height: h } = size();
    const [x, y] = middle(thing);
    const [left, top] = [x * view.scale + view.x, y * view.scale + view.y];
    if (view.scale > 0.6 && left > 20 && left < w - 20 && top > 20 && top < h - 20) return draw();
    view.scale = Math.max(view.scale, 0.8);
    view.x = w / 2 - x * view.scale;
    view.y = h / 2 - y * view.scale;
    moved();
  }
  const at = (event) => {
    const frame = canvas.getBoundingClientRect();
    const x = (event.clientX - frame.left - view.x) / view.scale;
    const y = (event.clientY - frame.top - view.y) / view.scale;
    const holds = (thing) => x >= thing.x && x <= thing.x + thing.width && y >= thing.y && y <= thing.y + thing.height;
    return files.find(holds) ?? folders.findLast(holds) ?? null;
  };
  const fingers = new Map();
  let dragged = false;
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, event);
    dragged = false;
    tip.hidden = true;
  });
  canvas.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return point(event);
    const [dx, dy] = [event.clientX - before.clientX, event.clientY - before.clientY];
    if (!dragged && Math.hypot(dx, dy) < 4 && fingers.size === 1) return;
    dragged = true;
    canvas.classList.add("moving");
    if (fingers.size === 2) {
      const other = [...fingers].find(([id]) => id !== event.pointerId)[1];
      const distance = (a) => Math.hypot(a.clientX - other.clientX, a.clientY - other.clientY);
      const frame = canvas.getBoundingClientRect();
      zoomAt(distance(event) / Math.max(1, distance(before)), other.clientX - frame.left, other.clientY - frame.top);
    } else {
      view.x += dx;
      view.y += dy;
      moved();
    }
    fingers.set(event.pointerId, event);
  });
  const lift = (event) => {
    fingers.delete(event.pointerId);
    canvas.classList.remove("moving");
  };
  canvas.addEventListener("pointercancel", lift);
  canvas.addEventListener("pointerup", (event) => {
    lift(event);
    if (!dragged) choose(at(event));
  });
  canvas.addEventListener("pointerleave", () => {
    tip.hidden = true;
  });
  canvas.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const frame = canvas.getBoundingClientRect();
      zoomAt(
        Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0016)),
        event.clientX - frame.left,
        event.clientY - frame.top,
      );
    },
    { passive: false },
  );
  function point(event) {
    const thing = at(event);
    if (thing !== hovered) {
      hovered = thing;
      draw();
    }
    tip.hidden = !thing;
    if (!thing) return;
    tip.textContent = thing.path;
    tip.style.left = `${Math.min(event.clientX + 14, window.innerWidth - tip.offsetWidth - 8)}px`;
    tip.style.top = `${event.clientY + 16}px`;
  }
  document.addEventListener("keydown", (event) => {
    if (event.target === search || event.ctrlKey || event.metaKey || event.altKey) return;
    const { width, height } = size();
    const step = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] }[event.key];
    if (event.key === "/") search.focus();
    else if (event.key === "+" || event.key === "=") zoomAt(1.25, width / 2, height / 2);
    else if (event.key === "-") zoomAt(0.8, width / 2, height / 2);
    else if (event.key === "0") showAll();
    else if (event.key === "Escape") choose(null);
    else if (step) {
      view.x += step[0];
      view.y += step[1];
      moved();
    } else return;
    event.preventDefault();
  });

  // ---- Choosing
  function choose(thing, fromAddress = false) {
    chosen = thing && choiceOf(thing);
    tell();
    if (!fromAddress)
      history.replaceState(
        null,
        "",
        thing ? `#${encodeURIComponent(thing.path)}` : location.pathname + location.search,
      );
    draw();
  }
  function choiceOf(thing) {
    const inside = new Set(files.filter((file) => file === thing || (thing.depth && file.path.startsWith(thing.path))));
    const uses = new Map();
    const used = new Map();
    const links = [];
    for (const file of inside) {
      for (const link of file.uses) {
        if (inside.has(link.file)) continue;
        links.push({ from: file, to: link.file, color: "uses" });
        gather(uses, link);
      }
      for (const link of file.usedBy) {
        if (inside.has(link.file)) continue;
        links.push({ from: link.file, to: file, color: "used" });
        gather(used, link);
      }
    }
    const role = (file) =>
      inside.has(file) ? "chosen" : uses.has(file) ? (used.has(file) ? "both" : "uses") : used.has(file) ? "used" : "";
    return { thing, inside, uses, used, links, role };
  }
  function gather(neighbours, { file, names, typeOnly }) {
    const known = neighbours.get(file) ?? { names: new Set(), typeOnly: true };
    for (const name of names) known.names.add(name);
    known.typeOnly &&= typeOnly;
    neighbours.set(file, known);
  }

  // ---- Telling: the same in words
  const element = (name, text, attributes = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const counted = (n, one) => `${n.toLocaleString("en-US")} ${n === 1 ? one : `${one}s`}`;
  function tell() {
    told.replaceChildren();
    told.scrollTop = 0;
    if (!chosen) return tellAll();
    const { thing, inside, uses, used } = chosen;
    told.append(element("h1", thing.path));
    const lines = [...inside].reduce((sum, file) => sum + file.lines, 0);
    const what = thing.depth ? counted(inside.size, "file") : thing.language || "text";
    told.append(element("p", `${what} · ${counted(lines, "line")}`));
    tellNeighbours(`imports ${counted(uses.size, "file")}`, "uses", uses);
    tellNeighbours(`is imported by ${counted(used.size, "file")}`, "used", used);
    if (thing.depth) return tellFiles("files", [...inside]);
    if (thing.symbols.length === 0) return;
    told.append(element("h2", counted(thing.symbols.length, "symbol")));
    const list = element("ul", "");
    for (const [name, kind, line, exported] of thing.symbols) {
      const row = element("li", `${name} `, { class: "symbol" });
      row.append(element("small", `${kind}, line ${line}${exported ? ", exported" : ""}`));
      list.append(row);
    }
    told.append(list);
  }
  function tellNeighbours(title, kind, neighbours) {
    told.append(element("h2", title, { class: kind }));
    const list = element("ul", "");
    const sorted = [...neighbours].sort(([a], [b]) => (a.path < b.path ? -1 : 1));
    for (const [file, { names, typeOnly }] of sorted) {
      const row = fileRow(file);
      const shown = [...names].slice(0, 12).join(", ") + (names.size > 12 ? ` and ${names.size - 12} more` : "");
      row.append(element("small", [shown, typeOnly ? "types only" : ""].filter(Boolean).join(" · ")));
      list.append(row);
    }
    told.append(list);
  }
  const fileRow = (file) => element("li", file.path, { "data-file": file.number });
  function tellFiles(title, rows) {
    told.append(element("h2", title));
    const list = element("ul", "");
    list.append(...rows.map(fileRow));
    told.append(list);
  }
  function tellAll() {
    told.append(element("h1", graph.name));
    told.append(element("p", `${counted(files.length, "file")} · ${counted(graph.links.length, "link")} between them`));
    told.append(element("h2", "most imported"));
    const list = element("ul", "");
    for (const file of [...files].sort((a, b) => b.usedBy.length - a.usedBy.length).slice(0, 25)) {
      if (file.usedBy.length === 0) break;
      const row = fileRow(file);
      row.append(element("small", `by ${counted(file.usedBy.length, "file")}`));
      list.append(row);
    }
    told.append(list);
  }
  function goTo(event) {
    const row = event.target.closest("[data-file], [data-folder]");
    if (!row) return;
    const thing = row.dataset.file === undefined ? folders[row.dataset.folder] : files[row.dataset.file];
    choose(thing);
    bringIn(thing);
    endSearch();
  }
  told.addEventListener("click", goTo);
  results.addEventListener("mousedown", (event) => event.preventDefault());
  results.addEventListener("click", goTo);

  // ---- Searching
  const most = 40;
  function found(text) {
    const wanted = text.toLowerCase();
    const rows = [];
    for (const file of files) {
      const [name, path] = [file.name.toLowerCase(), file.path.toLowerCase()];
      if (path.includes(wanted))
        rows.push({ rank: name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 3 : 5, file });
      for (const [symbol, kind, line] of file.symbols) {
        const lower = symbol.toLowerCase();
        const last = lower.slice(lower.lastIndexOf(".") + 1);
        if (last.includes(wanted) || lower === wanted)
          rows.push({ rank: last === wanted ? 0.5 : last.startsWith(wanted) ? 2 : 4, file, symbol, kind, line });
      }
    }
    return rows.sort((a, b) => a.rank - b.rank || b.file.usedBy.length - a.file.usedBy.length);
  }
  function offer() {
    const text = search.value.trim();
    results.hidden = text === "";
    results.replaceChildren();
    if (text === "") return;
    const rows = found(text);
    for (const { file, symbol, kind, line } of rows.slice(0, most)) {
      const row = element("div", symbol ?? file.path, { "data-file": file.number, role: "option" });
      if (symbol) row.append(element("small", `${kind} · ${file.path}:${line}`));
      results.append(row);
    }
    if (rows.length > most)
      results.append(element("div", `and ${counted(rows.length - most, "more")}`.replace("mores", "more")));
    if (rows.length === 0) results.append(element("div", "nothing is called so"));
    mark(0);
  }
  function mark(number) {
    const rows = [...results.querySelectorAll("[data-file]")];
    for (const [i, row] of rows.entries()) row.setAttribute("aria-selected", String(i === number));
    rows[number]?.scrollIntoView({ block: "nearest" });
  }
  function endSearch() {
    results.hidden = true;
    search.blur();
  }
  search.addEventListener("input", offer);
  search.addEventListener("focus", offer);
  search.addEventListener("blur", () => {
    results.hidden = true;
  });
  search.addEventListener("keydown", (event) => {
    const rows = [...results.querySelectorAll("[data-file]")];
    const now = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown") mark(Math.min(rows.length - 1, now + 1));
    else if (event.key === "ArrowUp") mark(Math.max(0, now - 1));
    else if (event.key === "Enter") rows[now]?.click();
    else if (event.key === "Escape") {
      search.value = "";
      endSearch();
      canvas.focus();
    } else return;
    event.preventDefault();
  });

  // ---- Beginning
  function fromAddress() {
    let wanted = graph.start;
    try {
      wanted = decodeURIComponent(location.hash.slice(1)) || graph.start;
    } catch {
      // Not an address that this page made.
    }
    const thing = files.find(({ path }) => path === wanted) ?? folders.find(({ path }) => path === wanted) ?? null;
    choose(thing, true);
    return thing;
  }
  window.addEventListener("hashchange", () => {
    const thing = fromAddress();
    if (thing) bringIn(thing);
  });
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  dark.addEventListener("change", () => {
    readColors();
    draw();
  });
  new ResizeObserver(draw).observe(canvas);
  readColors();
  showAll();
  const first = fromAddress();
  if (first && graph.files.length > 400) bringIn(first);
}
