"""Which voice speaks: piper where it and a voice are installed, else flite, else espeak-ng."""

import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from gateway.languages import is_own
from gateway.speak.parts import SpeechError, Synthesizer
from gateway.speak.piper import Piper
from gateway.speak.programs import Espeak, Flite

PIPER_FOLDERS = (Path("/opt/piper"), Path("/opt/piper/bin"))
VOICE_FOLDERS = (Path("/usr/share/piper-voices"), Path("/usr/local/share/piper-voices"),
                 Path("/var/lib/ambient/voices"), Path("/opt/piper/voices"))  # fmt: skip
VOICES_MAX = 200  # Looked at; more are a whole collection, of which one is named in the settings.
NONE = (
    "no voice speaks {language!r} here: apt install espeak-ng (any language) or flite (English), "
    "or install piper-tts into an environment of its own and name `voice.piper` and `voice.voice`"
)


def synthesizer(
    language: str = "en",
    *,
    engine: str | None = None,
    voice: str | None = None,
    piper: str | None = None,
) -> Synthesizer:
    """The best voice for a language that is installed; `SpeechError` says what to install.

    `engine` is piper, flite or espeak-ng, None for the first that can; `voice` a path of an
    `.onnx` for piper, or a name of flite's or espeak-ng's; `piper` the program's path.
    """
    is_path = voice is not None and voice.endswith(".onnx")
    if is_path and engine not in (None, "piper"):
        raise SpeechError(f"{voice} is a voice of piper, not of {engine}")
    wanted = engine or ("piper" if is_path else None)
    for name in (wanted,) if wanted else ("piper", "flite", "espeak-ng"):
        found = _made(name, language, voice, piper)
        if found is not None:
            return found
    if wanted == "piper":
        raise SpeechError(_without_piper(language, voice, piper))
    if wanted == "flite" and not is_own(language):
        raise SpeechError(f"flite speaks English only, not {language!r}: use espeak-ng or piper")
    if wanted:
        raise SpeechError(f"{wanted} is not installed: apt install {wanted}")
    raise SpeechError(NONE.format(language=language))


def _made(name: str, language: str, voice: str | None, piper: str | None) -> Synthesizer | None:
    if name == "piper":
        command, path = piper_command(piper), piper_voice(language, voice, piper)
        return Piper(command, path, language) if command and path else None
    program = shutil.which(name)
    if program is None:
        return None
    if name == "espeak-ng":
        return Espeak(program, language, voice)
    return (Flite(program, voice) if voice else Flite(program)) if is_own(language) else None


def piper_command(piper: str | None = None) -> Sequence[str] | None:
    """How piper is run: the path given, else the program beside us, on the path or in /opt."""
    if piper:
        return (piper,) if shutil.which(piper) else None
    beside = [str(Path(sys.executable).parent), *map(str, PIPER_FOLDERS)]
    found = shutil.which("piper", path=os.pathsep.join(beside)) or shutil.which("piper")
    return (found,) if found and _is_speech(Path(found)) else None


def piper_voice(language: str, voice: str | None = None, piper: str | None = None) -> Path | None:
    """The voice that was named, else the first installed one of the language."""
    if voice is not None:
        path = Path(voice).expanduser()
        return path if path.is_file() and _settings(path).is_file() else None
    return next((each for each in _voices(piper) if _speaks(each, language)), None)


def _voices(piper: str | None) -> Iterator[Path]:
    """Voices in the usual folders, and of packages beside us and beside piper."""
    command = piper_command(piper)
    homes = {Path(sys.prefix)} | ({Path(command[0]).absolute().parents[1]} if command else set())
    packages = [
        p for home in sorted(homes) for p in home.glob("lib/python3*/site-packages/*piper*voice*")
    ]
    looked = 0
    for folder in (*VOICE_FOLDERS, *sorted(packages)):
        for path in sorted(folder.rglob("*.onnx")) if folder.is_dir() else ():
            looked += 1
            if looked > VOICES_MAX:
                return
            if _settings(path).is_file():
                yield path


def _speaks(voice: Path, language: str) -> bool:
    """Whether a voice's own settings name the language."""
    try:
        told = json.loads(_settings(voice).read_text(encoding="utf-8"))
        known = told.get("language") or {}
        family = known.get("family") or told["espeak"]["voice"]
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return False
    wanted = language.replace("_", "-").split("-")[0].lower()
    return str(family).replace("_", "-").split("-")[0].lower() == wanted


def _settings(voice: Path) -> Path:
    return voice.with_name(f"{voice.name}.json")


def _is_speech(program: Path) -> bool:
    """Debian has another `piper`, for gaming mice: that one is no Python or has no voice beside."""
    try:
        return b"gi.repository" not in program.read_bytes()[:4096]
    except OSError:
        return False


def _without_piper(language: str, voice: str | None, piper: str | None) -> str:
    if piper_command(piper) is None:
        return (
            f"piper is not at {piper}" if piper else "piper is not installed"
        ) + ": pip install piper-tts into an environment of its own, and name it in `voice.piper`"
    if voice:
        return f"{voice} is not there, or has no {voice}.json beside it"
    return f"no voice for {language!r}: name an .onnx in `voice.voice`"
