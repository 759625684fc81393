"""Scenario files become frozen steps; what does not follow the format is shown with its line.

Each scenario is read by itself: a mistake in one does not keep the others from being played.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from devices.model import nothing
from gateway.evaluate import fields
from gateway.evaluate.expectations import Expectation, read_expectation
from gateway.evaluate.home_file import Home, read_home
from gateway.evaluate.house import FAULTS
from gateway.evaluate.memory_broker import as_payload
from gateway.yaml_lines import FormatError, load, written, wrong

DEFAULT_AT = "2026-03-02T10:00:00"
"""A Monday."""
PAYLOAD_MAX = 64_000_000  # Bytes of one raw message; brokers refuse far smaller ones.
REPEAT_MAX = 10_000
STEPS_MAX = 100_000  # Of one scenario, repeats unrolled.
WAIT_S_MAX = 10 * 366 * 86_400.0
SCENARIO_KEYS = fields.words("id tags home at given steps")


@dataclass(frozen=True)
class Say:
    """Somebody says something near a satellite."""

    text: str
    to: str
    by: str | None = None
    nbest: tuple[str, ...] = ()
    confidence: float = 1.0
    wake: float = 1.0
    expect: Expectation | None = None


@dataclass(frozen=True)
class Hear:
    """The same as sound."""

    file: str
    to: str
    by: str | None = None
    wake: bool = True
    expect: Expectation | None = None


@dataclass(frozen=True)
class PublishRaw:
    """A raw MQTT message arrives."""

    topic: str
    payload: bytes
    retain: bool = False


@dataclass(frozen=True)
class SetStates:
    """Devices change by themselves or by hand."""

    states: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class SetFaults:
    """Devices fail, or are well again."""

    faults: Mapping[str, str]


@dataclass(frozen=True)
class Interrupt:
    """The person cuts the reply short."""


@dataclass(frozen=True)
class Wait:
    """Time passes."""

    seconds: float = 0.0
    until: time | None = None


@dataclass(frozen=True)
class Learn:
    """The nightly learning job runs now."""


@dataclass(frozen=True)
class Restart:
    """The gateway stops and starts again on the same store."""


@dataclass(frozen=True)
class Check:
    """An expectation without an utterance."""

    expect: Expectation


@dataclass(frozen=True)
class Repeat:
    """Some steps, several times."""

    times: int
    steps: tuple["Step", ...]


@dataclass(frozen=True)
class TellStates:
    """Only in `ambient play`: what these devices are."""

    entity_ids: tuple[str, ...]


@dataclass(frozen=True)
class TellLearned:
    """Only in `ambient play`: all that was learned."""


Step = (
    Say | Hear | PublishRaw | SetStates | SetFaults | Interrupt | Wait | Learn | Restart | Check
    | Repeat | TellStates | TellLearned
)  # fmt: skip


@dataclass(frozen=True)
class Scenario:
    """One story."""

    id: str
    file: str
    home: Home
    at: datetime
    """Aware."""
    steps: tuple[Step, ...]
    tags: tuple[str, ...] = ()
    given: Mapping[str, Mapping[str, Any]] = field(default_factory=nothing)


@dataclass(frozen=True)
class ScenarioFile:
    """What is in a file, and what is wrong with it."""

    path: Path
    scenarios: tuple[Scenario, ...] = ()
    errors: tuple[FormatError, ...] = ()


Homes = dict[Path, Home]
"""Home files that have been read already."""


def find_files(paths: list[Path]) -> Iterator[Path]:
    """The files that are named, and all YAML files within folders that are not homes."""
    for path in paths:
        if not path.is_dir():
            yield path
            continue
        found = [*path.rglob("*.yaml"), *path.rglob("*.yml")]
        yield from sorted(each for each in found if not _is_home(each))


def read_scenarios(path: Path, homes: Homes) -> ScenarioFile:
    """Read a scenario file."""
    try:
        document = load(path)
        if not isinstance(document, dict):
            raise FormatError("a scenario file must be a mapping", str(path), 1)
        stories, shared = _stories(document)
    except FormatError as error:
        return ScenarioFile(path, errors=(error,))
    scenarios: dict[str, Scenario] = {}
    errors: list[FormatError] = []
    for story in stories:
        try:
            scenario = _scenario(story, shared, path, homes)
            if scenario.id in scenarios:
                raise wrong(f"two scenarios have the id `{scenario.id}`", story, "id")
            scenarios[scenario.id] = scenario
        except FormatError as error:
            errors.append(error)
    return ScenarioFile(path, tuple(scenarios.values()), tuple(_unique(errors)))


def read_step(document: Any, home: Home, *, asking: bool = False) -> Step:
    """One step; with `asking`, those that only `ambient play` knows, too."""
    document = fields.mapping(document, "a step")
    readers = {**_READERS, **(_ASKING if asking else {})}
    verbs = [key for key in document if key in readers]
    if asking and {"steps", "repeat"} <= document.keys():
        verbs = ["repeat"]
    if len(verbs) != 1:
        named = f"has {' and '.join(verbs)}" if verbs else f"has none: {', '.join(document)}"
        raise wrong(
            f"a step has exactly one verb of {', '.join(sorted(readers))}; this {named}", document
        )
    return readers[verbs[0]](document, home)


def seconds(text: str) -> float:
    """A duration: `8s`, `45min`, `3h`, `2d`, or several: `1h 30min`.

    >>> seconds("1h 30min"), seconds("0.5s")
    (5400.0, 0.5)
    """
    if not _DURATION.fullmatch(text):
        raise ValueError(f"`{text}` is no duration such as 8s, 45min, 3h or 2d")
    return sum(float(part) * _UNITS[unit] for part, unit in _PART.findall(text))


_UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0, "m": 60.0, "h": 3600.0, "d": 86_400.0, "w": 604_800.0}
_PART = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|min|m|h|d|w)")
_DURATION = re.compile(rf"(?:{_PART.pattern}\s*)+")


# --- a file --------------------------------------------------------------------------------------


def _is_home(path: Path) -> bool:
    """Whether a file in a folder is a home and not a scenario."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    keys = set(re.findall(r"(?m)^(\w+):", text))
    return "devices" in keys and not keys & {"steps", "scenarios"}


def _stories(document: dict[str, Any]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    if "scenarios" not in document:
        return [document], {}
    fields.known_keys(document, ("home", "scenarios"), "a file with `scenarios`")
    return list(fields.items(document, "scenarios", "a scenario")), document


def _unique(errors: list[FormatError]) -> list[FormatError]:
    """A mistake in a shared home is told once."""
    return list({(error.file, error.line, error.what): error for error in errors}.values())


def _scenario(story: dict[str, Any], shared: dict[str, Any], path: Path, homes: Homes) -> Scenario:
    fields.known_keys(story, SCENARIO_KEYS, "a scenario")
    scenario_id = fields.text(story, "id", "a scenario")
    holder = story if story.get("home") is not None else shared
    if holder.get("home") is None:
        raise wrong(f"`{scenario_id}` has no `home`, nor has the file", story)
    home = _home(holder, path, homes)
    given = fields.mapping(story.get("given") or {}, "`given`", story, "given")
    written = fields.items(story, "steps", "a step")
    steps = tuple(_beside(_with_line(step, home), path.parent) for step in written)
    if not steps:
        raise wrong(f"`{scenario_id}` has no `steps`", story)
    if count(steps) > STEPS_MAX:
        raise wrong(f"`{scenario_id}` has more than {STEPS_MAX} steps", story, "steps")
    return Scenario(
        id=scenario_id,
        file=str(path),
        home=home,
        at=_start(story, home),
        steps=steps,
        tags=fields.texts(story, "tags", scenario_id),
        given=_states(given, home),
    )


def _beside(step: Step, folder: Path) -> Step:
    """A step with its sound file looked for beside the scenario's."""
    if isinstance(step, Repeat):
        return replace(step, steps=tuple(_beside(each, folder) for each in step.steps))
    return replace(step, file=str(folder / step.file)) if isinstance(step, Hear) else step


def count(steps: tuple[Step, ...]) -> int:
    """Steps with repeats unrolled."""
    return sum(step.times * count(step.steps) if isinstance(step, Repeat) else 1 for step in steps)


def _with_line(step: dict[str, Any], home: Home) -> Step:
    try:
        return read_step(step, home)
    except FormatError as error:
        if error.line is not None:
            raise
        raise wrong(error.what, step) from None


def _home(holder: dict[str, Any], path: Path, homes: Homes) -> Home:
    if isinstance(holder["home"], dict):
        return read_home(holder["home"])
    file = (path.parent / fields.text(holder, "home", "a scenario")).resolve()
    if file not in homes:
        if not file.is_file():
            raise wrong(f"there is no home file {holder['home']}", holder, "home")
        homes[file] = read_home(file)
    return homes[file]


def _start(story: dict[str, Any], home: Home) -> datetime:
    text = fields.text_or_none(story, "at", "a scenario") or DEFAULT_AT
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise wrong(f"`at` must be a time such as {DEFAULT_AT}", story, "at") from None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(home.household.timezone))


def default_start(home: Home) -> datetime:
    """When a story begins that does not say when."""
    return datetime.fromisoformat(DEFAULT_AT).replace(tzinfo=ZoneInfo(home.household.timezone))


def _states(value: dict[str, Any], home: Home) -> dict[str, dict[str, Any]]:
    found = {}
    for entity_id, values in value.items():
        fields.one_of(entity_id, home.devices, "device", value, entity_id)
        found[entity_id] = fields.state_values(values, f"`{entity_id}`", value, entity_id)
    return found


# --- steps ---------------------------------------------------------------------------------------


def _say(step: dict[str, Any], home: Home) -> Say:
    fields.known_keys(step, ("say", "to", "by", "asr", "wake", "expect"), "a `say` step")
    asr = fields.mapping(step.get("asr") or {}, "`asr`", step, "asr")
    fields.known_keys(asr, ("confidence", "nbest"), "`asr`")
    return Say(
        text=fields.text(step, "say", "a step"),
        to=_satellite(step, home),
        by=_person(step, home),
        nbest=fields.texts(asr, "nbest", "`asr`"),
        confidence=fields.number(asr, "confidence", "`asr`", 0, 1, 1),
        wake=fields.number(step, "wake", "a `say` step", 0, 1, 1),
        expect=_expectation(step, home),
    )


def _hear(step: dict[str, Any], home: Home) -> Hear:
    fields.known_keys(step, ("hear", "to", "by", "wake", "expect"), "a `hear` step")
    return Hear(
        file=fields.text(step, "hear", "a step"),
        to=_satellite(step, home),
        by=_person(step, home),
        wake=fields.flag(step, "wake", "a `hear` step", default=True),
        expect=_expectation(step, home),
    )


def _satellite(step: dict[str, Any], home: Home) -> str:
    to = fields.text(step, "to", "a step in which somebody speaks")
    return fields.one_of(to, home.household.satellites, "satellite", step, "to")


def _person(step: dict[str, Any], home: Home) -> str | None:
    by = fields.text_or_none(step, "by", "a step")
    return None if by is None else fields.one_of(by, home.household.people, "person", step, "by")


def _expectation(step: dict[str, Any], home: Home, key: str = "expect") -> Expectation | None:
    if step.get(key) is None:
        return None
    return read_expectation(fields.mapping(step[key], f"`{key}`", step, key), home)


def _publish(step: dict[str, Any], home: Home) -> PublishRaw:
    fields.known_keys(step, ("publish",), "a `publish` step")
    told = fields.mapping(step["publish"], "`publish`", step, "publish")
    fields.known_keys(told, ("topic", "payload", "retain", "times", "hex"), "`publish`")
    topic = fields.text(told, "topic", "`publish`")
    if set(topic) & set("+#\0"):
        raise wrong("a topic to publish on has no wildcards", told, "topic")
    payload = told.get("payload", "")
    if not isinstance(payload, dict | list):
        payload = "" if payload is None else written(told, "payload")
    times = round(fields.number(told, "times", "`publish`", 1, PAYLOAD_MAX, 1))
    if isinstance(payload, str) and len(payload) * times > PAYLOAD_MAX:
        raise wrong(f"a payload of more than {PAYLOAD_MAX} bytes", told, "payload")
    try:
        raw = as_payload(payload, times, as_hex=fields.flag(told, "hex", "`publish`"))
    except ValueError:
        raise wrong("`payload` with `hex: true` must be bytes in hex", told, "payload") from None
    return PublishRaw(topic, raw, fields.flag(told, "retain", "`publish`"))


def _set(step: dict[str, Any], home: Home) -> SetStates:
    fields.known_keys(step, ("set",), "a `set` step")
    return SetStates(_states(fields.mapping(step["set"], "`set`", step, "set"), home))


def _fault(step: dict[str, Any], home: Home) -> SetFaults:
    fields.known_keys(step, ("fault",), "a `fault` step")
    faults = fields.mapping(step["fault"], "`fault`", step, "fault")
    found = {}
    for entity_id in faults:
        fields.one_of(entity_id, home.devices, "device", faults, entity_id)
        fault = "none" if faults[entity_id] is None else fields.text(faults, entity_id, "`fault`")
        found[entity_id] = fields.one_of(fault, FAULTS, "fault", faults, entity_id)
    return SetFaults(found)


def _wait(step: dict[str, Any], home: Home) -> Wait:
    fields.known_keys(step, ("wait",), "a `wait` step")
    text = fields.text(step, "wait", "a step").strip()
    try:
        if text.startswith("until"):
            return Wait(until=time.fromisoformat(_padded(text.removeprefix("until").strip())))
        duration = seconds(text)
    except ValueError:
        raise wrong(
            f"`wait: {text}` must be a duration such as 8s, 45min, 3h, 2d, or `until 07:30`",
            step,
            "wait",
        ) from None
    if duration > WAIT_S_MAX:
        raise wrong("`wait` is longer than ten years", step, "wait")
    return Wait(duration)


def _padded(text: str) -> str:
    return f"0{text}" if text[1:2] == ":" else text


def _check(step: dict[str, Any], home: Home) -> Check:
    fields.known_keys(step, ("check",), "a `check` step")
    expectation = _expectation(step, home, "check")
    if expectation is None:
        raise wrong("`check` says nothing to check", step, "check")
    return Check(expectation)


def _repeat(step: dict[str, Any], home: Home) -> Repeat:
    fields.known_keys(step, ("repeat", "steps"), "a `repeat` step")
    times = round(fields.number(step, "repeat", "a step", 0, REPEAT_MAX, 1))
    inner = tuple(_with_line(each, home) for each in fields.items(step, "steps", "a step"))
    if not inner:
        raise wrong("`repeat` needs `steps`", step, "repeat")
    return Repeat(times, inner)


def _alone(verb: str, make: Callable[[], Step]) -> Callable[[dict[str, Any], Home], Step]:
    """A step that is just `verb: true`."""

    def read(step: dict[str, Any], home: Home) -> Step:
        fields.known_keys(step, (verb,), f"a `{verb}` step")
        if step[verb] is not True:
            raise wrong(f"`{verb}` must be true", step, verb)
        return make()

    return read


def _tell_states(step: dict[str, Any], home: Home) -> TellStates:
    fields.known_keys(step, ("state",), "a `state` step")
    ids = fields.texts(step, "state", "a step") or tuple(home.devices)
    for entity_id in ids:
        fields.one_of(entity_id, home.devices, "device", step, "state")
    return TellStates(ids)


_READERS: Mapping[str, Callable[[dict[str, Any], Home], Step]] = {
    "say": _say,
    "hear": _hear,
    "publish": _publish,
    "set": _set,
    "fault": _fault,
    "interrupt": _alone("interrupt", Interrupt),
    "wait": _wait,
    "learn": _alone("learn", Learn),
    "restart": _alone("restart", Restart),
    "check": _check,
    "repeat": _repeat,
}
_ASKING: Mapping[str, Callable[[dict[str, Any], Home], Step]] = {
    "state": _tell_states,
    "learned": _alone("learned", TellLearned),
}
