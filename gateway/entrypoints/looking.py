"""Homes as a gateway sees them at their start, looked at in a process of its own.

To see a home it takes a whole house that is played, a broker and a database; to understand a
sentence in it takes none of these. So they live elsewhere, and only while new homes come.

`python -m gateway.entrypoints.looking` answers each line, a path of a home file in JSON or null,
with the pickle of a `Snapshot` or of what was raised.
"""

import copyreg
import json
import pickle
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import IO, Any, Self

from context.snapshot import Snapshot

HOMES_MAX = 64
"""Homes that are remembered at once."""
PATIENCE = 100
"""Sentences of known homes until the other process is let go; it takes a second to come back."""


class Homes:
    """Snapshots of homes, each taken once."""

    def __init__(self) -> None:
        self._known: dict[Path | None, Snapshot] = {}
        self._looker: subprocess.Popen[bytes] | None = None
        self._since = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._let_go()

    def __call__(self, path: Path | None) -> Snapshot:
        """The home of a file; raises `FormatError`."""
        known = self._known.get(path)
        if known is None:
            if len(self._known) >= HOMES_MAX:
                self._known.clear()
            self._since = 0
            known = self._known[path] = self._look(path)
        self._since += 1
        if self._since > PATIENCE:
            self._let_go()
        return known

    def _look(self, path: Path | None) -> Snapshot:
        if self._looker is None:
            command = [sys.executable, "-m", "gateway.entrypoints.looking"]
            self._looker = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=-1
            )
        assert self._looker.stdin is not None
        assert self._looker.stdout is not None
        self._looker.stdin.write(json.dumps(path and str(path)).encode() + b"\n")
        self._looker.stdin.flush()
        seen = pickle.load(self._looker.stdout)
        if isinstance(seen, Exception):
            raise seen
        snapshot: Snapshot = seen
        return snapshot

    def _let_go(self) -> None:
        if self._looker is not None:
            self._looker.communicate()
            self._looker = None


def frozen(mapping: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    """The read-only view that snapshots are made of, which `pickle` cannot make."""
    return MappingProxyType(mapping)


def serve(lines: IO[bytes], out: IO[bytes]) -> None:
    """Look at one home after the other."""
    from gateway.entrypoints.looking import frozen  # By the name under which it is found again.
    from gateway.entrypoints.playing import seeing_gateway
    from gateway.evaluate.commands import look

    def in_parts(mapping: MappingProxyType[Any, Any]) -> tuple[Any, ...]:
        return frozen, (dict(mapping),)

    copyreg.pickle(MappingProxyType, in_parts)
    for line in lines:
        given = json.loads(line)
        seen: Snapshot | Exception
        try:
            seen = _to_be_understood(look(given and Path(given), seeing_gateway))
        except Exception as error:  # Whoever asked is told.
            seen = error
        pickle.dump(seen, out)
        out.flush()


def _to_be_understood(snapshot: Snapshot) -> Snapshot:
    """Without what only dialects know of devices, so that nobody needs dialects to read it."""
    devices = {id: replace(d, address=None) for id, d in snapshot.devices.items()}
    return replace(snapshot, devices=MappingProxyType(devices))


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
