"""How many descriptors this process may open, and what being out of them means."""

import errno
import gc
import os

_MANY = 8192
_original = None


def are_exhausted(error):
    """Whether an OSError says that there are no more descriptors."""
    return error.errno in (errno.EMFILE, errno.ENFILE)


def raise_limit():
    """Makes room for many descriptors, for this scenario, as far as that is allowed.

    Loops that earlier scenarios closed only in part may hold some until they are
    collected as garbage.
    """
    global _original
    gc.collect()
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MANY if hard == resource.RLIM_INFINITY else min(_MANY, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        if _original is None:
            _original = (soft, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def restore_limit():
    """Undoes raise_limit()."""
    global _original
    if _original is not None:
        import resource

        resource.setrlimit(resource.RLIMIT_NOFILE, _original)
        _original = None


def duplicate_from(number, lowest):
    """A copy of a descriptor, the first free one from `lowest` on, which children do not inherit. Unix only."""
    import fcntl

    if hasattr(fcntl, "F_DUPFD_CLOEXEC"):
        return fcntl.fcntl(number, fcntl.F_DUPFD_CLOEXEC, lowest)
    copy = fcntl.fcntl(number, fcntl.F_DUPFD, lowest)  # PyPy
    os.set_inheritable(copy, False)
    return copy
