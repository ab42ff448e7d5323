"use strict";

var app = exports = module.exports = {};
//  ^ variable app exported
exports.limit = 10;
//      ^ variable limit exported
exports.open = function open(path) {
  //    ^ function open exported
  return path;
};
module.exports.close = () => exports.limit;
//             ^ function close exported
exports.Door = class Door {};
//      ^ variable Door exported
