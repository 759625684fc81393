"""The daemon's first breath: measures that must come before anything large is imported.

They cost nothing and give back megabytes on a Pi: no colour tracebacks, which structlog would load
and a daemon never shows; few heaps; and what start-up leaves behind is given back. `plan.hand_over`
starts this module, which starts the daemon.
"""

import ctypes
import gc
import sys

ARENAS_MAX = 2  # glibc makes one for each thread; our threads allocate little.
M_ARENA_MAX = -8  # Its name for `mallopt`, from malloc.h.


def lean() -> None:
    """Before anything large is imported."""
    # structlog.dev imports rich where it is installed, for tracebacks in colour: 7 MB.
    sys.modules.setdefault("rich", None)  # type: ignore[arg-type]
    _libc("mallopt", M_ARENA_MAX, ARENAS_MAX)


def settle() -> None:
    """After the start: what is there now stays, what was needed to get there goes."""
    gc.collect()
    gc.freeze()
    _libc("malloc_trim", 0)


def _libc(function: str, *arguments: int) -> None:
    """Only glibc has these; elsewhere nothing is lost but memory."""
    try:
        getattr(ctypes.CDLL("libc.so.6"), function)(*arguments)
    except (OSError, AttributeError):
        return


if __name__ == "__main__":
    lean()
    from gateway.entrypoints.daemon import main

    sys.exit(main(int(sys.argv[1])))
