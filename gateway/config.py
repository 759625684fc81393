"""YAML and environment become frozen settings, validated once.

The file is the one given, else `AMBIENT_CONFIG`, else `/etc/ambient/config.yaml` where it exists,
else nothing: every key has a default. The environment goes before the file: `AMBIENT_MQTT__HOST`
is `mqtt.host`. Secrets stand apart: `!secret name` (from `secrets.yaml` beside the file),
`AMBIENT_MQTT__PASSWORD`, `mqtt.password_file`, or systemd's credential `mqtt_password`.
Everything wrong is told at once, with file, line and what is allowed.
"""

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, Field, SecretStr, field_validator

from context.places import Household
from gateway.home_file import HomeSection, check_home, wrong_references
from gateway.sections import Given, Section, validated
from gateway.voice_file import VoiceSection, WyomingSection
from gateway.yaml_lines import (
    Document,
    KeyPath,
    Origin,
    Problem,
    Secrets,
    nearest,
    origin_of,
    origins_of,
    read_yaml,
)

DEFAULT_FILE = Path("/etc/ambient/config.yaml")
S = TypeVar("S", bound=BaseModel)
PREFIX = "AMBIENT_"
NOT_SETTINGS = frozenset({"AMBIENT_CONFIG", "AMBIENT_MODELS"})
SECRET_BYTES_MAX = 4096  # A password file that is longer is another file.
PROBLEMS_MAX = 50  # Told at once; more are one mistake made often.


class TlsSettings(Section):
    """A connection to the broker over TLS; `tls: {}` trusts the system's authorities."""

    ca: Path | None = Field(default=None, description="Certificate authority of the broker, PEM.")
    cert: Path | None = Field(default=None, description="Our own certificate, PEM.")
    key: Path | None = Field(default=None, description="Its key, PEM.")
    verify: bool = Field(default=True, description="False: take any certificate; only for a test.")


class MqttSettings(Section):
    """The broker."""

    host: str = Field(default="localhost", min_length=1)
    port: int = Field(default=1883, ge=1, le=65535)
    username: str | None = None
    password: SecretStr | None = None
    password_file: Path | None = Field(
        default=None, description="A file that holds only the password."
    )
    client_id: str = Field(default="ambient-gateway", min_length=1, max_length=128)
    tls: TlsSettings | None = None


class StoreSettings(Section):
    """The database."""

    path: Path = Path("/var/lib/ambient/ambient.db")
    commit_interval_s: float = Field(
        default=1.0,
        ge=0.05,
        le=3600,
        description="What a power cut may cost; 10 spares an SD card.",
    )
    history_days: float = Field(
        default=30.0, ge=1, le=3650, description="How long states are kept."
    )
    words_days: float = Field(
        default=180.0, ge=1, le=3650, description="How long the words of what was said are kept."
    )
    turn_days: float = Field(
        default=730.0, ge=1, le=3650, description="How long it is kept that something was said."
    )


class HearSettings(Section):
    """What recognises speech."""

    engine: Literal["auto", "vosk", "whisper"] = Field(
        default="auto", description="auto: Vosk where a model is installed, else Whisper."
    )
    model: Path | None = Field(default=None, description="A folder that holds a model.")
    models: Path = Field(
        default=Path("/var/lib/ambient/models"), description="Where `ambient models` puts them."
    )
    threads: int = Field(default=1, ge=1, le=64, description="Of one recognition.")
    closed: bool = Field(
        default=False,
        description="Vosk: hear only the home's names, words of commands, and `vocabulary`.",
    )
    vocabulary: Path | None = Field(
        default=None, description="A file of further words and phrases, one a line."
    )


class LogSettings(Section):
    """What is logged, and how."""

    level: Literal["debug", "info", "warning", "error"] = "info"
    as_json: bool = Field(default=False, alias="json", description="JSON lines in place of text.")


class Settings(Section):
    """All that can be set."""

    mqtt: MqttSettings = MqttSettings()
    home: HomeSection = HomeSection()
    store: StoreSettings = StoreSettings()
    learning: Literal["on", "off", "taught"] = Field(
        default="on",
        description="off: nothing is learned or applied; taught: only explicit lessons.",
    )
    confirm_timeout_s: float = Field(
        default=3.0,
        gt=0,
        le=60,
        description="How long a device has for the state echo of a command.",
    )
    custom_sentences: Path | None = Field(
        default=None, description="A folder of sentences in Home Assistant's format."
    )
    hear: HearSettings = HearSettings()
    voice: VoiceSection | None = Field(
        default=None, description="Hearing and speaking here; null: neither."
    )
    wyoming: WyomingSection | None = Field(
        default=None, description="Serving satellites and Home Assistant; null: not."
    )
    log: LogSettings = LogSettings()
    socket: Path = Field(
        default=Path("/run/ambient/ambient.sock"),
        description="Where the command line meets the daemon.",
    )

    @field_validator("learning", mode="before")
    @classmethod
    def _bare_on_and_off(cls, value: Any) -> Any:
        """Bare `on` and `off` are booleans in YAML."""
        return {True: "on", False: "off"}.get(value, value) if isinstance(value, bool) else value

    def household(self) -> Household:
        """The home as values."""
        return self.home.household()


class ConfigError(Exception):
    """The configuration is wrong; one line a problem."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        told = [str(problem) for problem in self.problems[:PROBLEMS_MAX]]
        if len(self.problems) > PROBLEMS_MAX:
            told.append(f"... and {len(self.problems) - PROBLEMS_MAX} more")
        super().__init__("\n".join(told))


def load(path: Path | None = None, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of this machine; `ConfigError` with all that is wrong."""
    env = os.environ if environment is None else environment
    file = _file(path, env)
    document = Document(data={})
    problems: list[Problem] = []
    if file is not None:
        document = read_yaml(file, _secrets(file, env, problems))
        problems.extend(document.problems)
    if not isinstance(document.data, dict):
        problems = problems or [Problem(Origin(str(file)), "", "has to be a mapping of keys")]
        raise ConfigError(problems)
    given = Given.of(document.data, str(file or "environment"), document.secret)
    problems.extend(_overlay(given, env))
    problems.extend(_include_home(given, file))
    settings, found = validated(Settings, given)
    problems.extend(found)
    if settings is None or problems:
        raise ConfigError(problems)
    references = wrong_references(settings.home)
    problems.extend(given.problem(path, text, ("home",)) for path, text in references)
    problems.extend(given.problem(path, text) for path, text in _wrong_places(settings))
    settings = _resolve(settings, file, env, given, problems)
    if problems:
        raise ConfigError(problems)
    return settings


def load_home(path: Path) -> HomeSection:
    """A home file by itself; `ConfigError` with all that is wrong."""
    document = read_yaml(path)
    if document.problems:
        raise ConfigError(document.problems)
    return home_of(document.data, str(path))


def home_of(data: Any, file: str = "home") -> HomeSection:
    """A home from plain data; `ConfigError` with all that is wrong."""
    home, problems = check_home(data, file)
    if home is None:
        raise ConfigError(problems)
    return home


def json_schema() -> dict[str, Any]:
    """The JSON schema of the configuration file, for editors."""
    schema = Settings.model_json_schema()
    home = schema["properties"]["home"]
    schema["properties"]["home"] = {
        "description": "The home itself, or the path of a home file, relative to this file.",
        "anyOf": [{"$ref": home.get("$ref", "#/$defs/HomeSection")}, {"type": "string"}],
    }
    schema["properties"]["learning"]["enum"] = ["on", "off", "taught", True, False]
    schema["properties"]["learning"].pop("type", None)
    schema["title"] = "Ambient Gateway configuration"
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return schema


def json_schema_text() -> str:
    """The schema as `docs/config.schema.json` holds it."""
    return json.dumps(json_schema(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


# --- what was given ------------------------------------------------------------------------------


def _file(path: Path | None, env: Mapping[str, str]) -> Path | None:
    if path is not None:
        return path.expanduser()
    if env.get("AMBIENT_CONFIG"):
        return Path(env["AMBIENT_CONFIG"]).expanduser()
    return DEFAULT_FILE if DEFAULT_FILE.exists() else None


def _secrets(file: Path, env: Mapping[str, str], problems: list[Problem]) -> Secrets:
    """Looks secrets up: systemd's credentials first, then `secrets.yaml`, read when needed."""
    known: dict[str, Any] | None = None

    def secret(name: str) -> str | None:
        nonlocal known
        credential = _credential(env, name)
        if credential is not None:
            return credential
        if known is None:
            beside = file.parent / "secrets.yaml"
            document = read_yaml(beside) if beside.exists() else Document(data={})
            problems.extend(document.problems)
            known = document.data if isinstance(document.data, dict) else {}
        return None if known.get(name) is None else str(known[name])

    return secret


def _credential(env: Mapping[str, str], name: str) -> str | None:
    folder = env.get("CREDENTIALS_DIRECTORY")
    if not folder or "/" in name or name.startswith("."):
        return None
    try:
        return _one_line(Path(folder) / name)
    except (OSError, ValueError):
        return None


def _one_line(path: Path) -> str:
    """The content of a file that holds one secret."""
    with path.open("rb") as file:
        content = file.read(SECRET_BYTES_MAX + 1)
    if len(content) > SECRET_BYTES_MAX:
        raise ValueError(f"is longer than {SECRET_BYTES_MAX} bytes")
    return content.decode("utf-8").rstrip("\r\n")


def _overlay(given: Given, env: Mapping[str, str]) -> Iterator[Problem]:
    """Lay the environment over the file's data."""
    for name in sorted(env):
        if not name.startswith(PREFIX) or name in NOT_SETTINGS:
            continue
        path = tuple(name.removeprefix(PREFIX).lower().split("__"))
        top = path[0]
        if top not in Settings.model_fields:
            near = nearest(top, Settings.model_fields)
            if near or len(path) > 1:  # Else it is somebody else's variable.
                hint = f"; did you mean {PREFIX}{near.upper()}?" if near else ""
                yield Problem(Origin("environment"), name, f"is not a setting{hint}")
            continue
        problem = _lay(given, name, path, env[name])
        if problem:
            yield Problem(Origin("environment"), name, problem)


def _lay(given: Given, name: str, path: tuple[str, ...], text: str) -> str | None:
    """Put one value in its place; what is wrong with it, if anything."""
    value: Any = text
    if text.startswith(("{", "[")):
        try:
            value = yaml.safe_load(text)
        except yaml.YAMLError:
            return "begins like a list or mapping, but is not valid YAML or JSON"
    place = given.data
    for depth, key in enumerate(path[:-1]):
        inner = place.setdefault(key, {})
        if inner is None or not isinstance(inner, dict):
            inner = place[key] = {}
            given.origins[path[: depth + 1]] = Origin(name)
        place = inner
    place[path[-1]] = value
    given.origins[path] = Origin(name)
    return None


def _include_home(given: Given, file: Path | None) -> Iterator[Problem]:
    """Put a home file's content in the place of its path."""
    home = given.data.get("home")
    if not isinstance(home, str):
        return
    where = origin_of(("home",), given.origins, given.file)
    base = file.parent if file is not None and where.line is not None else Path()
    document = read_yaml(base / Path(home).expanduser())
    yield from document.problems
    given.data["home"] = {} if document.problems else document.data
    given.origins.update({("home", *path): at for path, at in origins_of(document.data).items()})


def _wrong_places(settings: Settings) -> Iterator[tuple[KeyPath, str]]:
    """Rooms and satellites of `voice` and `wyoming` that the home does not have."""
    areas = {area.id for area in settings.home.areas}
    satellites = {satellite.id for satellite in settings.home.satellites}
    named: list[tuple[KeyPath, str | None, set[str]]] = []
    if settings.voice is not None:
        named.append((("voice", "area"), settings.voice.area, areas))
        named.append((("voice", "satellite"), settings.voice.satellite, satellites))
    for key, value in settings.wyoming.satellites.items() if settings.wyoming else ():
        named.append((("wyoming", "satellites", key), value, areas | satellites))
    for path, id, known in named:
        if id is not None and id not in known:
            yield path, f"there is no {id!r} in the home; {_known(id, known)}"


def _known(id: str, known: set[str]) -> str:
    near = nearest(id, known)
    return f"did you mean {near!r}?" if near else f"known: {', '.join(sorted(known)) or 'none'}"


# --- secrets and paths ---------------------------------------------------------------------------


def _resolve(
    settings: Settings,
    file: Path | None,
    env: Mapping[str, str],
    given: Given,
    problems: list[Problem],
) -> Settings:
    """Paths become absolute, from the file's folder on; the password is fetched."""
    base = (file.parent if file is not None else Path()).absolute()
    mqtt = _with_paths(settings.mqtt, base, "password_file")
    if mqtt.tls is not None:
        mqtt = mqtt.model_copy(update={"tls": _with_paths(mqtt.tls, base, "ca", "cert", "key")})
    text = _password_problem(mqtt)
    if text:
        path: KeyPath = ("mqtt", "password_file")
        problems.append(given.problem(path, text))
    elif mqtt.password is None:
        found = _one_line(mqtt.password_file) if mqtt.password_file else None
        found = found or _credential(env, "mqtt_password")
        mqtt = mqtt.model_copy(update={"password": SecretStr(found) if found else None})
    store = _with_paths(settings.store, base, "path")
    hear = _with_paths(settings.hear, base, "model", "models", "vocabulary")
    voice = _voice_paths(settings.voice, base) if settings.voice is not None else None
    settings = settings.model_copy(
        update={"mqtt": mqtt, "store": store, "hear": hear, "voice": voice}
    )
    return _with_paths(settings, base, "custom_sentences", "socket")


def _password_problem(mqtt: MqttSettings) -> str | None:
    if mqtt.password_file is None:
        return None
    if mqtt.password is not None:
        return "give either `password` or `password_file`, not both"
    try:
        _one_line(mqtt.password_file)
    except OSError as error:
        return f"{mqtt.password_file} cannot be read: {error.strerror}"
    except ValueError as error:
        return f"{mqtt.password_file} {error}"
    return None


def _voice_paths(voice: VoiceSection, base: Path) -> VoiceSection:
    """The files of a voice; a name of a voice stays a name."""
    voice = _with_paths(voice, base, "piper")
    models = tuple(base / path.expanduser() for path in voice.wake_models)
    spoken = voice.voice
    if spoken is not None and spoken.endswith(".onnx"):
        spoken = str(base / Path(spoken).expanduser())
    return voice.model_copy(update={"wake_models": models, "voice": spoken})


def _with_paths(section: S, base: Path, *names: str) -> S:
    found = {name: getattr(section, name) for name in names}
    update = {name: base / path.expanduser() for name, path in found.items() if path is not None}
    return section.model_copy(update=update)
