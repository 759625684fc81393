"""`ambient transcribe`: sound files become text, each as soon as it is heard; nothing is done."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from context.turn import Transcript
from gateway.config import HearSettings
from gateway.hear.engine import NoEngine, transcriber
from gateway.hear.parts import Recognition, Transcriber
from gateway.hear.vocabulary import read_words, vocabulary
from gateway.sound import Sound, SoundError, read_sound
from gateway.yaml_lines import FormatError

BAD_FILE, NOT_POSSIBLE = 1, 2
"""Exit status: some files had no sound; none could be heard at all."""


def transcribe(
    files: Sequence[Path],
    out: TextIO,
    err: TextIO,
    settings: HearSettings,
    *,
    home: Path | None = None,
    area: str | None = None,
    as_json: bool = False,
) -> int:
    """Tell what is said in each file; the exit status."""
    try:
        language, hints = _expected(settings.vocabulary, home, area)
        engine = transcriber(
            settings.engine,
            model=settings.model,
            models=settings.models,
            language=language,
            threads=settings.threads,
            closed=settings.closed,
        )
    except (NoEngine, FormatError, OSError) as error:
        print(f"error: {error}", file=err)
        return NOT_POSSIBLE
    status = 0
    for file in files:
        try:
            sound = read_sound(file)
        except SoundError as error:
            print(f"error: {error}", file=err, flush=True)
            status = BAD_FILE
            continue
        found = recognise(engine, sound, hints)
        told = _row(file, sound, found)
        text = json.dumps(told, ensure_ascii=False) if as_json else f"{file}: {found.text}"
        print(text, file=out, flush=True)
    return status


def recognise(engine: Transcriber, sound: Sound, hints: Sequence[str]) -> Recognition:
    """What an engine makes of a sound that is there whole."""
    listening = engine.listen(hints)
    listening.accept(sound.pcm)
    return listening.final()


def _expected(
    words: Path | None, home: Path | None, area: str | None
) -> tuple[str, tuple[str, ...]]:
    """The language, and what is likely to be said."""
    extra = read_words(words) if words else ()
    if home is None:
        return "en", extra
    from gateway.entrypoints.looking import Homes

    with Homes() as homes:
        snapshot = homes(home)
    return snapshot.household.language, vocabulary(snapshot, Transcript("", area=area), extra)


def _row(file: Path, sound: Sound, found: Recognition) -> dict[str, Any]:
    confidence = found.confidence
    return {
        "file": str(file),
        "text": found.text,
        "nbest": list(found.nbest or ((found.text,) if found.text else ())),
        "confidence": None if confidence is None else round(confidence, 3),
        "engine": found.engine,
        "seconds": round(found.seconds, 3),
        "audio_seconds": round(sound.seconds, 3),
    }
