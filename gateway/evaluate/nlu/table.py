"""One table: who understands what, how fast, and how large: `python -m gateway.evaluate.nlu.table`.

Each system is a process that answers lines of JSON as `ambient parse --jsonl` does, so that all are
measured alike: milliseconds are those of the answer alone, RSS is that of the process at its end.

    python -m gateway.evaluate.nlu.table build/nlu --system "ours=ambient parse --jsonl"
"""

import argparse
import json
import os
import shlex
import statistics
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gateway.evaluate.nlu.asked import Asked, Verdict, verdict

COLUMNS = "system | set | n | intent | right | wrong | asked | refused | p50 ms | p95 ms"


@dataclass(frozen=True)
class Measured:
    """One system on one set."""

    system: str
    name: str
    verdicts: Sequence[tuple[Asked, Mapping[str, Any], Verdict]]
    rss_mb: float

    def share(self, *kinds: Verdict) -> float:
        """Per cent of the sentences with these verdicts."""
        count = Counter(v for _, _, v in self.verdicts)
        return 100 * sum(count[kind] for kind in kinds) / max(1, len(self.verdicts))

    def row(self) -> str:
        """A line of the table."""
        ms = sorted(float(answer.get("ms", 0)) for _, answer, _ in self.verdicts)[:-1] or [0.0]
        p95 = ms[min(len(ms) - 1, round(0.95 * len(ms)))]
        if not self.verdicts[0][0].commands:
            figures = [
                "-",
                "-",
                f"{self.share('accepted'):.1f}",
                "-",
                f"{self.share('silent'):.1f}",
            ]
        else:
            figures = [
                f"{share:.1f}"
                for share in (
                    self.share("right", "slots", "asked"),
                    self.share("right"),
                    self.share("wrong", "slots"),
                    self.share("asked"),
                    self.share("refused"),
                )
            ]
        speed = [f"{statistics.median(ms):.2f}", f"{p95:.2f}"]
        return " | ".join([self.system, self.name, str(len(self.verdicts)), *figures, *speed])


def measure(system: str, command: Sequence[str], name: str, asked: Sequence[Asked]) -> Measured:
    """Let a system answer a set."""
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    lines = [json.dumps(one.line(), ensure_ascii=False) for one in asked]
    feeder = threading.Thread(target=_feed, args=(process.stdin, lines))
    feeder.start()
    answers = [json.loads(process.stdout.readline() or "{}") for _ in asked]
    rss_mb = _rss_mb(process.pid)
    feeder.join()
    process.stdin.close()
    process.wait()
    judged = [
        (one, answer, verdict(one, answer)) for one, answer in zip(asked, answers, strict=True)
    ]
    return Measured(system, name, judged, rss_mb)


def _feed(stream: Any, lines: Sequence[str]) -> None:
    for line in lines:
        stream.write(line + "\n")
    stream.flush()


def _rss_mb(pid: int) -> float:
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
    parser.add_argument("--sets", nargs="*", default=[])
    parser.add_argument("--errors", type=Path, help="write what was not right into this folder")
    options = parser.parse_args()
    ours = f"{Path(sys.executable).parent / 'ambient'} parse --jsonl"
    systems = [s.partition("=") for s in options.system] or [("ours", "=", ours)]
    os.environ.setdefault("COLUMNS", "200")
    print(COLUMNS)  # noqa: T201
    for system, _, command in systems:
        rss = 0.0
        for name, asked in read_sets(options.folder, options.sets):
            measured = measure(system, shlex.split(command), name, asked)
            rss = max(rss, measured.rss_mb)
            print(measured.row(), flush=True)  # noqa: T201
            if options.errors:
                _write_errors(measured, options.errors)
        print(f"{system}: RSS {rss:.0f} MB", flush=True)  # noqa: T201


def _write_errors(measured: Measured, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [
        f"{kind:8} | {one.text} | {_wanted(one)} | {_got(answer)} | {one.area} {Path(one.home).stem} {one.id}"
        for one, answer, kind in measured.verdicts
        if kind not in ("right", "silent")
    ]
    path = folder / f"{measured.system}.{measured.name}.txt"
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
