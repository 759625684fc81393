"""What `ambient eval` and `ambient play` do, without their command line; and a look at a home.

Text lines in, text lines out, an exit status. Only here does `evaluate` make real gateways.
"""

import asyncio
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import orjson

from context.places import Household
from context.snapshot import Snapshot
from devices.mqtt import Broker
from gateway.clock import Clock
from gateway.evaluate import report
from gateway.evaluate.asking import as_json
from gateway.evaluate.home_file import Home, read_home
from gateway.evaluate.player import (
    GatewayLike,
    MakeGateway,
    Played,
    Story,
    run_scenario,
    unrolled,
)
from gateway.evaluate.scenarios import (
    STEPS_MAX,
    Homes,
    Scenario,
    Step,
    count,
    default_start,
    find_files,
    read_scenarios,
    read_step,
)
from gateway.evaluate.virtual_time import Deadlock, VirtualTimeLoop
from gateway.yaml_lines import FormatError

if TYPE_CHECKING:
    from gateway.pipeline import Outlook

PASSED, FAILED, MALFORMED = 0, 1, 2
"""Exit statuses."""
LEARNING = ("on", "off", "taught")
LINE_MAX = 64_000_000  # Letters of one line of `play`; a raw message may be long.
BATCH = 4
"""Scenarios that a process of `--jobs` takes at a time."""

MakeStore = Callable[[], Any]


# --- real parts ----------------------------------------------------------------------------------


def real_gateway(
    household: Household, broker: Broker, clock: Clock, store: Any, outlook: "Outlook | None" = None
) -> GatewayLike:
    """The gateway as the daemon runs it, learning as AMBIENT_LEARNING says.

    With an `outlook` it sees less of the house, or tells rivals apart in another way.
    """
    from gateway.app import Gateway
    from gateway.pipeline import EVERYTHING

    learning = os.environ.get("AMBIENT_LEARNING", "on").strip().lower() or "on"
    if learning not in LEARNING:
        raise ValueError(f"AMBIENT_LEARNING must be one of {', '.join(LEARNING)}, not {learning}")
    gateway: GatewayLike = Gateway(
        household, broker, clock, store,
        learning=learning, threaded=False, mind=_mind(household.language),
        outlook=outlook or EVERYTHING,
    )  # fmt: skip
    return gateway


@lru_cache(maxsize=8)
def _mind(language: str) -> Any:
    """Loaded once for all the gateways that a run makes."""
    from gateway.understand.mind import mind_for

    return mind_for(language)


def fresh_store() -> Any:
    """A store that is gone after the scenario."""
    from context.store import Store

    return Store.in_memory()


def file_store(path: Path) -> Any:
    """A store that stays."""
    from context.store import Store

    return Store.open(path)


# --- eval ----------------------------------------------------------------------------------------


def eval_paths(
    paths: Iterable[Path],
    out: TextIO,
    err: TextIO,
    *,
    json: bool = False,
    jobs: int = 1,
    make_gateway: MakeGateway = real_gateway,
    make_store: MakeStore = fresh_store,
) -> int:
    """Play every scenario, report each and all of them; the exit status."""
    errors: list[str] = []
    results: list[dict[str, Any]] = []
    scenarios = _read_all(paths, errors)
    for error in errors:
        print(f"error: {error}", file=err, flush=True)
    for result in _play_all(scenarios, jobs, make_gateway, make_store):
        results.append(result)
        print(as_json(result) if json else report.line(result), file=out, flush=True)
    summary = report.summary_json(results, errors)
    print(as_json(summary) if json else f"\n{report.table(summary)}", file=out, flush=True)
    if errors:
        return MALFORMED
    return PASSED if summary["passed"] == summary["scenarios"] else FAILED


def _read_all(paths: Iterable[Path], errors: list[str]) -> list[Scenario]:
    """The scenarios of all files; what is wrong with the others goes to `errors`."""
    homes: Homes = {}
    scenarios: list[Scenario] = []
    files = list(dict.fromkeys(find_files(list(paths))))
    if not files:
        errors.append("there is no scenario file there")
    for file in files:
        read = read_scenarios(file, homes)
        scenarios.extend(read.scenarios)
        errors.extend(str(error) for error in read.errors)
    return scenarios


def _play_all(
    scenarios: list[Scenario], jobs: int, make_gateway: MakeGateway, make_store: MakeStore
) -> Iterator[dict[str, Any]]:
    """Each scenario's JSON object, in the order of the files."""
    if jobs <= 1 or len(scenarios) <= 1:
        for scenario in scenarios:
            yield _play_one(scenario, make_gateway, make_store)
        return
    start = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(jobs, len(scenarios)), start) as pool:
        told = pool.map(
            _play_elsewhere,
            scenarios,
            [make_gateway] * len(scenarios),
            [make_store] * len(scenarios),
            chunksize=BATCH,
        )
        for text in told:
            yield orjson.loads(text)


def _play_one(
    scenario: Scenario, make_gateway: MakeGateway, make_store: MakeStore
) -> dict[str, Any]:
    return report.scenario_json(run_scenario(scenario, make_gateway, make_store))


def _play_elsewhere(scenario: Scenario, make_gateway: MakeGateway, make_store: MakeStore) -> str:
    """In another process; JSON comes back, as not every value of a turn can be pickled."""
    return as_json(_play_one(scenario, make_gateway, make_store))


# --- play ----------------------------------------------------------------------------------------


def play(
    home_path: Path,
    lines: Iterable[str],
    out: TextIO,
    err: TextIO,
    *,
    store_path: Path | None = None,
    make_gateway: MakeGateway = real_gateway,
    make_store: MakeStore | None = None,
) -> int:
    """Live one step a line; answer each with one line of JSON, whatever came of it."""
    try:
        home = read_home(home_path)
    except FormatError as error:
        print(f"error: {error}", file=err)
        return MALFORMED
    store = (make_store or _store_maker(store_path))()
    last = _LastMoment(store_path)
    try:
        with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
            return runner.run(_live(home, lines, out, make_gateway, store, last))
    except Deadlock as error:
        print(f"error: stuck: {error}", file=err)
        return FAILED
    finally:
        close = getattr(store, "close", None)
        if close is not None:
            close()


def _store_maker(path: Path | None) -> MakeStore:
    return fresh_store if path is None else lambda: file_store(path)


class _LastMoment:
    """When a kept store's home was last alive: its next life goes on from there."""

    def __init__(self, store_path: Path | None) -> None:
        self._path = store_path.with_name(f"{store_path.name}.now") if store_path else None

    def start(self, home: Home) -> datetime:
        """The first moment of the story."""
        usual = default_start(home)
        if self._path is None or not self._path.exists():
            return usual
        try:
            return max(datetime.fromisoformat(self._path.read_text().strip()), usual)
        except (ValueError, TypeError):
            return usual

    def keep(self, now: datetime) -> None:
        """Remember the moment."""
        if self._path is not None:
            self._path.write_text(now.isoformat() + "\n")


async def _live(
    home: Home,
    lines: Iterable[str],
    out: TextIO,
    make_gateway: MakeGateway,
    store: Any,
    last: _LastMoment,
) -> int:
    story = Story(home, last.start(home), make_gateway, store)
    await story.begin()
    try:
        for line in lines:
            if line.strip():
                answer = await _answer(story, home, line)
                out.write(as_json(answer) + "\n")
                out.flush()
    finally:
        last.keep(story.now())
        await story.end()
    return PASSED


async def _answer(story: Story, home: Home, line: str) -> dict[str, Any]:
    """One line of `play`; a bad one is answered with its error, and the next goes on."""
    try:
        if len(line) > LINE_MAX:
            raise FormatError(f"a line of more than {LINE_MAX} letters")
        step = read_step(orjson.loads(line), home, asking=True)
        if count((step,)) > STEPS_MAX:
            raise FormatError(f"more than {STEPS_MAX} steps in one line")
        played = [await story.step(each) for each in unrolled((step,))]
        return _answer_json(story, step, played)
    except FormatError as error:
        what = str(error)
    except orjson.JSONDecodeError as error:
        what = f"not a JSON object: {error}"
    except Exception as error:  # A crash of the gateway is an answer here; the story goes on.
        what = f"{type(error).__name__}: {error}"
    return {**_answer_json(story, None, []), "error": what}


def _answer_json(story: Story, step: Step | None, played: list[Played]) -> dict[str, Any]:
    turns = [each for each in played if each.turn is not None]
    turn = None
    if turns and turns[-1].turn is not None:
        turn = report.turn_json(turns[-1].turn, turns[-1].said or "", turns[-1].played)
    changes: dict[str, dict[str, Any]] = {}
    more: dict[str, Any] = {}
    for each in played:
        for entity_id, changed in each.changes.items():
            changes.setdefault(entity_id, {}).update(changed)
        more.update(each.more)
    return {
        "turn": turn,
        "changes": changes,
        "spoken": [text for each in played for text in each.spoken],
        "failures": [failure for each in played for failure in each.failures],
        "now": story.now().isoformat(),
        **more,
    }


# --- looking at a home ---------------------------------------------------------------------------


def look(
    path: Path | None,
    make_gateway: MakeGateway = real_gateway,
    make_store: MakeStore = fresh_store,
) -> Snapshot:
    """A home at its start, as a gateway sees it that came up in it; raises `FormatError`."""
    home = read_home(path) if path else Home(Household(), {})
    store = make_store()
    try:
        with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
            return runner.run(_look(home, store, make_gateway))
    finally:
        close = getattr(store, "close", None)
        if close is not None:
            close()


async def _look(home: Home, store: Any, make_gateway: MakeGateway) -> Snapshot:
    story = Story(home, default_start(home), make_gateway, store)
    await story.begin()
    assert story.gateway is not None
    snapshot = story.gateway.snapshot()
    await story.end()
    return snapshot


def snapshot_of(home: Path, language: str | None = None) -> Snapshot:
    """A home as a gateway sees it at its start, spoken to in its own language or another."""
    snapshot = look(home)
    if language is None:
        return snapshot
    return replace(snapshot, household=replace(snapshot.household, language=language))
