// Makes the one module that Home Assistant serves: the page, the card and its editor, with the licences of what is in it.
import { build } from "esbuild";
import { gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";

const OUT = "../custom_components/dropcam_privacy/frontend/dropcam-privacy.js";
const MOST = 150_000; // bytes, compressed

await build({
  entryPoints: ["src/main.ts"],
  outfile: OUT,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "external",
});
const size = gzipSync(readFileSync(OUT), { level: 9 }).length;
console.log(`${OUT}: ${size} bytes compressed`);
if (size > MOST) {
  console.error(`more than ${MOST}`);
  process.exit(1);
}
