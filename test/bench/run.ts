/** `npm run bench -- NAME [arguments]` runs test/bench/NAME.ts, whose default export takes the rest of the line. */
const [name, ...rest] = process.argv.slice(2);
if (!name || !/^[a-z-]+$/.test(name)) {
  console.error("usage: npm run bench -- ask | retrieval | import-oracle | reference-oracle | … [arguments]");
  process.exit(2);
}
const bench = await import(`./${name}.js`);
await bench.default(rest);
