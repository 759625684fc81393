"""`ambient doctor`: is this machine ready? One line a check, with what to do.

Looks, and changes nothing that was there.
"""

import importlib.metadata
import shutil
import sys
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from gateway.config import ConfigError, Settings, load

PYTHON_MIN = (3, 11)
DISK_FREE_MIN_MB = 200  # A year of a big home's history, and room for SQLite to tidy up.
MEMORY_FREE_MIN_MB = 150  # The daemon takes about 110.
PACKAGES = ("paho-mqtt", "sqlalchemy", "onnxruntime", "numpy", "hassil", "home-assistant-intents",
            "rapidfuzz", "pydantic", "pyyaml", "structlog", "orjson", "typer")  # fmt: skip
MEMINFO = Path("/proc/meminfo")
LOCALTIME = Path("/etc/localtime")

Mark = Literal["ok", "warn", "fail"]


@dataclass(frozen=True)
class Finding:
    """What one check found."""

    mark: Mark
    what: str
    text: str

    def __str__(self) -> str:
        return f"{self.mark:<5}{self.what:<10}{self.text}"


def examine(config: Path | None) -> Iterator[Finding]:
    """Every check, in the order in which they matter."""
    yield python()
    yield packages()
    yield from models()
    settings: Settings | None = None
    try:
        settings = load(config)
        yield Finding("ok", "config", f"read; broker {settings.mqtt.host}:{settings.mqtt.port}")
    except ConfigError as error:
        yield Finding("fail", "config", "; ".join(str(error).splitlines()))
    yield memory()
    if settings is not None:
        yield from of_settings(settings)


def of_settings(settings: Settings) -> Iterator[Finding]:
    """The checks that need a configuration."""
    checks: tuple[Callable[[Settings], Finding], ...] = (broker, store, disk, time_zone, daemon)
    for check in checks:
        yield check(settings)


def python() -> Finding:
    """The interpreter."""
    version = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info < PYTHON_MIN:
        return Finding("fail", "python", f"{version}; 3.11 or newer is needed")
    return Finding("ok", "python", version)


def packages() -> Finding:
    """What we depend on."""
    missing = []
    for name in PACKAGES:
        try:
            importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return Finding("fail", "packages", f"missing: {', '.join(missing)}; run `make setup`")
    return Finding("ok", "packages", f"{len(PACKAGES)} found")


def models() -> Iterator[Finding]:
    """The learned models: every file there and undamaged."""
    from models_onnx.runtime import MANIFEST, ArtifactError, find

    try:
        names = list(tomllib.loads(MANIFEST.read_text(encoding="utf-8")).get("models", {}))
    except (OSError, tomllib.TOMLDecodeError) as error:
        yield Finding("warn", "models", f"no manifest ({error}); only grammar is used")
        return
    for name in names:
        try:
            artifact = find(name)
            yield Finding("ok", "models", f"{name} {artifact.version}, checksums agree")
        except ArtifactError as error:
            yield Finding("fail", "models", str(error))


def memory() -> Finding:
    """Free memory, where the system tells."""
    try:
        lines = MEMINFO.read_text().splitlines()
        free_mb = next(int(x.split()[1]) for x in lines if x.startswith("MemAvailable")) // 1024
    except (OSError, StopIteration, ValueError, IndexError):
        return Finding("ok", "memory", "not told by this system")
    if free_mb < MEMORY_FREE_MIN_MB:
        return Finding("warn", "memory", f"{free_mb} MB free; the daemon takes about 110 MB")
    return Finding("ok", "memory", f"{free_mb} MB free")


def broker(settings: Settings) -> Finding:
    """Reachable, lets us in, and devices are announced there."""
    from devices.probe import probe
    from gateway.entrypoints.connection import address_of, advice

    address = address_of(settings.mqtt)
    found = probe(address, look=True)
    if found.problem is not None:
        return Finding("fail", "broker", advice(address, found))
    where = f"{address.host}:{address.port}"
    if not found.announced:
        return Finding(
            "warn", "broker",
            f"{where} lets us in, but no device is announced there: is zigbee2mqtt (or another "
            "bridge) connected to it, and are its announcements retained?",
        )  # fmt: skip
    return Finding(
        "ok", "broker", f"{where} lets us in; {found.announced} announcements of devices"
    )


def store(settings: Settings) -> Finding:
    """The database can be opened and is sound, or can be made."""
    from context.store import Store, StoreError

    path = settings.store.path
    if not path.exists():
        return _writable(path)
    try:
        with Store.open(path, create=False) as opened:
            damage = opened.check()
    except StoreError as error:
        return Finding("fail", "store", str(error))
    if damage:
        return Finding("fail", "store", f"{path} is damaged ({damage}): restore a backup")
    return Finding("ok", "store", f"{path}, sound")


def _writable(path: Path) -> Finding:
    folder = next((each for each in path.parents if each.exists()), Path("/"))
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        return Finding(
            "fail", "store",
            f"cannot write to {folder} ({error.strerror}): set store.path "
            "(or AMBIENT_STORE__PATH) to a place that this user may write",
        )  # fmt: skip
    return Finding("ok", "store", f"{path} will be made at the first start")


def disk(settings: Settings) -> Finding:
    """Room beside the database."""
    folder = next((each for each in settings.store.path.parents if each.exists()), Path("/"))
    free_mb = shutil.disk_usage(folder).free // 1024**2
    if free_mb < DISK_FREE_MIN_MB:
        return Finding("warn", "disk", f"{free_mb} MB free at {folder}; history may not fit")
    return Finding("ok", "disk", f"{free_mb} MB free at {folder}")


def time_zone(settings: Settings) -> Finding:
    """Whether the home's time zone was said: timers and "tonight" go by it."""
    zone = settings.home.timezone
    if zone != "UTC":
        return Finding("ok", "time zone", zone)
    machine = str(LOCALTIME.resolve()).partition("zoneinfo/")[2]
    if machine and machine not in ("UTC", "Etc/UTC"):
        return Finding(
            "warn", "time zone", f"UTC, but this machine is in {machine}: set home.timezone"
        )
    return Finding("warn", "time zone", "UTC: set home.timezone, unless you live there")


def daemon(settings: Settings) -> Finding:
    """Whether one runs."""
    from gateway.entrypoints.control import ControlError, ask

    try:
        devices = ask(settings.socket, {"devices": True}).get("devices", ())
    except ControlError as error:
        return Finding("warn", "daemon", str(error))
    return Finding("ok", "daemon", f"runs and knows {len(devices)} devices")
