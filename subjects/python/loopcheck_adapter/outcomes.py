"""The reasons for which a step has no result of the library's own.

They are raised anywhere below a step and become its outcome; see "Outcomes of a
step" in docs/protocol.md. Every other exception counts as raised by the library.
"""


class AdapterOutcome(Exception):
    """Base class: `record()` gives the fields of the step's record."""

    def record(self):
        raise NotImplementedError


class Unsupported(AdapterOutcome):
    """This adapter has no way to perform the step."""

    def record(self):
        return {"outcome": "unsupported", "reason": str(self)}


class NotRun(AdapterOutcome):
    """The step refers to something that is not there."""

    def record(self):
        return {"outcome": "not-run", "reason": str(self)}


class Unmet(AdapterOutcome):
    """This machine does not have what the step needs; `need` is one word."""

    def __init__(self, need, reason):
        super().__init__(reason)
        self.need = need

    def record(self):
        return {"outcome": "unmet", "need": self.need, "reason": str(self)}


class BadParameters(Exception):
    """The request itself cannot be understood (JSON-RPC error -32602)."""
