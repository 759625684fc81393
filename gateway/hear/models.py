"""Models that no package carries: where they come from, and that they are what they should be.

A model is taken from a local file or fetched (a broken download goes on where it stopped),
compared with its sha256, unpacked beside its place and moved there whole: what stands in the
folder is complete.
"""

import hashlib
import shutil
import urllib.error
import urllib.request
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BLOCK = 1 << 16
TIMEOUT_S = 60.0
PARTIAL_CONTENT, OUT_OF_RANGE = 206, 416
UNPACKED_MAX = 20  # Times the archive; more is no model.


@dataclass(frozen=True)
class Model:
    """An archive that holds one folder, called as the model is."""

    name: str
    language: str
    url: str
    sha256: str
    """Of the archive."""
    size: int
    """Of the archive, bytes."""
    licence: str
    needs: tuple[str, ...] = ("am/final.mdl", "conf/model.conf")
    """Files without which it is none."""


MODELS: Mapping[str, Model] = {
    model.name: model
    for model in (
        Model(
            "vosk-model-small-en-us-0.15",
            "en",
            "https://alphacephei.com/vosk/models/vosk-model-small-en-us-0.15.zip",
            "30f26242c4eb449f948e42cb302dd7a686cb29a3423a8367f99ff41780942498",
            41_205_931,
            "Apache-2.0",
        ),
    )
}
"""The sha256 is that which other distributions pin (Arch Linux, OpenEmbedded, Homebrew)."""


class ModelError(Exception):
    """A model that could not be got; says why and what to do."""


def install(model: Model, folder: Path, source: Path | None = None) -> Path:
    """Put a model into `folder`, if it is not there; its own folder. Raises `ModelError`.

    `source`: the archive, or a folder that holds it, where there is no network.
    """
    home = folder / model.name
    if is_whole(model, home):
        return home
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if source is None:
            archive = folder / f"{model.name}.zip.part"
            _fetch(model, archive)
        else:
            archive = source / f"{model.name}.zip" if source.is_dir() else source
        _check(model, archive, ours=source is None)
        _unpack(model, archive, folder)
        if source is None:
            archive.unlink()
    except (OSError, zipfile.BadZipFile) as error:
        raise ModelError(
            f"{model.name} could not be got: {error}; fetch {model.url} elsewhere and give it "
            "with --from"
        ) from error
    return home


def is_whole(model: Model, home: Path) -> bool:
    """Whether all that a model needs is in a folder."""
    return all((home / name).is_file() for name in model.needs)


def _fetch(model: Model, part: Path) -> None:
    """Download, or go on with what is there already."""
    if not model.url.startswith("https://"):
        raise ModelError(f"{model.name}: {model.url} is not https")
    have = part.stat().st_size if part.exists() else 0
    if have == model.size:
        return
    headers = {"Range": f"bytes={have}-"} if have else {}
    request = urllib.request.Request(model.url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=TIMEOUT_S) as answer:
            goes_on = have and answer.status == PARTIAL_CONTENT
            with part.open("ab" if goes_on else "wb") as out:
                shutil.copyfileobj(answer, out, BLOCK)
    except urllib.error.HTTPError as error:
        if error.code == OUT_OF_RANGE:
            part.unlink()
        raise


def _check(model: Model, archive: Path, *, ours: bool) -> None:
    with archive.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found == model.sha256:
        return
    if ours and archive.stat().st_size >= model.size:
        archive.unlink()  # What is too short may go on; what is wrong cannot.
    raise ModelError(f"{archive}: sha256 {found} is not that of {model.name}, {model.sha256}")


def _unpack(model: Model, archive: Path, folder: Path) -> None:
    """Into a folder beside, then moved, so that half a model never bears its name."""
    beside = folder / f".{model.name}.unpacking"
    shutil.rmtree(beside, ignore_errors=True)
    with zipfile.ZipFile(archive) as packed:
        ours = [e for e in packed.infolist() if e.filename.startswith(f"{model.name}/")]
        if sum(entry.file_size for entry in ours) > UNPACKED_MAX * model.size:
            raise ModelError(f"{archive}: unpacks to more than {model.name} can be")
        packed.extractall(beside, ours)
    if not is_whole(model, beside / model.name):
        raise ModelError(f"{archive}: lacks one of {', '.join(model.needs)}")
    home = folder / model.name
    shutil.rmtree(home, ignore_errors=True)
    (beside / model.name).replace(home)
    beside.rmdir()
