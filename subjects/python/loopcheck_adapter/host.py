"""What machine this is, in the words of the protocol."""

import os
import re
import sys

_ARCHITECTURES = {"amd64": "x86_64", "x64": "x86_64", "aarch64": "arm64"}
_PLATFORMS = {"darwin": "macos", "win32": "windows", "cygwin": "cygwin"}


def platform():
    name = _PLATFORMS.get(sys.platform)
    return name or re.sub(r"[^a-z_-]", "", sys.platform.lower()) or "other"


def platform_version():
    """The version of the kernel, on macOS and Windows of the system: digits and dots."""
    if sys.platform == "win32":
        return "%d.%d.%d" % sys.getwindowsversion()[:3]
    if sys.platform == "darwin":
        import platform as details  # costly to import

        return details.mac_ver()[0]
    return re.match(r"[0-9.]*", os.uname().release).group().rstrip(".")


def architecture():
    if sys.platform == "win32":
        machine = os.environ.get("PROCESSOR_ARCHITECTURE", "unknown").lower()
    else:
        machine = os.uname().machine.lower()
    return _ARCHITECTURES.get(machine, machine)


def python_version():
    return "%d.%d.%d" % sys.version_info[:3]


def provenance():
    """The fields that say whether this is what it claims to be."""
    wine = _wine_version() if sys.platform == "win32" else None
    if wine is None:
        return {"provenance": "native"}
    return {"provenance": "wine", "provenance_detail": "Wine %s" % wine}


def _wine_version():
    import ctypes

    try:
        function = ctypes.WinDLL("ntdll").wine_get_version
    except (AttributeError, OSError):  # the real ntdll does not have it
        return None
    function.restype = ctypes.c_char_p
    return (function() or b"of unknown version").decode("ascii", "replace")
