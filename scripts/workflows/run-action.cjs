// Runs the steps of action.yml, and those of the workflow that make and join records, on this machine as a runner would:
// those with a script by bash, each with its inputs; of other actions only what the next steps see of them. Programs that
// are built already stand for what a cache gives.
"use strict";
const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } = require("node:fs");
const path = require("node:path");
const { parse } = require("yaml");

const root = process.cwd();
const action = parse(readFileSync("action.yml", "utf8"));
const area = path.join(root, "build", "workflows", "area");

// An expression with the operators that action.yml uses: names, texts, ==, !=, &&, || and always().
function evaluate(expression, context) {
  const tokens = expression.match(/'[^']*'|[A-Za-z_][\w.-]*(?:\(\))?|==|!=|&&|\|\||\S/g);
  const value = (token) => {
    if (token.startsWith("'")) return token.slice(1, -1);
    if (token === "always()") return true;
    const [head, ...rest] = token.split(".");
    assert.ok(head in context, `unknown: ${token}`);
    return rest.reduce((at, name) => at?.[name], context[head]) ?? "";
  };
  const compared = () => {
    const left = value(tokens.shift());
    if (tokens[0] !== "==" && tokens[0] !== "!=") return left;
    return tokens.shift() === "==" ? left === value(tokens.shift()) : left !== value(tokens.shift());
  };
  const both = () => {
    let result = compared();
    while (tokens[0] === "&&") { tokens.shift(); const next = compared(); result = result && next; }
    return result;
  };
  let result = both();
  while (tokens[0] === "||") { tokens.shift(); const next = both(); result = result || next; }
  assert.equal(tokens.length, 0, expression);
  return result;
}

const filled = (text, context) => String(text).replaceAll(/\$\{\{(.*?)\}\}/g, (_, expression) => evaluate(expression.trim(), context));

function outputsOf(file) {
  const pairs = existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean).map((line) => line.split(/=(.*)/s).slice(0, 2)) : [];
  return Object.fromEntries(pairs);
}

// Everything that a run of the action leaves. `given` are its inputs.
function runAction(name, given) {
  const folder = path.join(area, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, "mine.py"), "import asyncio\n\n\ndef new_event_loop():\n    return asyncio.new_event_loop()\n");
  const inputs = Object.fromEntries(Object.entries(action.inputs).map(([key, input]) => [key, given[key] ?? input.default]));
  const context = { inputs, steps: {}, runner: { os: "Linux", arch: "X64" }, github: { action_repository: "OWNER/loopcheck", action_path: root } };
  const summary = path.join(folder, "summary.md");
  const uploads = [];
  let log = "";
  let status = 0;
  for (const [number, step] of action.runs.steps.entries()) {
    const always = step.if?.includes("always()");
    if (status !== 0 && !always) continue;
    if (step.if !== undefined && !evaluate(step.if, context)) continue;
    if (step.uses) {
      const options = Object.fromEntries(Object.entries(step.with ?? {}).map(([key, text]) => [key, filled(text, context)]));
      if (step.uses.startsWith("actions/cache@")) context.steps[step.id] = { outputs: { "cache-hit": "true" } };
      else if (step.uses.startsWith("actions/upload-artifact@")) uploads.push(options);
      else assert.fail(`${step.uses} cannot be run here`);
      continue;
    }
    const output = path.join(folder, `output-${number}`);
    const variables = Object.fromEntries(Object.entries(step.env ?? {}).map(([key, text]) => [key, filled(text, context)]));
    const done = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run], {
      cwd: folder, encoding: "utf8", maxBuffer: 1 << 28,
      env: { ...process.env, ...variables, GITHUB_OUTPUT: output, GITHUB_STEP_SUMMARY: summary, GITHUB_ACTION_PATH: root, GITHUB_WORKSPACE: folder },
    });
    log += done.stdout + done.stderr;
    if (done.status !== 0 && status === 0) status = done.status;
    if (step.id) context.steps[step.id] = { outputs: outputsOf(output) };
  }
  const outputs = Object.fromEntries(Object.entries(action.outputs).map(([key, one]) => [key, filled(one.value, context)]));
  return { status, outputs, uploads, log, folder, summary: existsSync(summary) ? readFileSync(summary, "utf8") : "" };
}

assert.ok(existsSync(`build/${process.env.LOOPCHECK_PRESET}/bin/loopcheck`), "build loopcheck first");
const few = "--case 'call-soon*' --quiet";

const good = runAction("good", { loop: "mine:new_event_loop", args: few });
assert.equal(good.status, 0, good.log);
assert.equal(good.outputs.status, "0");
const record = JSON.parse(readFileSync(path.join(good.folder, good.outputs.record), "utf8"));
assert.equal(record.subjects[0].name, "mine");
assert.notEqual(record.results.length, 0);
assert.ok(readFileSync(path.join(good.folder, good.outputs.report), "utf8").startsWith("<!doctype html>"));
assert.match(good.summary, /\*\*mine /);
assert.deepEqual(good.uploads, [{ name: "loopcheck-report", path: "loopcheck-report" }]);

const elsewhere = runAction("elsewhere", {
  command: `python3 "${root}/subjects/python/asyncio_subject.py"`, name: "my loop", tier: "1", output: "a folder", artifact: "none", args: "--quiet --environment '*poll'",
});
assert.equal(elsewhere.outputs.record, "a folder/run.json", elsewhere.log);
assert.deepEqual(elsewhere.uploads, []);
const other = JSON.parse(readFileSync(path.join(elsewhere.folder, "a folder", "run.json"), "utf8"));
assert.equal(other.subjects[0].name, "my loop");
assert.ok(other.suite.rules.every((rule) => rule.tier === 1));

// A broken rule fails the step and is annotated, unless it is listed.
const uncatchable = { loop: "mine:new_event_loop", name: "cpython", args: "--case 'signal-uncatchable*' --quiet" };
const news = runAction("news", uncatchable);
assert.equal(news.status, 1, news.log);
assert.match(news.log, /^::error title=signal-uncatchable on /m);
const listed = runAction("listed", { ...uncatchable, expectations: path.join(root, "subjects", "expectations", "cpython.json") });
assert.equal(listed.status, 0, listed.log);
assert.match(listed.log, /^::notice title=signal-uncatchable on /m);

// What counts against a loop fails the step, with the report kept and the annotations made; or not, if told so.
for (const [fail, status] of [["true", 3], ["false", 3]]) {
  const missing = runAction(`missing-${fail}`, { loop: "no_such_module:new_event_loop", fail, args: few });
  assert.equal(missing.outputs.status, String(status), missing.log);
  assert.equal(missing.status, fail === "true" ? status : 0, missing.log);
  assert.equal(missing.uploads.length, 1);
}

for (const [name, given, message] of [
  ["nothing", {}, "one of the inputs loop and command must be given"],
  ["both", { loop: "a:b", command: "c" }, "only one of the inputs"],
]) {
  const wrong = runAction(name, given);
  assert.notEqual(wrong.status, 0, name);
  assert.ok(wrong.log.includes(`::error title=loopcheck::`) && wrong.log.includes(message), wrong.log);
}
// Wrong arguments leave no report, whatever fail says; and nothing in an input is carried out.
const injected = runAction("injected", { loop: "mine:new_event_loop", fail: "false", args: "--no-such-option $(touch carried-out) ; touch carried-out" });
assert.equal(injected.status, 2, injected.log);
assert.ok(!existsSync(path.join(injected.folder, "carried-out")));
assert.deepEqual(injected.uploads, []);

// The way of a record through the workflow: made by the job of a machine, joined by the last one. Only the programs are
// those of another preset.
const workflow = parse(readFileSync(".github/workflows/ci.yml", "utf8"));
const machine = path.join(area, "machine");
const last = path.join(area, "last");
function runStep(job, name, folder, variables = {}) {
  const step = workflow.jobs[job].steps.find((one) => one.name === name);
  assert.ok(step, name);
  const done = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step.run], {
    cwd: folder, encoding: "utf8", maxBuffer: 1 << 28,
    env: { ...process.env, LOOPCHECK_PRESET: "release", GITHUB_STEP_SUMMARY: path.join(folder, "summary.md"), ...variables },
  });
  assert.equal(done.status, 0, `${name}: ${done.stdout}${done.stderr}`);
}
for (const folder of [machine, last]) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, "build"), { recursive: true });
}
symlinkSync(path.join(root, "build", process.env.LOOPCHECK_PRESET), path.join(machine, "build", "release"));
runStep("native", "The reference loop", machine);
runStep("native", "The programs, for the jobs that need them", machine);
cpSync(path.join(machine, "programs.tar"), path.join(last, "programs.tar"));
cpSync(path.join(machine, "build", "report"), path.join(last, "records", "report-linux"), { recursive: true });

// The job of a Python, with the list of known failures that is its own: `python` is the one that this machine has.
const bin = path.join(area, "bin");
mkdirSync(bin);
const interpreter = spawnSync("python3", ["-c", "import sys; print(sys.executable)"], { encoding: "utf8" }).stdout.trim();
writeFileSync(path.join(bin, "python"), `#!/bin/sh\nexec "${interpreter}" "$@"\n`, { mode: 0o755 });
symlinkSync(path.join(root, "subjects"), path.join(machine, "subjects"));
runStep("python", "The loops of the Python", machine, { PATH: `${bin}:${process.env.PATH}`, WANTED: "3.11", HIGHEST: "0" });
runStep("python", "One record of both", machine);
const python = JSON.parse(readFileSync(path.join(machine, "build", "report", "run.json"), "utf8"));
assert.deepEqual(python.subjects.map((one) => one.name), ["cpython"]);
assert.ok(python.complete);
cpSync(path.join(good.folder, "loopcheck-report"), path.join(last, "records", "report-mine"), { recursive: true });
runStep("report", "One report of all records", last);
const joined = JSON.parse(readFileSync(path.join(last, "build", "report", "run.json"), "utf8"));
assert.deepEqual(joined.subjects.map((one) => one.name), ["reference", "mine"]);
assert.ok(joined.complete);
assert.match(readFileSync(path.join(last, "summary.md"), "utf8"), /\*\*reference /);
rmSync(area, { recursive: true });

console.log("the steps of action.yml and of the workflow do what they should");
