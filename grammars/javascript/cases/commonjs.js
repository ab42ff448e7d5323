const fs = require("fs");
//    ^ variable fs
// ^ require fs

module.exports = { load };

function load(path) {
  //     ^ function load exported
  return fs.readFileSync(path);
}
