"""One table: who understands what, how fast, and how large: `python -m gateway.evaluate.nlu.table`.

Each system is a process that answers lines of JSON as `ambient parse --jsonl` does, so that all are
measured alike: for each set a process of its own, milliseconds are those of the answer alone, RSS is
that of the process at its end, `own` is RSS above a Python that has only imported what could run the
system's model (nothing, scikit-learn, onnxruntime). Of talk, and of what cannot be done, every act
is a false accept.

    python -m gateway.evaluate.nlu.table build/nlu --system "ours=ambient parse --jsonl"
"""

import argparse
import contextlib
import json
import os
import shlex
import statistics
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from gateway.evaluate.nlu.asked import Asked, Verdict, slot_f1, verdict
from gateway.evaluate.nlu.systems import System, known

COLUMNS = (
    "set", "system", "n", "intent %", "right %", "wrong %", "asked %", "refused %",
    "false accepts %", "slot F1 %", "p50 ms", "p95 ms", "RSS MB", "own MB", "size MB",
)  # fmt: skip
_BARE = "import sys, importlib\nfor m in sys.argv[1:]: importlib.import_module(m)\nprint(flush=True); input()"


@dataclass(frozen=True)
class Measured:
    """One system on one set."""

    system: System
    name: str
    verdicts: Sequence[tuple[Asked, Mapping[str, Any], Verdict]]
    rss_mb: float
    bare_mb: float = 0.0
    """RSS of what it stands on; 0 where that is not known."""

    def share(self, *kinds: Verdict) -> float:
        """Per cent of the sentences with these verdicts."""
        count = Counter(v for _, _, v in self.verdicts)
        return 100 * sum(count[kind] for kind in kinds) / max(1, len(self.verdicts))

    def row(self) -> str:
        """A line of the table."""
        ms = sorted(float(answer.get("ms", 0)) for _, answer, _ in self.verdicts)[:-1] or [0.0]
        p95 = ms[min(len(ms) - 1, round(0.95 * len(ms)))]
        own = self.rss_mb - self.bare_mb if self.bare_mb else None
        size = self.system.size_mb if self.system.files else None
        cells = [self.name, self.system.name, str(len(self.verdicts)), *map(_cell, self._shares())]
        cells += [f"{statistics.median(ms):.2f}", f"{p95:.2f}"]
        return _line([*cells, f"{self.rss_mb:.0f}", _cell(own, 0), _cell(size)])

    def _shares(self) -> tuple[float | None, ...]:
        """From `intent` to `slot F1`."""
        if not any(one.commands for one, _, _ in self.verdicts):
            nothing = (None,) * 4
            return (*nothing, self.share("silent"), self.share("accepted"), None)
        f1 = slot_f1([(one, answer) for one, answer, _ in self.verdicts])
        return (
            self.share("right", "slots", "asked"),
            self.share("right"),
            self.share("wrong", "slots"),
            self.share("asked"),
            self.share("refused"),
            None,
            None if f1 is None else 100 * f1,
        )


def _cell(figure: float | None, digits: int = 1) -> str:
    return "-" if figure is None else f"{figure:.{digits}f}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def measure(system: System, name: str, asked: Sequence[Asked]) -> Measured:
    """Let a system answer a set."""
    lines = [json.dumps(one.line(), ensure_ascii=False) for one in asked]
    with subprocess.Popen(
        system.command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        feeder = threading.Thread(target=_feed, args=(process.stdin, lines))
        feeder.start()
        assert process.stdout is not None
        answers = [json.loads(process.stdout.readline() or "{}") for _ in asked]
        rss = rss_mb(process.pid)
        feeder.join()
    if process.returncode:
        raise SystemExit(f"{system.name} ended with {process.returncode}: {system.command}")
    judged = [
        (one, answer, verdict(one, answer)) for one, answer in zip(asked, answers, strict=True)
    ]
    return Measured(system, name, judged, rss, bare_mb(tuple(system.runtime)))


@cache
def bare_mb(runtime: Sequence[str]) -> float:
    """RSS of a Python (the first) that has imported modules (the others)."""
    if not runtime:
        return 0.0
    python, *modules = runtime
    with subprocess.Popen(
        [python, "-c", _BARE, *modules], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        rss = rss_mb(process.pid)
        process.communicate("\n")
    return rss


def _feed(stream: Any, lines: Sequence[str]) -> None:
    with contextlib.suppress(BrokenPipeError):  # It ended early; its status says so.
        for line in lines:
            stream.write(line + "\n")
        stream.flush()


def rss_mb(pid: int) -> float:
    """Resident memory of a process; 0 where there is no /proc."""
    status = Path(f"/proc/{pid}/status")
    text = status.read_text("utf-8") if status.exists() else ""
    found = [line for line in text.splitlines() if line.startswith("VmRSS")]
    return int(found[0].split()[1]) / 1024 if found else 0.0


def read_sets(folder: Path, only: Sequence[str]) -> Iterator[tuple[str, list[Asked]]]:
    """The sets of a folder."""
    for path in sorted(folder.glob("*.jsonl")):
        if not only or path.stem in only:
            text = path.read_text("utf-8")
            yield path.stem, [Asked.read(json.loads(line)) for line in text.splitlines()]


def main() -> None:
    """Print the table, and with `--errors` what went wrong."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", default=Path("build/nlu"))
    parser.add_argument("--system", action="append", metavar="NAME=COMMAND", default=[])
    parser.add_argument("--only", nargs="*", default=[], help="of the known systems, by name")
    parser.add_argument("--sets", nargs="*", default=[])
    parser.add_argument("--errors", type=Path, help="write what was not right into this folder")
    options = parser.parse_args()
    systems = [_given(text) for text in options.system] or [
        system for system in known() if not options.only or system.name in options.only
    ]
    os.environ.setdefault("COLUMNS", "200")
    print(_line(COLUMNS), _line(["---"] * len(COLUMNS)), sep="\n")  # noqa: T201
    for name, asked in read_sets(options.folder, options.sets):
        for system in systems:
            if system.sets and name not in system.sets:
                continue
            measured = measure(system, name, asked)
            print(measured.row(), flush=True)  # noqa: T201
            if options.errors:
                _write_errors(measured, options.errors)


def _given(text: str) -> System:
    name, _, command = text.partition("=")
    return System(name, shlex.split(command))


def _write_errors(measured: Measured, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        f"{kind:8} | {one.text} | {_wanted(one)} | {_got(answer)} | {one.area} {Path(one.home).stem} {one.id}"
        for one, answer, kind in measured.verdicts
        if kind not in ("right", "silent")
    ]
    path = folder / f"{measured.system.name}.{measured.name}.txt"
    path.write_text("\n".join(sorted(lines)) + "\n", "utf-8")


def _wanted(one: Asked) -> str:
    return "; ".join(f"{'/'.join(c.intents)} {list(c.targets or ())} {dict(c.values)}" for c in one.commands) or "nothing"  # fmt: skip


def _got(answer: Mapping[str, Any]) -> str:
    if "error" in answer:
        return str(answer["error"])
    did = answer.get("commands") or [answer]
    told = "; ".join(f"{d.get('intent')} {d.get('targets')} {d.get('slots')}" for d in did)
    return f"{told} by {answer.get('by')} {answer.get('probability')} {answer.get('refused', '')}"


if __name__ == "__main__":
    main()
