"""Checks the parameters of a `run` request before its first step is performed.

Only the form is looked at: a step of an unknown kind is left to become
`unsupported`, and so are values that name something unknown.
"""

from .outcomes import BadParameters
from .vocabulary import STEP_KINDS


def check_run(parameters):
    """Raises BadParameters, naming the first fault."""
    if not isinstance(parameters, dict):
        raise BadParameters("params must be an object")
    for name in ("environment", "nonce", "scratch"):
        if not isinstance(parameters.get(name), str):
            raise BadParameters("params/%s must be a string" % name)
    identifiers = set()
    _check_steps(parameters.get("steps"), "params/steps", identifiers, top_level=True)


def _check_steps(steps, where, identifiers, top_level):
    if not isinstance(steps, list):
        raise BadParameters("%s must be a list" % where)
    for index, step in enumerate(steps):
        place = "%s/%d" % (where, index)
        if not isinstance(step, dict):
            raise BadParameters("%s must be an object" % place)
        if not isinstance(step.get("do"), str):
            raise BadParameters("%s/do must be a string" % place)
        if top_level or "id" in step:
            identifier = step.get("id")
            if not isinstance(identifier, str) or not identifier:
                raise BadParameters("%s/id must be a string that is not empty" % place)
            if identifier in identifiers:
                raise BadParameters("%s/id: there are two steps %r" % (place, identifier))
            identifiers.add(identifier)
        _check_parameters(step, place, identifiers)


def _check_parameters(step, place, identifiers):
    kind = STEP_KINDS.get(step["do"])
    if kind is None:
        return
    for name in kind.required:
        if step.get(name) is None:
            raise BadParameters("%s (%s): %s is missing" % (place, step["do"], name))
    for name, value in step.items():
        if value is None:
            continue
        form = _FORMS.get(name)
        if form is not None and not form[1](value):
            raise BadParameters("%s/%s must be %s" % (place, name, form[0]))
        if name == "steps":
            _check_steps(value, place + "/steps", identifiers, top_level=False)
        elif name == "callback" and isinstance(value, dict) and value.get("do") is not None:
            _check_steps(value["do"], place + "/callback/do", identifiers, top_level=False)


def _is_text(value):
    return isinstance(value, str)


def _is_whole(value):
    return isinstance(value, int) and not isinstance(value, bool)


def _is_count(value):
    return _is_whole(value) and value >= 0


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _is_boolean(value):
    return isinstance(value, bool)


def _is_list(value):
    return isinstance(value, list)


def _is_named(value):
    """A callback or protocol: a name, or an object that has one."""
    if isinstance(value, dict):
        others = ("raise", "on_data", "on_eof")
        return _is_text(value.get("name")) and all(_is_text(value.get(name, "")) for name in others)
    return _is_text(value)


def _is_data(value):
    return _is_text(value) or (isinstance(value, dict) and _is_count(value.get("pattern")))


def _is_events(value):
    return _is_text(value) or (_is_list(value) and bool(value) and all(map(_is_text, value)))


def _is_target(value):
    """A step or an end, or a host and a port."""
    if _is_list(value):
        return len(value) == 2 and (value[0] is None or _is_text(value[0])) and _is_whole(value[1])
    return _is_text(value)


_FORMS = {name: ("a list", _is_list) for name in ("steps", "args", "events")}
_FORMS.update({"callback": ("a name or an object with a name", _is_named)})
_FORMS.update({"protocol": _FORMS["callback"]})
_FORMS.update({"data": ("a string or {\"pattern\": size}", _is_data)})
_FORMS.update({"event": ("a name or a list of names", _is_events)})
_FORMS.update({"options": ("an object", lambda value: isinstance(value, dict))})
_FORMS.update({"signal": ("a name or a number", lambda value: _is_text(value) or _is_whole(value))})
_FORMS.update({name: ("a step, an end, or [host, port]", _is_target) for name in ("to", "remote", "local")})
_FORMS.update({name: ("a whole number, not negative", _is_count) for name in ("turns", "max", "size", "offset", "fd", "high", "low")})
_FORMS.update({name: ("a whole number", _is_whole) for name in ("count", "port")})
_FORMS.update({name: ("a number", _is_number) for name in ("delay_ms", "after_ms")})
_FORMS.update(
    {
        name: ("a boolean", _is_boolean)
        for name in ("background", "wait", "enabled", "fallback", "reuse_port", "reuse_address")
        + ("start_serving", "cleanup_socket")
    }
)
_FORMS.update(
    {
        name: ("a string", _is_text)
        for name in ("on", "what", "with", "call", "as", "path", "path_as", "abstract", "sock", "host", "message")
        + ("loop", "by", "file", "cwd", "stdin", "stdout", "stderr", "stdio_as", "name", "at")
        + ("other", "family", "for", "of", "how")
    }
)
