"""The shapes of the messages in docs/protocol.md, checked by hand."""

import re

OUTCOMES = {
    "returned": {"value"},
    "raised": {"exception"},
    "unsupported": {"reason"},
    "unmet": {"need", "reason"},
    "not-run": {"reason"},
}


def check(condition, what, found):
    if not condition:
        raise AssertionError("%s: %r" % (what, found))


def check_exception(value):
    check(isinstance(value, dict) and {"type", "message"} <= set(value), "exception", value)
    check(set(value) <= {"type", "message", "errno", "winerror", "bases"}, "fields of an exception", value)
    check(value["type"].isidentifier() and isinstance(value["message"], str), "exception", value)
    for number in ("errno", "winerror"):
        check(isinstance(value.get(number, 0), int), number, value)
    check(all(isinstance(base, str) for base in value.get("bases", [])), "bases", value)


def check_step(record):
    check(record.get("outcome") in OUTCOMES, "outcome", record)
    common = {"step", "outcome", "at_ns", "duration_ns"}
    check(set(record) == common | OUTCOMES[record["outcome"]], "fields of a step", record)
    check(isinstance(record["step"], str), "step", record)
    check(isinstance(record["at_ns"], int) and record["at_ns"] >= 0, "at_ns", record)
    check(isinstance(record["duration_ns"], int) and record["duration_ns"] >= 0, "duration_ns", record)
    if record["outcome"] == "raised":
        check_exception(record["exception"])
    if record["outcome"] == "unmet":
        check(re.fullmatch(r"[a-z0-9-]+", record["need"]), "need is one word", record)
    if "reason" in record:
        check(isinstance(record["reason"], str) and record["reason"], "reason", record)


def check_event(event):
    check(set(event) == {"event", "during", "at_ns", "thread", "data"}, "fields of an event", event)
    check(isinstance(event["event"], str) and isinstance(event["during"], str), "event", event)
    check(event["thread"] in ("main", "other"), "thread", event)
    check(isinstance(event["at_ns"], int) and event["at_ns"] >= 0, "at_ns", event)
    check(isinstance(event["data"], dict), "data", event)
    if event["data"].get("exception") is not None:
        check_exception(event["data"]["exception"])


def check_run_result(result):
    check(set(result) == {"steps", "events", "events_dropped"}, "fields of a result", result)
    for record in result["steps"]:
        check_step(record)
    names = [record["step"] for record in result["steps"]]
    check(len(names) == len(set(names)), "each step once", names)
    check(len(result["events"]) <= 2000, "number of events", len(result["events"]))
    for event in result["events"]:
        check_event(event)
    check(isinstance(result["events_dropped"], int), "events_dropped", result)


def check_environment(environment):
    required = "id platform platform_version arch loop selector python documented provenance".split()
    check(set(required) <= set(environment), "fields of an environment", environment)
    check(set(environment) <= {*required, "provenance_detail"}, "fields of an environment", environment)
    check(re.fullmatch(r"[a-z0-9.-]+", environment["id"]), "id", environment)
    check(environment["loop"] in ("selector", "proactor", "other"), "loop", environment)
    check(environment["selector"] in ("epoll", "poll", "select", "kqueue", None), "selector", environment)
    check(environment["provenance"] in ("native", "wine", "simulated"), "provenance", environment)
    for version in ("platform_version", "python", "documented"):
        check(re.fullmatch(r"[0-9]+(\.[0-9]+)*", environment[version]), version, environment)


def check_initialize_result(result):
    check(set(result) == {"protocol", "subject", "environments"}, "fields of a result", result)
    check(result["protocol"] == 1, "protocol", result)
    check(set(result["subject"]) == {"name", "version", "adapter"}, "subject", result)
    check(all(isinstance(text, str) and text for text in result["subject"].values()), "subject", result)
    for environment in result["environments"]:
        check_environment(environment)
    names = [environment["id"] for environment in result["environments"]]
    check(names and len(names) == len(set(names)), "ids of environments", names)


def check_message(message):
    check(message.get("jsonrpc") == "2.0", "jsonrpc", message)
    if "method" in message:
        check(set(message) == {"jsonrpc", "method", "params"}, "fields of a notification", message)
        check(message["method"] == "step", "method", message)
        check(set(message["params"]) == {"request", "step"}, "params", message)
        check(isinstance(message["params"]["step"], str), "step", message)
    elif "error" in message:
        check(set(message) == {"jsonrpc", "id", "error"}, "fields of an error", message)
        check(set(message["error"]) == {"code", "message"}, "error", message)
        check(isinstance(message["error"]["code"], int), "code", message)
        check(isinstance(message["error"]["message"], str), "message", message)
    else:
        check(set(message) == {"jsonrpc", "id", "result"}, "fields of an answer", message)
