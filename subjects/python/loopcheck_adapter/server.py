"""JSON-RPC: the requests of the harness and their answers."""

import contextlib
import json
import sys
import traceback
import types

from . import ADAPTER
from .channel import MAXIMUM_LINE, LineTooLong
from .outcomes import BadParameters
from .parameters import check_run
from .scenario import Scenario
from .values import encode

PROTOCOL = 1

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMETERS = -32602
INTERNAL_ERROR = -32603
NO_COMMON_VERSION = -32001
UNKNOWN_ENVIRONMENT = -32002


class RequestError(Exception):
    """A request that is answered with an error."""

    def __init__(self, code, message):
        super().__init__(message)
        self.code = code


class Server:
    """Answers requests one by one until `shutdown` or the end of input.

    `introduce` gives the subject's name and version and its environments; it is
    called at the first `initialize`, so that its failure can be told.
    """

    adapter = ADAPTER
    scenario = Scenario

    def __init__(self, channel, introduce):
        self._channel = channel
        self._introduce = introduce
        self._environments = None
        self._child = None
        self._finished = False
        self._methods = {"initialize": self._initialize, "run": self._run, "shutdown": self._shutdown}

    def serve(self):
        while not self._finished:
            try:
                line = self._channel.read_line()
            except LineTooLong:
                self._answer_error(None, PARSE_ERROR, "a line is longer than %d bytes" % MAXIMUM_LINE)
                continue
            if line is None:
                return
            self._serve_line(line)

    def _serve_line(self, line):
        request = self._request_of(line)
        if request is not None:
            with self._answering(request["id"]) as answer:
                answer.result = self._call(request)

    def _request_of(self, line):
        """The request of a line; None if there is nothing left to answer."""
        try:
            request = json.loads(line)
        except (ValueError, RecursionError) as error:
            self._answer_error(None, PARSE_ERROR, "not JSON: %s" % error)
            return None
        if not isinstance(request, dict) or not isinstance(request.get("method"), str):
            identifier = request.get("id") if isinstance(request, dict) else None
            self._answer_error(identifier, INVALID_REQUEST, "not a request: there is no method")
            return None
        # Without an id it is a notification; there are none that a subject has to know.
        return request if "id" in request else None

    @contextlib.contextmanager
    def _answering(self, identifier):
        """Answers with the `result` that the block sets, or with the error that it raises."""
        answer = types.SimpleNamespace(result=None)
        try:
            yield answer
            line = encode({"jsonrpc": "2.0", "id": identifier, "result": answer.result})
            if len(line) > MAXIMUM_LINE:
                raise RequestError(INTERNAL_ERROR, "the answer would be longer than %d bytes" % MAXIMUM_LINE)
        except RequestError as error:
            self._answer_error(identifier, error.code, str(error))
        except BadParameters as error:
            self._answer_error(identifier, INVALID_PARAMETERS, str(error))
        except BrokenPipeError:
            raise
        except Exception as error:
            traceback.print_exc(file=sys.stderr)
            self._answer_error(identifier, INTERNAL_ERROR, "%s: %s" % (type(error).__name__, error))
        else:
            self._channel.write_line(line)

    def _call(self, request):
        method = self._methods.get(request["method"])
        if method is None:
            raise RequestError(METHOD_NOT_FOUND, "there is no method %r" % request["method"])
        return method(request["id"], request.get("params"))

    def _answer_error(self, identifier, code, message):
        if not isinstance(identifier, (int, str)):
            identifier = None
        error = {"code": code, "message": message}
        self._channel.write_line(encode({"jsonrpc": "2.0", "id": identifier, "error": error}))

    def _initialize(self, identifier, parameters):
        versions = parameters.get("protocol") if isinstance(parameters, dict) else None
        if not isinstance(versions, dict):
            raise BadParameters("params/protocol must be an object with min and max")
        for name in ("min", "max"):
            if not isinstance(versions.get(name), int):
                raise BadParameters("params/protocol/%s must be a whole number" % name)
        child = parameters.get("child")
        if child is not None and not isinstance(child, str):
            raise BadParameters("params/child must be a string")
        if not versions["min"] <= PROTOCOL <= versions["max"]:
            raise RequestError(NO_COMMON_VERSION, "no common protocol version")
        name, version, environments = self._introduce()
        self._child = child
        self._environments = {environment.description["id"]: environment for environment in environments}
        return {
            "protocol": PROTOCOL,
            "subject": {"name": name, "version": version, "adapter": self.adapter},
            "environments": [environment.description for environment in environments],
        }

    def _run(self, identifier, parameters):
        if self._environments is None:
            raise RequestError(INVALID_REQUEST, "initialize comes first")
        check_run(parameters)
        environment = self._environments.get(parameters["environment"])
        if environment is None:
            raise RequestError(UNKNOWN_ENVIRONMENT, "there is no environment %r" % parameters["environment"])

        def announce(step):
            message = {"jsonrpc": "2.0", "method": "step", "params": {"request": identifier, "step": step}}
            self._channel.write_line(encode(message))

        return self.scenario(environment, parameters, self._child).run(announce)

    def _shutdown(self, identifier, parameters):
        self._finished = True
        return None
