import { readFile } from "node:fs";
// ^ import node:fs
import type { Shape } from "./shape.js";
// ^ type ./shape.js
import "./setup.js";
// ^ side-effect ./setup.js
export * from "./all.js";
// ^ reexport ./all.js
import legacy = require("legacy");
// ^ require legacy
const page = await import("./page.js");
//    ^ variable page
// ^ dynamic ./page.js
