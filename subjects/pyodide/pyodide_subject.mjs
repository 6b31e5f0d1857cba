// Offers Pyodide's event loop to loopcheck over standard input and output:
//
//   node pyodide_subject.mjs           serves the protocol (docs/protocol.md)
//   node pyodide_subject.mjs --probe   ends with status 0 if Pyodide is there, and says what to do if it is not
//   node pyodide_subject.mjs --make-snapshot
//                                      keeps the memory of a started Python beside Pyodide: an eighth of the work of a start
//
// Pyodide is taken from build/pyodide, where scripts/install-pyodide puts it, or from the folder that the variable
// LOOPCHECK_PYODIDE names. Everything else is in Python: the package loopcheck_adapter of subjects/python, as it is, and
// loopcheck_pyodide beside this file for what differs. Nothing here waits in any other way than for a promise.
import { existsSync, readFileSync, writeFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const MAXIMUM_LINE = 8 * 1024 * 1024;
const here = dirname(fileURLToPath(import.meta.url));
const folder = process.env.LOOPCHECK_PYODIDE ?? join(here, "../../build/pyodide/node_modules/pyodide");
const snapshot = join(folder, "loopcheck-snapshot.bin");

if (!existsSync(join(folder, "pyodide.mjs"))) {
  process.stderr.write("Pyodide is not there: scripts/install-pyodide\n");
  process.exit(1);
}
if (process.argv[2] === "--probe") process.exit(0);

// Python gets descriptors of its own, which lead to standard error: what it prints cannot disturb the protocol.
function tell(line) {
  writeSync(2, `${line}\n`);
}

function writeLine(line) {
  const bytes = Buffer.from(`${line}\n`);
  for (let written = 0; written < bytes.length; ) written += writeSync(1, bytes, written);
}

// A promise, and the function that keeps it.
function newLatch() {
  const latch = {};
  latch.opened = new Promise((resolve) => {
    latch.open = () => resolve();
  });
  return latch;
}

async function startPython(options) {
  // With stack switching run_until_complete() can block after all, where the engine has it; without, what it does is the
  // same everywhere.
  delete WebAssembly.Suspending;
  const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
  return loadPyodide({ indexURL: folder, stdin: () => null, stdout: tell, stderr: tell, ...options });
}

async function makeSnapshot() {
  const python = await startPython({ _makeSnapshot: true });
  python.runPython("import asyncio, contextlib, json, logging, shutil, socket, subprocess, threading, traceback");
  writeFileSync(snapshot, python.makeMemorySnapshot());
}

async function startSession() {
  const python = await startPython(existsSync(snapshot) ? { _loadSnapshot: readFileSync(snapshot) } : {});
  python.registerJsModule("loopcheck_host", { newLatch, writeLine });
  python.mountNodeFS("/loopcheck/adapter", join(here, "../python"));
  python.mountNodeFS("/loopcheck/pyodide", here);
  python.runPython("import sys; sys.path[:0] = ['/loopcheck/adapter', '/loopcheck/pyodide']");
  return python.pyimport("loopcheck_pyodide.session");
}

// The lines of standard input, as bytes. Of a line that is longer than the protocol allows, null.
async function* lines() {
  let parts = [];
  let size = 0;
  for await (let chunk of process.stdin) {
    for (let end; (end = chunk.indexOf(10)) >= 0; chunk = chunk.subarray(end + 1)) {
      size += end;
      yield size > MAXIMUM_LINE ? null : Buffer.concat([...parts, chunk.subarray(0, end)]);
      parts = [];
      size = 0;
    }
    size += chunk.length;
    if (size > MAXIMUM_LINE) parts = [];
    else parts.push(chunk);
  }
}

// Knows the timers that were set since it was last asked to forget them. A loop here cannot be closed, and what one scenario
// left behind is nothing that the next one could wait for.
function watchTimers() {
  const timers = new Set();
  const set = globalThis.setTimeout;
  globalThis.setTimeout = (...call) => {
    const timer = set(...call);
    timers.add(timer);
    return timer;
  };
  return {
    abandon() {
      for (const timer of timers) timer.unref();
      timers.clear();
    },
  };
}

async function serve() {
  const session = await startSession();
  const timers = watchTimers();
  process.on("beforeExit", () => session.nothing_left());
  for await (const line of lines()) {
    if (line === null) {
      session.refuse(`a line is longer than ${MAXIMUM_LINE} bytes`);
      continue;
    }
    // While a request is served its input keeps nothing alive: Node then notices when the loop has nothing left to run.
    process.stdin.unref?.();
    const progress = session.begin(new Uint8Array(line)); // it knows no Buffer
    for (let promise; (promise = progress.advance()) !== undefined; ) await promise;
    progress.destroy();
    timers.abandon();
    process.stdin.ref?.();
    if (session.is_finished()) return;
  }
}

try {
  if (process.argv[2] === "--make-snapshot") await makeSnapshot();
  else await serve();
} catch (error) {
  tell(error.stack); // Node itself would print the line it came from, which may be a megabyte of WebAssembly's glue
  process.exit(1);
}
// What loops of past scenarios have planned must not delay the end.
process.exit(0);
