"""What steps have produced, for later steps to refer to."""

from .outcomes import NotRun


class Products:
    """Products by the id of their step; each has a kind, so that a step which
    refers to the wrong thing is `not-run` rather than an error of the library.

    Kinds: address, ends, handle, selector, server, stream, task, thread, transport.
    """

    def __init__(self):
        self._products = {}

    def add(self, step, kind, product):
        """Only a step with an id can be referred to. One that ran several times
        names its latest product."""
        if "id" in step:
            self._products[step["id"], kind] = product

    def has(self, reference, kind):
        return (reference, kind) in self._products

    def find(self, reference, kind):
        try:
            return self._products[reference, kind]
        except KeyError:
            raise NotRun("%r gave no %s to refer to" % (reference, kind)) from None

    def end(self, reference):
        """The end that `step.end` names."""
        step, _, name = reference.rpartition(".")
        ends = self._products.get((step, "ends"))
        if ends is None or name not in ends:
            raise NotRun("%r names no end of anything that was opened" % reference)
        return ends[name]
