"""`make bench`: the figures that a home feels, each beside its target, from one run.

In-process: text to published command in a 60-device home, and a snapshot of a 200-device one. As
processes: what understanding alone takes (`bench_parse.py`), and what the real daemon needs to start, and holds in memory, behind a real broker.
"""

import argparse
import asyncio
import json
import os
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TextIO

from context.turn import Transcript
from devices.embedded_broker import EmbeddedBroker
from devices.mqtt import MqttBroker
from gateway.clock import SystemClock
from gateway.evaluate.bench_parse import ABSENT, COMPOUND, MISHEARD, Figure, understanding
from gateway.evaluate.big_home import big_home
from gateway.evaluate.commands import fresh_store, real_gateway
from gateway.evaluate.home_file import read_home
from gateway.evaluate.house import House
from gateway.evaluate.player import Story
from gateway.evaluate.scenarios import default_start
from gateway.evaluate.virtual_time import VirtualTimeLoop

ROUNDS = 12  # Of all sentences; the first is not counted, it fills caches.
READY_SECONDS_MAX = 60.0
COMMANDS = (
    "turn on the {a} lamp", "turn off the lights in the {a}", "dim the {a} ceiling light to {n} percent", "could you please switch the {a} socket on",
    "close the {a} blind", "set the {a} radiator to {d} degrees", "make it a bit warmer in the {a}", "turn on the {a} and {b} lamps",
    "turn everything in the {a} off except the lamp", "set the {a} speaker volume to {n} percent", "open the {a} blind half way",
    "turn on the fan in the {a} and close the {b} blind", "switch off all the lights on the ground floor in {n} minutes", "{a} lamp to {n} percent",
    "{a} lights on please", "pop the {a} lamp on would you", "turn the {a} lamp warm white", "turn up the heating in the {a} by two degrees",
    "stop the {a} blind", "toggle the {a} socket",
)  # fmt: skip
"""Each round says them of other rooms and numbers, so that no cache has the answer."""
QUESTIONS = ("what is the temperature in the {a}", "is the {a} lamp on", "which lights are on in the {a}", "how humid is it in the {a}")  # fmt: skip
TALK = (
    "and that is why senator number {n} resigned", "what is the capital of mongolia, question {n}", "book me a table for {n} at eight",
    "i told him not to bring the {n} dogs again", "turn on the sauna {n}", "send {n} emails to my boss about the meeting",
    "{n} quick brown foxes jump over the lazy dog", "sing me {n} songs about penguins and the moon",
)  # fmt: skip
"""What nobody can do here; refusing it must be as quick as doing the rest."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; the exit status is 0 whatever came out."""
    parser = argparse.ArgumentParser(prog="python -m gateway.evaluate.bench", description=__doc__)
    parser.add_argument("--devices", type=int, default=60)
    parser.add_argument(
        "--no-daemon", action="store_true", help="leave out the daemon as a process"
    )
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args(arguments)
    figures = [*turns(options.devices), *snapshot_ms(200)]
    if not options.no_daemon:
        figures += understanding(options.devices, _kinds())
        figures += asyncio.run(daemon(options.devices))
    report(figures, sys.stdout, as_json=options.json)
    return 0


def _kinds() -> dict[str, list[str]]:
    """All that is said in all rounds, by its kind."""
    kinds = {
        "commands": COMMANDS, "questions": QUESTIONS, "talk": TALK, "several commands": COMPOUND,
        "what is not there": ABSENT, "misheard": MISHEARD,
    }  # fmt: skip
    return {
        kind: [text for nth in range(ROUNDS) for text in _of_round(said, nth)]
        for kind, said in kinds.items()
    }


def report(figures: Iterable[Figure], out: TextIO, *, as_json: bool) -> None:
    """A line each."""
    for what, value, unit, target, n in figures:
        if as_json:
            row = {"what": what, "value": round(value, 3), "unit": unit, "target": target, "n": n}
            out.write(json.dumps(row) + "\n")
        else:
            goal = f"target <= {target:g}" if target is not None else ""
            out.write(f"{what:<44} {value:>9.2f} {unit:<8} n={n:<6} {goal}\n")


# --- turns ----------------------------------------------------------------------------------------


def turns(devices: int) -> list[Figure]:
    """Heard to published, for what is done, asked and refused."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        return runner.run(_turns(devices))


async def _turns(devices: int) -> list[Figure]:
    story = await _begun(devices)
    acted, asked, refused = [await _said(story, s) for s in (COMMANDS, QUESTIONS, TALK)]
    started = time.perf_counter()
    await _said(story, COMMANDS)
    rate = ROUNDS * len(COMMANDS) / (time.perf_counter() - started)
    await story.end()
    return [
        (f"text to published, {devices} devices, p50", _quantile(acted, 0.50), "ms", 5.0, len(acted)),
        (f"text to published, {devices} devices, p95", _quantile(acted, 0.95), "ms", 15.0, len(acted)),
        ("question, p50", _quantile(asked, 0.50), "ms", 5.0, len(asked)),
        ("not understood, p50", _quantile(refused, 0.50), "ms", 5.0, len(refused)),
        ("not understood, p95", _quantile(refused, 0.95), "ms", 15.0, len(refused)),
        ("whole turns a second, house included", rate, "turns/s", None, ROUNDS * len(COMMANDS)),
    ]  # fmt: skip


async def _begun(devices: int) -> Story:
    home = read_home(big_home(devices))
    story = Story(home, default_start(home), real_gateway, fresh_store())
    await story.begin()
    return story


async def _said(story: Story, sentences: Sequence[str]) -> list[float]:
    """Milliseconds from heard to published, without those of the first round."""
    assert story.gateway is not None
    spent: list[float] = []
    for round_ in range(ROUNDS):
        for text in _of_round(sentences, round_):
            turn = await story.gateway.say(Transcript(text, satellite="ear", person="anna"))
            if round_:
                spent.append(turn.ms["to_publish"])
    return spent


def _of_round(sentences: Sequence[str], round_: int) -> list[str]:
    """The sentences about other rooms and numbers than in any other round."""
    rooms = ("kitchen", "living room", "bedroom", "hall", "study", "bathroom")
    a, b = rooms[round_ % len(rooms)], rooms[(round_ + 2) % len(rooms)]
    return [s.format(a=a, b=b, n=20 + round_, d=17 + round_ % 6) for s in sentences]


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def snapshot_ms(devices: int) -> list[Figure]:
    """Taking a snapshot, the median of many; and telling what people do in it."""
    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        taken, told = runner.run(_snapshots(devices))
    name = f"of {devices} devices"
    return [
        (f"snapshot {name}, median", statistics.median(taken), "ms", 1.0, len(taken)),
        (f"activities {name}, p95", _quantile(told, 0.95), "ms", 0.3, len(told)),
    ]


async def _snapshots(devices: int) -> tuple[list[float], list[float]]:
    story = await _begun(devices)
    await _said(story, COMMANDS)
    assert story.gateway is not None
    taken, told = [], []
    for _ in range(500):
        started = time.perf_counter()
        snapshot = story.gateway.snapshot()
        between = time.perf_counter()
        assert snapshot.activities is not None
        taken.append((between - started) * 1000)
        told.append((time.perf_counter() - between) * 1000)
    await story.end()
    return taken, told[1:]  # The first opens the model.


# --- the daemon as a process ----------------------------------------------------------------------


async def daemon(devices: int) -> list[Figure]:
    """Start `ambient run` behind an embedded broker, talk to it, and look at the process."""
    home = big_home(devices)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        connected = asyncio.Event()
        async with (
            EmbeddedBroker() as broker,
            MqttBroker(broker.address, on_connect=connected.set) as client,
        ):
            await connected.wait()
            house = House(read_home(home), client, SystemClock())
            await house.start()
            config = _configuration(place, home, broker)
            figures = await _measure(place, config, house, devices)
            await house.stop()
    return figures


def _configuration(place: Path, home: dict[str, Any], broker: EmbeddedBroker) -> Path:
    address = broker.address
    secret = place / "password"
    secret.write_text(str(address.password), encoding="utf-8")
    secret.chmod(0o600)
    (place / "home.yaml").write_text(json.dumps(home), encoding="utf-8")  # JSON is YAML
    config = place / "config.yaml"
    settings = {
        "mqtt": {"host": address.host, "port": address.port, "username": address.username, "password_file": str(secret)},
        "home": "home.yaml", "store": {"path": str(place / "ambient.db")}, "socket": str(place / "socket"),
        "log": {"level": "warning"},
    }  # fmt: skip
    config.write_text(json.dumps(settings), encoding="utf-8")
    return config


async def _measure(place: Path, config: Path, house: House, devices: int) -> list[Figure]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as notices:
        notices.bind(str(place / "notify"))
        notices.setblocking(False)
        environment = {**os.environ, "NOTIFY_SOCKET": str(place / "notify")}
        command = [sys.executable, "-m", "gateway", "run", "--config", str(config)]
        started = time.perf_counter()
        process = await asyncio.create_subprocess_exec(*command, env=environment)
        try:
            await asyncio.wait_for(_ready(notices), READY_SECONDS_MAX)
            ready_s, cpu_s = time.perf_counter() - started, _cpu_seconds(process.pid)
            house.check_in()
            known, spent = await _talk(place / "socket", devices)
            rss = _rss_mb(process.pid)
        finally:
            process.terminate()
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), 10)
    return [
        ("daemon: start to ready, CPU", cpu_s, "s", 1.0, 1),
        ("daemon: start to ready, wall", ready_s, "s", None, 1),
        (f"daemon: RSS with {known} devices, after {len(spent)} turns", rss, "MB", 110.0, 1),
        ("daemon: say over the socket, median (echo included)", statistics.median(spent), "ms", None, len(spent)),
    ]  # fmt: skip


async def _ready(notices: socket.socket) -> None:
    loop = asyncio.get_running_loop()
    while b"READY=1" not in await loop.sock_recv(notices, 4096):
        pass


async def _talk(path: Path, devices: int) -> tuple[int, list[float]]:
    known = 0
    for _ in range(100):
        known = len((await _request(path, {"devices": True})).get("devices", ()))
        if known >= devices:
            break
        await asyncio.sleep(0.1)
    spent = []
    for text in _of_round((*COMMANDS, *TALK), 0):
        started = time.perf_counter()
        await _request(path, {"say": text, "satellite": "ear", "person": "anna"})
        spent.append((time.perf_counter() - started) * 1000)
    return known, spent


async def _request(path: Path, request: dict[str, Any]) -> dict[str, Any]:
    reader, writer = await asyncio.open_unix_connection(str(path), limit=8_388_608)
    writer.write(json.dumps(request).encode() + b"\n")
    await writer.drain()
    answer: dict[str, Any] = json.loads(await reader.readline())
    writer.close()
    return answer


def _cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _rss_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return float("nan")


if __name__ == "__main__":
    sys.exit(main())
