// Holds the formats against parsers that are not ours: node check.mjs FOLDER (of golden files) SCHEMAS
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import Ajv from "ajv";
import { marked } from "marked";
import { parse } from "parse5";
import { Parser } from "tap-parser";

const [folder, schemas] = process.argv.slice(2);
const read = (path) => JSON.parse(readFileSync(path, "utf8"));
const ajv = new Ajv({ strict: false, allErrors: true });
for (const name of ["rules", "steps", "run", "support"]) ajv.addSchema(read(`${schemas}/${name}.schema.json`), `${name}.schema.json`);
const fits = (name, schema, document) => {
  const validate = ajv.getSchema(schema);
  assert.ok(validate(document), `${name} by ${schema}: ${ajv.errorsText(validate.errors)}`);
};
const kinds = {};
for (const name of readdirSync(folder)) {
  const text = readFileSync(`${folder}/${name}`, "utf8");
  const kind = name.slice(name.indexOf(".") + 1);
  kinds[kind] = (kinds[kind] || 0) + 1;
  if (name.endsWith(".tap")) {
    const comments = [];
    let plan = null;
    const asserts = [];
    await new Promise((resolve) => {
      const parser = new Parser({ bail: false }, (result) => { assert.equal(result.count, asserts.length, name); resolve(); });
      parser.on("plan", (found) => { plan = found; });
      parser.on("assert", (found) => asserts.push(found));
      parser.on("extra", (line) => { if (line.trim()) assert.fail(`${name}: "${line}" is no TAP`); });
      parser.on("comment", (line) => comments.push(line));
      parser.end(text);
    });
    assert.equal(plan.end - plan.start + 1 || 0, asserts.length, name);
    if (name.startsWith("everything")) {
      assert.equal(asserts.length, 10);
      assert.equal(asserts.filter((one) => one.skip).length, 1);
      assert.equal(asserts.filter((one) => one.todo).length, 2);
      assert.match(asserts[2].diag.message, /but event "cb" 0 times/);
    }
    if (name.startsWith("hostile")) assert.equal(asserts.filter((one) => one.ok && !one.skip).length, 0);
  } else if (name.endsWith(".md")) {
    const tokens = marked.lexer(text, { gfm: true });
    const tables = tokens.filter((token) => token.type === "table");
    const shape = tables.map((table) => `${table.header.length}x${table.rows.length}`).join(" ");
    const shapes = { support: "6x4 6x2", "support-of-run": "7x4 7x2", features: "3x1 3x1", "everything.diff": "6x8", "empty.diff": "", rules: "5x6" };
    const stem = name.replace(/\.md$/, "");
    assert.equal(shape, shapes[stem] ?? "7x2", name);
    marked.walkTokens(tokens, (token) => {
      // A line break in a cell is the one tag that Markdown has no words for.
      // The page of rules has anchors, and links to them and to files beside it.
      if (token.type === "html") assert.match(token.raw, stem === "rules" ? /^(<a id="[a-z0-9-]+">|<\/a>)$/ : /^<br>$/, name);
      if (token.type === "link") assert.match(token.href, stem === "rules" ? /^(https:\/\/|#|\.\.\/cases\/|sensitivity\.md$)/ : /^https:\/\//, name);
    });
    for (const [, anchor] of text.matchAll(/\(#([^)]*)\)/g)) assert.ok(text.includes(`<a id="${anchor}">`), `${name}: #${anchor} is nowhere`);
  } else if (name.endsWith(".badge.json")) {
    const badge = JSON.parse(text);
    assert.deepEqual(Object.keys(badge), ["schemaVersion", "label", "message", "color"], name);
    assert.equal(badge.schemaVersion, 1);
  } else if (name.endsWith(".run.json")) {
    fits(name, "run.schema.json", JSON.parse(text));
  } else if (name.endsWith(".support.json")) {
    fits(name, "support.schema.json", JSON.parse(text));
  } else if (name.endsWith(".html")) {
    const faults = [];
    // Of styles and scripts the golden files have the ends alone.
    parse(text.replace(/<\/(style|script)>/g, ""), { sourceCodeLocationInfo: true, onParseError: (error) => faults.push(`${name}:${error.startLine}: ${error.code}`) });
    assert.deepEqual(faults, []);
  } else if (name.endsWith(".github.txt")) {
    for (const line of text.split("\n").filter(Boolean)) assert.match(line, /^::(error|warning|notice) title=[^,:]*(,file=[^,:]*(,line=\d+)?)?::./, name);
  }
}
// A check of no file is no check.
for (const kind of ["tap", "md", "badge.json", "run.json", "support.json", "html", "github.txt"]) assert.ok(kinds[kind] >= 2, kind);
console.log("JSON, HTML, TAP, Markdown, badges and annotations are in order");
