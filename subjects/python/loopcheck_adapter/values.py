"""How Python's objects travel in the protocol."""

import builtins
import json

_PATTERN = bytes(range(251))
_MAXIMUM_TEXT = 1024
_PRINTABLE = frozenset(range(0x20, 0x7F)) | frozenset(b"\t\n\r")


def pattern(size):
    """`size` bytes, byte i being i mod 251."""
    return (_PATTERN * (size // 251 + 1))[:size]


def step_data(data):
    """The bytes that a step means: a string, or {"pattern": size}."""
    return data.encode() if isinstance(data, str) else pattern(data["pattern"])


def data_value(data):
    """The data value that tells of `data`."""
    data = bytes(data)
    value = {"size": len(data)}
    if len(data) <= _MAXIMUM_TEXT and _PRINTABLE.issuperset(data):
        value["text"] = data.decode("ascii")
    if data and data == pattern(len(data)):
        value["pattern"] = True
    return value


def exception_value(error):
    """The value that tells of an exception, or null for None."""
    if error is None:
        return None
    kind = type(error)
    try:
        message = str(error)
    except Exception:  # an exception class of a loop may be broken itself
        message = "(no text)"
    value = {"type": kind.__name__, "message": message}
    if isinstance(error, OSError):
        if isinstance(error.errno, int):
            value["errno"] = error.errno
        winerror = getattr(error, "winerror", None)
        if isinstance(winerror, int):
            value["winerror"] = winerror
    if getattr(builtins, kind.__name__, None) is not kind:
        value["bases"] = [base.__name__ for base in kind.__mro__[1:] if base is not object]
    return value


def returned_value(value):
    """What a method of the library returned, as something that JSON can hold."""
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, (bytes, bytearray, memoryview)):
        return data_value(value)
    return {"object": type(value).__name__}


def encode(message):
    """A message as one line of UTF-8.

    Text may hold halves of surrogate pairs (from file names) and numbers may be
    infinite (from a loop's clock); JSON has neither.
    """
    try:
        text = json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError:
        text = json.dumps(_finite(message), ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace")


def _finite(value):
    if isinstance(value, dict):
        return {key: _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    if isinstance(value, float) and value - value != 0:
        return str(value)
    return value
