// Holds the formats against parsers that are not ours: node check.mjs FOLDER (of golden files)
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { marked } from "marked";
import { Parser } from "tap-parser";

const folder = process.argv[2];
for (const name of readdirSync(folder)) {
  const text = readFileSync(`${folder}/${name}`, "utf8");
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
    const table = tokens.find((token) => token.type === "table");
    if (name.endsWith(".diff.md")) {
      assert.equal(table?.header.length ?? 6, 6, name);
      assert.equal(table?.rows.length ?? 0, name.startsWith("empty") ? 0 : 8, name);
    } else {
      assert.equal(table.header.length, 7, name);
      assert.equal(table.rows.length, 2, name);
    }
    marked.walkTokens(tokens, (token) => {
      assert.notEqual(token.type, "html", `${name}: ${token.raw}`);
      if (token.type === "link") assert.match(token.href, /^https:\/\//, name);
    });
  } else if (name.endsWith(".badge.json")) {
    const badge = JSON.parse(text);
    assert.deepEqual(Object.keys(badge), ["schemaVersion", "label", "message", "color"], name);
    assert.equal(badge.schemaVersion, 1);
  } else if (name.endsWith(".github.txt")) {
    for (const line of text.split("\n").filter(Boolean)) assert.match(line, /^::(error|warning|notice) title=[^,:]*(,file=[^,:]*(,line=\d+)?)?::./, name);
  }
}
console.log("TAP, Markdown, badges and annotations are in order");
