// Reads lines "A<TAB>B" and writes -1, 0, 1, or "?" where node-semver refuses a side.
"use strict";
const path = require("path");
const places = [
  ...(process.env.NODE_SEMVER ? [process.env.NODE_SEMVER] : []),
  "semver",
  path.join(process.execPath, "../../lib/node_modules/npm/node_modules/semver"),
  "/usr/share/nodejs/semver",
  "/usr/lib/node_modules/npm/node_modules/semver",
  "/usr/share/npm/node_modules/semver",
];
let semver = null;
for (const place of places) {
  try { semver = require(place); break; } catch (_) { /* Try the next place. */ }
}
if (semver === null) process.exit(3);
const loose = process.argv[2] === "loose";
const lines = require("fs").readFileSync(0, "utf8").split("\n");
const out = [];
for (const line of lines) {
  if (line === "") continue;
  const [a, b] = line.split("\t").map((text) => semver.parse(text, { loose }));
  out.push(a === null || b === null ? "?" : String(semver.compare(a, b)));
}
process.stdout.write(out.join("\n") + "\n");
