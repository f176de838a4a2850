// Makes the one module that Home Assistant serves: the page, the card and its editor, with the licences of what is in it.
import { build } from "esbuild";
import { gzipSync } from "node:zlib";
import { appendFileSync, readFileSync } from "node:fs";

const OUT = "../custom_components/dropcam_privacy/frontend/dropcam-privacy.js";
const MOST = 150_000; // bytes, compressed

const { metafile } = await build({
  entryPoints: ["src/main.ts"],
  outfile: OUT,
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  legalComments: "external",
  metafile: true,
});

// The comments in the sources only name their licence: its text has to go with the module.
const packages = Object.keys(metafile.inputs).map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1]);
for (const name of [...new Set(packages)].filter(Boolean).sort()) {
  const licence = readFileSync(`node_modules/${name}/LICENSE`, "utf8");
  appendFileSync(`${OUT}.LEGAL.txt`, `\n${"-".repeat(80)}\n${name}\n\n${licence.trim()}\n`);
}

const size = gzipSync(readFileSync(OUT), { level: 9 }).length;
console.log(`${OUT}: ${size} bytes compressed`);
if (size > MOST) {
  console.error(`more than ${MOST}`);
  process.exit(1);
}
