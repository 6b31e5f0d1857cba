// What Pyodide's WebLoop does otherwise than documented, without loopcheck: node pyodide.mjs [FINDING…]
// LOOPCHECK_PYODIDE names another folder of the npm package than build/pyodide.
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.env.LOOPCHECK_PYODIDE ?? join(here, "../../../build/pyodide/node_modules/pyodide");
delete WebAssembly.Suspending; // without stack switching, as Node 20 is
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: folder });

// Each is a Python expression, true if the finding is seen.
const experiments = {
  "pyodide-no-lifecycle": `
loop.call_soon(loop.stop)
loop.run_forever()
loop.close()
loop.is_running() and not loop.is_closed()`,
  "pyodide-run-until-complete": `raises(RuntimeError, lambda: loop.run_until_complete(asyncio.sleep(0.01)))`,
  "pyodide-early-timers": `
async def early():
    asked, came = loop.time(), loop.create_future()
    loop.call_later(0.0019, lambda: came.set_result(loop.time()))
    return await came < asked + 0.0019
any([await early() for _ in range(20)])`,
  "pyodide-deadline-in-the-past": `raises(ValueError, lambda: loop.call_at(loop.time() - 1, print))`,
};

python.runPython(`
import asyncio

def raises(kind, call):
    try:
        call()
    except kind:
        return True
    return False
`);
for (const name of process.argv.length > 2 ? process.argv.slice(2) : Object.keys(experiments)) {
  const seen = await python.runPythonAsync(`loop = asyncio.get_running_loop()\n${experiments[name]}`);
  console.log(`${seen ? "seen    " : "not seen"}  ${name}`);
  if (!seen) process.exitCode = 1;
}
