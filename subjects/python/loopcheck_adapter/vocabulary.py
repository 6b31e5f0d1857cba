"""The table of step kinds."""


class StepKind:
    """How one kind of step is performed.

    perform   called with the context and the step; gives the value, or a coroutine
              that gives it, which is then run in the loop
    required  names of the parameters without which the step makes no sense
    """

    __slots__ = ("perform", "required")

    def __init__(self, perform, required):
        self.perform = perform
        self.required = required


STEP_KINDS = {}


def step(kind, *required):
    """Registers a function as the performer of steps of that kind."""

    def register(function):
        STEP_KINDS[kind] = StepKind(function, required)
        return function

    return register


def pick(step, *names):
    """The parameters of a step that are present, as keyword arguments.

    What is absent is not passed to the library at all, so its own default holds.
    """
    return {name: step[name] for name in names if name in step}
