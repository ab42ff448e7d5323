const fs = require("fs");
//    ^ variable fs
// ^ require fs
const join = require("path").join;
//    ^ variable join
// ^ require path

module.exports = { load, limit: 3, close: shut, save() {} };
//                       ^ variable limit exported
// <- method save exported

function load(path) {
  //     ^ function load exported
  return fs.readFileSync(join(path));
}
function shut() {}
//       ^ function shut exported
