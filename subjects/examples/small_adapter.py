"""A small adapter: asyncio's own loop, and the steps that callbacks need."""
import asyncio, builtins, json, os, platform, sys, time

requests = os.fdopen(os.dup(0), encoding="utf-8")  # private copies, which no child inherits
answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
os.dup2(2, 1)
environment = {"id": "my-loop", "platform": sys.platform, "platform_version": platform.release().split("-")[0],
               "arch": platform.machine(), "loop": "other", "selector": None, "python": platform.python_version(),
               "documented": platform.python_version(), "provenance": "native"}

def send(**message):
    print(json.dumps({"jsonrpc": "2.0", **message}), file=answers, flush=True)

def described(error):
    return error and {"type": type(error).__name__, "message": str(error)}

async def turns(count, each=lambda turn: None):
    for turn in range(count):
        asyncio.get_running_loop().call_soon(each, turn)
        await asyncio.sleep(0)

async def reversed_by_tcp(text):
    async def serve(reader, writer):
        writer.write((await reader.read())[::-1])
        writer.close()
    async with await asyncio.start_server(serve, "127.0.0.1") as server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(text.encode())
        writer.write_eof()
        answer = await reader.read()
        writer.close()
        return answer.decode()

class Scenario:
    def __init__(self, nonce):
        self.nonce, self.steps, self.events, self.handles, self.during = nonce, [], [], {}, None
        self.began, self.loop = time.monotonic_ns(), asyncio.new_event_loop()
        self.loop.set_exception_handler(lambda loop, context: self.log(
            "loop.exception", message=context["message"], exception=described(context.get("exception"))))

    def log(self, event, **data):
        self.events.append({"event": event, "during": self.during, "thread": "main", "data": data,
                            "at_ns": time.monotonic_ns() - self.began})

    def called(self, callback, *args):
        callback = {"name": callback} if isinstance(callback, str) else callback
        self.log(callback["name"], loop_time=self.loop.time(), **({"args": args} if args else {}))
        for step in callback.get("do", []):
            self.perform(step)
        if "raise" in callback:
            raise getattr(builtins, callback["raise"])()

    def perform(self, step):
        try:
            method = getattr(self, "do_" + step["do"], None)
            if method is None:
                outcome = {"outcome": "unsupported", "reason": f"no step {step['do']} in this adapter"}
            elif "on" in step and step["on"] not in self.handles:
                outcome = {"outcome": "not-run", "reason": f"nothing is called {step['on']}"}
            else:
                outcome = {"outcome": "returned", "value": method(step)}
        except Exception as error:
            outcome = {"outcome": "raised", "exception": described(error)}
        self.steps.append({"step": step.get("id"), **outcome})

    def do_call_soon(self, step):
        self.handles[step.get("id")] = self.loop.call_soon(self.called, step["callback"], *step.get("args", []))

    def do_cancel(self, step): self.handles[step["on"]].cancel()
    def do_cancelled(self, step): return self.handles[step["on"]].cancelled()
    def do_log(self, step): self.log(step["event"])
    def do_run(self, step): self.loop.run_until_complete(turns(step["turns"]))
    def do_time(self, step): return self.loop.time()

    def do_control(self, step):
        if step.get("with") != "callbacks":
            return self.loop.run_until_complete(reversed_by_tcp(self.nonce))
        letters = []
        self.loop.run_until_complete(turns(len(self.nonce), lambda turn: letters.append(self.nonce[-1 - turn])))
        return "".join(letters)

def run(request, params):
    scenario = Scenario(params["nonce"])
    for step in params["steps"]:
        scenario.during = step["id"]
        send(method="step", params={"request": request, "step": step["id"]})
        scenario.perform(step)
    scenario.loop.close()
    return {"steps": [step for step in scenario.steps if step["step"]], "events": scenario.events, "events_dropped": 0}

def answer(request):
    method, params = request["method"], request.get("params", {})
    if method == "initialize":
        subject = {"name": "mine", "version": "1", "adapter": "small/1"}
        return {"result": {"protocol": 1, "subject": subject, "environments": [environment]}}
    if method == "shutdown":
        return {"result": None}
    if method != "run":
        return {"error": {"code": -32601, "message": f"no method {method}"}}
    if "steps" not in params:
        return {"error": {"code": -32602, "message": "params/steps is missing"}}
    if params["environment"] != environment["id"]:
        return {"error": {"code": -32002, "message": f"no environment {params['environment']}"}}
    return {"result": run(request["id"], params)}

for line in requests:
    request = json.loads(line)
    send(id=request["id"], **answer(request))
    if request["method"] == "shutdown":
        break
