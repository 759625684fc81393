"""Where sentence templates come from: Home Assistant's package and the household's own files.

A language tag and a folder become one set of hassil intents. Reads files, knows no homes.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml
from hassil import Intents, merge_dict, parse_sentence
from hassil.errors import HassilError
from hassil.expression import Expression, Group, ListReference, RuleReference
from hassil.parser import ParseError
from home_assistant_intents import get_intents

from gateway.languages import package_language
from gateway.understand.grammar_templates import HOME_LISTS

CUSTOM = "custom_sentence"
"""Key in a template's metadata that says that the household wrote it."""

FILES_MAX = 200  # Many more than anybody writes; a folder given by mistake is cut short.
FILE_BYTES_MAX = 1_000_000  # The whole of English is 180 kB.

_HASSIL_STUMBLES = (
    HassilError, ParseError, ValueError, TypeError, KeyError, AttributeError, AssertionError,
)  # fmt: skip
"""What hassil raises at bodies of the wrong shape: it checks few of them itself."""

_SECTIONS = ("intents", "lists", "expansion_rules")


class CustomSentencesError(ValueError):
    """Files of custom sentences that cannot be used: which, and why."""


def load_intents(
    tag: str, folder: Path | None, form: Callable[[str], str] | None = None
) -> tuple[Intents, tuple[str, ...]]:
    """The templates of a language and of the files in `folder`, and what is wrong with files.

    A file with a fault is left out as a whole; the others count. `form` rewrites the words of all.
    """
    language = package_language(tag)
    merged: dict[str, Any] = dict(get_intents(language) or {})
    merged.pop("responses", None)
    files, faults = _read_files(folder, dict.fromkeys((language, tag))) if folder else ({}, [])
    good, bad = _usable(files, merged)
    faults += bad
    for path, content in good.items():
        try:
            merge_dict(merged, content)
        except AssertionError as error:
            faults.append(f"{path}: contradicts a file before it: {_one_line(error)}")
    if form is not None:
        merged = _in_form(merged, form)
    return Intents.from_dict(merged), tuple(faults)


_REFERENCES = re.compile(r"(\{[^}]*\}|<[^>]*>)")


def _in_form(merged: Mapping[str, Any], form: Callable[[str], str]) -> dict[str, Any]:
    """The same with every word rewritten, but not the names of lists, rules and values."""

    def words(text: str) -> str:
        pieces = _REFERENCES.split(text)
        return "".join(p if _REFERENCES.fullmatch(p) else form(p) for p in pieces)

    def value(given: Any) -> Any:
        if isinstance(given, dict):
            return {**given, "in": words(str(given["in"]))}
        return {"in": words(str(given)), "out": given}

    def parts(holder: Mapping[str, Any]) -> dict[str, Any]:
        changed = dict(holder)
        if "expansion_rules" in holder:
            rules = holder["expansion_rules"] or {}
            changed["expansion_rules"] = {name: words(text) for name, text in rules.items()}
        if "lists" in holder:
            changed["lists"] = {
                name: {**body, "values": [value(v) for v in body["values"]]}
                if "values" in body
                else body
                for name, body in (holder["lists"] or {}).items()
            }
        if "sentences" in holder:
            changed["sentences"] = [words(text) for text in holder["sentences"]]
        return changed

    changed = parts(merged)
    changed["skip_words"] = [form(word) for word in merged.get("skip_words") or ()]
    changed["intents"] = {
        name: {**intent, "data": [parts(block) for block in intent["data"]]}
        for name, intent in (merged.get("intents") or {}).items()
    }
    return changed


def _read_files(
    folder: Path, languages: Mapping[str, None]
) -> tuple[dict[Path, dict[str, Any]], list[str]]:
    """Contents by file, of those that can be read at all, and what is wrong with the rest."""
    files: dict[Path, dict[str, Any]] = {}
    faults: list[str] = []
    paths = [
        path
        for language in languages
        for path in sorted((folder / language).rglob("*"))
        if path.suffix in (".yaml", ".yml") and path.is_file()
    ]
    if len(paths) > FILES_MAX:
        faults.append(f"{folder}: {len(paths)} files, only the first {FILES_MAX} are read")
    for path in paths[:FILES_MAX]:
        try:
            files[path] = _content(path)
        except (OSError, *_HASSIL_STUMBLES) as error:
            faults.append(f"{path}: {error}")
        except yaml.YAMLError as error:
            faults.append(f"{path}: not valid YAML: {_one_line(error)}")
    return files, faults


def _content(path: Path) -> dict[str, Any]:
    """One file, checked by itself; only the sections that mean something here."""
    if path.stat().st_size > FILE_BYTES_MAX:
        raise ValueError(f"larger than {FILE_BYTES_MAX} bytes")
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(raw, dict):
        raise ValueError("must hold a mapping with `intents`")
    content = {key: _mapping(raw[key], key) for key in _SECTIONS if raw.get(key) is not None}
    for name, intent in content.get("intents", {}).items():
        for number, block in enumerate(_blocks(name, intent), start=1):
            _check_block(block, f"intent {name}, block {number}")
            block["metadata"] = {**(block.get("metadata") or {}), CUSTOM: True}
    _check_parts(content, "")
    Intents.from_dict({"language": "", "intents": {}, **content})  # Stumbles over all the rest.
    return content


def _mapping(value: Any, what: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ValueError(f"`{what}` must be a mapping")
    return value


def _blocks(name: str, intent: Any) -> list[Any]:
    data = _mapping(intent, f"intents.{name}").get("data")
    if not isinstance(data, list):
        raise ValueError(f"intent {name}: `data` must be a list of blocks")
    return data


def _check_block(block: Any, where: str) -> None:
    """Raise a ValueError that says what hassil would stumble over later."""
    sentences = _mapping(block, where).get("sentences")
    if not (isinstance(sentences, list) and all(isinstance(text, str) for text in sentences)):
        raise ValueError(f"{where}: `sentences` must be a list of texts")
    for key in ("slots", "requires_context", "excludes_context", "lists", "expansion_rules"):
        if block.get(key) is None:
            block.pop(key, None)
        else:
            _mapping(block[key], f"{where}: {key}")
    _check_parts(block, f"{where}: ")
    for text in sentences:
        try:
            parse_sentence(text)
        except _HASSIL_STUMBLES as error:
            raise ValueError(f"{where}: sentence {text!r}: {error}") from error


def _check_parts(content: Mapping[str, Any], where: str) -> None:
    """Raise a ValueError for a list or a rule that hassil cannot read."""
    for part in ("lists", "expansion_rules"):
        for name, body in content.get(part, {}).items():
            try:
                Intents.from_dict({"language": "", "intents": {}, part: {name: body}})
                if part == "lists" and not isinstance(body.get("values", []), list):
                    raise ValueError("`values` must be a list")
            except _HASSIL_STUMBLES as error:
                why = _one_line(error) or type(error).__name__
                raise ValueError(f"{where}{part}: {name}: {why}") from error


def _usable(
    files: Mapping[Path, dict[str, Any]], package: Mapping[str, Any]
) -> tuple[dict[Path, dict[str, Any]], list[str]]:
    """Files that refer to lists and rules that exist somewhere; and the faults of the rest.

    A file that is left out may have held what another refers to, so it goes on until none is.
    """
    good = dict(files)
    faults: list[str] = []
    while True:
        lists = HOME_LISTS.union(*(each.get("lists", {}) for each in (package, *good.values())))
        rules: dict[str, str] = {}
        for each in (package, *good.values()):
            rules.update(each.get("expansion_rules", {}))
        bad = {path: next(_missing(content, lists, rules), None) for path, content in good.items()}
        wrong = [f"{path}: {fault}" for path, fault in bad.items() if fault]
        if not wrong:
            return good, faults
        faults += wrong
        good = {path: content for path, content in good.items() if not bad[path]}


def _missing(
    content: Mapping[str, Any], lists: frozenset[str], rules: Mapping[str, str]
) -> Iterator[str]:
    """What the sentences, rules and lists of a file refer to in vain."""
    shared = _References(lists, rules)
    yield from shared.faults_of_parts(content)
    for name, intent in content.get("intents", {}).items():
        for block in intent["data"]:
            own_lists, own_rules = block.get("lists", {}), block.get("expansion_rules", {})
            local = _References(lists.union(own_lists), {**rules, **own_rules})
            references = local if own_lists or own_rules else shared
            for text in block["sentences"]:
                for fault in references.faults(parse_sentence(text).expression, ()):
                    yield f"intent {name}: sentence {text!r}: {fault}"
            yield from references.faults_of_parts(block)


class _References:
    """Follows references to lists and rules, each rule once."""

    def __init__(self, lists: frozenset[str], rules: Mapping[str, str]) -> None:
        self._lists = lists
        self._rules = rules
        self._seen: set[str] = set()

    def faults_of_parts(self, content: Mapping[str, Any]) -> Iterator[str]:
        """What is missing below the rules and lists of a file or a block."""
        for name in content.get("expansion_rules", {}):
            yield from self.faults(RuleReference(rule_name=name), ())
        for name, body in content.get("lists", {}).items():
            for value in body.get("values", ()):
                text = value["in"] if isinstance(value, dict) else value
                for fault in self.faults(parse_sentence(text).expression, ()):
                    yield f"list {{{name}}}: {fault}"

    def faults(self, expression: Expression, within: tuple[str, ...]) -> Iterator[str]:
        """What is missing below an expression that stands within these rules."""
        if isinstance(expression, Group):
            for item in expression.items:
                yield from self.faults(item, within)
        elif isinstance(expression, ListReference):
            if expression.list_name not in self._lists and not expression.is_inline_range:
                yield f"there is no list {{{expression.list_name}}}"
        elif isinstance(expression, RuleReference):
            yield from self._faults_of_rule(expression.rule_name, within)

    def _faults_of_rule(self, name: str, within: tuple[str, ...]) -> Iterator[str]:
        if name in within:
            yield f"rule <{name}> refers to itself"
        elif name not in self._rules:
            yield f"there is no rule <{name}>"
        elif name not in self._seen:
            yield from self.faults(parse_sentence(self._rules[name]).expression, (*within, name))
            self._seen.add(name)


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())
