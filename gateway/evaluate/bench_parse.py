"""What understanding alone costs: `ambient parse --jsonl` as a process, sentence after sentence.

Of each kind of sentence the time from text to intent, and what the process holds in memory beside
Python with numpy and onnxruntime.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from gateway.evaluate.big_home import big_home
from gateway.evaluate.nlu.table import bare_mb, rss_mb

Figure = tuple[str, float, str, float | None, int]
"""What, value, unit, target (at most; None where there is none), n."""

P50_MS, P95_MS = 2.0, 5.0
RSS_MB = 40.0
COMPOUND = (
    "turn on the {a} lamp and close the {b} blind", "dim the {a} ceiling light to {n} percent, open the {b} blind and turn off the {b} socket",
    "switch the {a} socket off, then set the {b} radiator to {d} degrees and turn on the {b} lamp", "{a} lamp on, {b} lamp off",
    "turn off everything in the {a}, lower the {b} blind, set the {a} speaker volume to {n} percent and turn on the {b} fan",
)  # fmt: skip
ABSENT = (
    "turn on the sauna in the {a}", "set the {a} aquarium to {n} percent", "open the {a} drawbridge", "start the {a} cement mixer",
    "dim the chandelier in the wine cellar to {n} percent", "close the curtains of the winter garden {n}",
)  # fmt: skip
MISHEARD = ("turn on the {a} lam", "turn of the {a} sockets", "clothes the {a} blind", "set the {a} radiate her to {d} degrees", "dim the {a} sealing light")  # fmt: skip


def understanding(devices: int, kinds: Mapping[str, Sequence[str]]) -> list[Figure]:
    """The figures; `kinds` are the sentences by their kind."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home.yaml"
        home.write_text(json.dumps(big_home(devices)), encoding="utf-8")  # JSON is YAML
        command = [sys.executable, "-m", "gateway", "parse", "--jsonl", "--home", str(home)]
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as process:
            spent = {kind: _spent(process, said) for kind, said in kinds.items()}
            rss = rss_mb(process.pid)
            process.communicate()
    bare = bare_mb((sys.executable, "numpy", "onnxruntime"))
    figures: list[Figure] = []
    for kind, ms in spent.items():
        p95 = sorted(ms)[min(len(ms) - 1, round(0.95 * len(ms)))]
        figures.append((f"NLU: {kind}, p50", statistics.median(ms), "ms", P50_MS, len(ms)))
        figures.append((f"NLU: {kind}, p95", p95, "ms", P95_MS, len(ms)))
    said_ = sum(map(len, spent.values()))
    figures.append(("NLU: RSS above bare Python with onnxruntime", rss - bare, "MB", RSS_MB, said_))
    return figures


def _spent(process: "subprocess.Popen[str]", sentences: Sequence[str]) -> list[float]:
    """Milliseconds of each, as told; the first, which loads, does not count."""
    assert process.stdin is not None
    assert process.stdout is not None
    ms = []
    for text in (sentences[0], *sentences):
        process.stdin.write(json.dumps({"text": text}) + "\n")
        process.stdin.flush()
        ms.append(float(json.loads(process.stdout.readline())["ms"]))
    return ms[1:]
