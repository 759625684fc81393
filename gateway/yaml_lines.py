"""A YAML file becomes plain values that know the lines they stand on.

Mappings and lists remember the line of each of their parts, and scalars as they were written, so
that a mistake can be shown where it stands. `!secret name` takes a value from elsewhere. Wrong
syntax, keys given twice and secrets that are not there come back as problems, all that were found.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

import yaml

BYTES_MAX = 16 * 1024 * 1024  # Ten times the largest file of scenarios that we can imagine.
VALUES_MAX = 500_000  # As above; a few aliases of aliases would otherwise fill the memory.
DEPTH_MAX = 60  # Nested deeper than any story is told.

KeyPath = tuple[str | int, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # Ten times as fast, where built.


@dataclass(frozen=True)
class Origin:
    """Where something was written."""

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong, and where."""

    where: Origin
    key: str
    """Dotted: `mqtt.port`; empty when the whole file is meant."""
    text: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"

    @property
    def what(self) -> str:
        """All but the place."""
        return f"{self.key}: {self.text}" if self.key else self.text


class FormatError(Exception):
    """A file does not follow its format."""

    def __init__(self, what: str, file: str | None = None, line: int | None = None) -> None:
        super().__init__(what, file, line)
        self.what = what
        self.file = file
        self.line = line

    @classmethod
    def of(cls, problems: tuple[Problem, ...]) -> Self:
        """The first of some problems, and how many more there are."""
        first, more = problems[0], len(problems) - 1
        rest = f" (and {more} more)" if more else ""
        return cls(first.what + rest, first.where.file or None, first.where.line)

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        return f"{place}: {self.what}" if place else self.what


class Mapped(dict[str, Any]):
    """A mapping that knows its lines, and its scalars as they were written."""

    file: str | None = None
    line: int | None = None
    lines: dict[str, int]
    raw: dict[str, str]


class Listed(list[Any]):
    """A list that knows its lines, and its scalars as they were written."""

    file: str | None = None
    line: int | None = None
    lines: list[int]
    raw: dict[int, str]


@dataclass(frozen=True)
class Document:
    """What a file holds."""

    data: Any = None
    secret: frozenset[KeyPath] = frozenset()
    """Paths whose values must not be shown."""
    problems: tuple[Problem, ...] = ()


Secrets = Callable[[str], str | None]
"""A secret by its name; None when there is none."""


def read_yaml(path: Path, secrets: Secrets | None = None) -> Document:
    """Read one document from a file; an empty file holds an empty mapping."""
    try:
        size = path.stat().st_size
        if size > BYTES_MAX:
            return _failed(path, f"is {size} bytes, at most {BYTES_MAX} are read")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        return _failed(path, f"is not UTF-8 text (byte {error.start})")
    except OSError as error:
        return _failed(path, f"cannot be read: {error.strerror}")
    return parse_yaml(text, path, secrets)


def parse_yaml(text: str, path: Path, secrets: Secrets | None = None) -> Document:
    """Read one document from text; `path` is only for messages."""
    loader = _Loader(text)
    builder = _Builder(loader, str(path), secrets)
    try:
        node = loader.get_single_node()
        data = Mapped() if node is None else builder.build(node, (), 0)
    except yaml.MarkedYAMLError as error:
        return _broken(path, error)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        return _failed(path, f"is not valid YAML: {str(error).splitlines()[0]}")
    finally:
        loader.dispose()
    return Document(data, frozenset(builder.secret), tuple(builder.problems))


def load(path: Path) -> Any:
    """The content of a file; `FormatError` when there is anything wrong with it."""
    document = read_yaml(path)
    if document.problems:
        raise FormatError.of(document.problems)
    return document.data


# --- where things stand --------------------------------------------------------------------------


def origins_of(data: Any) -> dict[KeyPath, Origin]:
    """The place of every value in what was read."""
    return dict(_origins(data, ()))


def _origins(data: Any, path: KeyPath) -> Iterator[tuple[KeyPath, Origin]]:
    if not isinstance(data, Mapped | Listed):
        return
    file = data.file or ""
    if not path and data.line is not None:
        yield path, Origin(file, data.line)
    parts: Iterator[tuple[Any, Any]] = iter(
        data.items() if isinstance(data, Mapped) else enumerate(data)
    )
    lines: Any = getattr(data, "lines", {})
    for key, value in parts:
        yield (*path, key), Origin(file, lines[key])
        yield from _origins(value, (*path, key))


def origin_of(path: KeyPath, origins: Mapping[KeyPath, Origin], file: str) -> Origin:
    """Where a path was written, or what holds it."""
    for end in range(len(path), -1, -1):
        if path[:end] in origins:
            return origins[path[:end]]
    return Origin(file)


def dotted(path: KeyPath) -> str:
    """A path for people: `home.areas[2].floor`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{part}" if text else part
    return text


def wrong(what: str, holder: object = None, key: object = None) -> FormatError:
    """The error for a part of a document, with its place if that is known."""
    line = getattr(holder, "line", None)
    lines = getattr(holder, "lines", None)
    if isinstance(lines, dict) and isinstance(key, str):
        line = lines.get(key, line)
    if isinstance(lines, list) and isinstance(key, int) and key < len(lines):
        line = lines[key]
    return FormatError(what, getattr(holder, "file", None), line)


def written(holder: Any, key: Any) -> str:
    """A scalar as the author wrote it: `7`, `on`, `01:30`, before YAML made a value of it."""
    raw = getattr(holder, "raw", None)
    return str(raw[key] if raw and key in raw else holder[key])


def nearest(wrong: str, allowed: Any) -> str | None:
    """The allowed word that was probably meant; None when none is near."""
    from rapidfuzz import process  # Only here: nobody who made no mistake pays for it.
    from rapidfuzz.distance import JaroWinkler

    found = process.extractOne(wrong, list(allowed), scorer=JaroWinkler.similarity)
    return str(found[0]) if found and found[1] >= 0.75 else None


# --- reading -------------------------------------------------------------------------------------


class _Builder:
    """Makes values of YAML nodes."""

    def __init__(self, loader: Any, file: str, secrets: Secrets | None) -> None:
        self._loader = loader
        self._file = file
        self._secrets = secrets
        self._values = 0
        self.secret: set[KeyPath] = set()
        self.problems: list[Problem] = []

    def build(self, node: yaml.Node, path: KeyPath, depth: int) -> Any:
        """The value of a node, with lines."""
        self._values += 1
        if self._values > VALUES_MAX or depth > DEPTH_MAX:
            raise ValueError("it is too large or too deep, or contains itself")
        if node.tag == "!secret":
            self.secret.add(path)
            return self._secret(node)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path, depth)
        if isinstance(node, yaml.SequenceNode):
            return self._sequence(node, path, depth)
        value = self._loader.construct_object(node)
        return value.isoformat() if isinstance(value, date) else value

    def _mapping(self, node: yaml.MappingNode, path: KeyPath, depth: int) -> Mapped:
        result = Mapped()
        result.file, result.line = self._file, node.start_mark.line + 1
        result.lines, result.raw = {}, {}
        self._note_repeats(node, path)
        self._loader.flatten_mapping(node)
        for key_node, value_node in node.value:
            key = str(key_node.value)  # As it is written: `on:` stays `on`.
            result.lines[key] = key_node.start_mark.line + 1
            if isinstance(value_node, yaml.ScalarNode):
                result.raw[key] = value_node.value
            result[key] = self.build(value_node, (*path, key), depth + 1)
        return result

    def _sequence(self, node: yaml.SequenceNode, path: KeyPath, depth: int) -> Listed:
        result = Listed(
            self.build(child, (*path, index), depth + 1) for index, child in enumerate(node.value)
        )
        result.file, result.line = self._file, node.start_mark.line + 1
        result.lines = [child.start_mark.line + 1 for child in node.value]
        result.raw = {
            index: child.value
            for index, child in enumerate(node.value)
            if isinstance(child, yaml.ScalarNode)
        }
        return result

    def _note_repeats(self, node: yaml.MappingNode, path: KeyPath) -> None:
        seen: set[str] = set()
        for key_node, _ in node.value:
            where = Origin(self._file, key_node.start_mark.line + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(None, None, "a key must be a word", key_node.start_mark)
            key = key_node.value
            if key in seen and key != "<<":
                self.problems.append(Problem(where, dotted((*path, key)), "is given twice"))
            seen.add(key)

    def _secret(self, node: yaml.Node) -> str | None:
        """The value that `!secret name` stands for."""
        name = str(node.value)
        value = self._secrets(name) if self._secrets else None
        if value is None:
            where = Origin(self._file, node.start_mark.line + 1)
            text = f"there is no secret {name!r}; write it in secrets.yaml beside this file"
            self.problems.append(Problem(where, "", text))
        return value


def _broken(path: Path, error: yaml.MarkedYAMLError) -> Document:
    mark, begun = error.problem_mark or error.context_mark, error.context_mark
    text = f"is not valid YAML: {error.problem or error.context}"
    if mark and begun and begun.line != mark.line:
        text += f", in what begins on line {begun.line + 1}"
    return _failed(path, text, mark.line + 1 if mark else None)


def _failed(path: Path, text: str, line: int | None = None) -> Document:
    return Document(problems=(Problem(Origin(str(path), line), "", text),))
