"""`ambient hear`: sound files are said into a simulated home, and what came of each is told."""

import asyncio
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

from gateway.evaluate.commands import play
from gateway.evaluate.home_file import read_home
from gateway.sound import Pcm, Sound, write_sound
from gateway.yaml_lines import FormatError

NOT_HEARD, NOT_POSSIBLE = 1, 2
"""Exit status: some files came to nothing; none could be tried at all."""


def hear(
    files: Sequence[Path],
    out: TextIO,
    err: TextIO,
    *,
    home: Path,
    satellite: str | None = None,
    person: str | None = None,
    wake: bool = True,
    as_json: bool = False,
    reply: Path | None = None,
) -> int:
    """Say each file there; the exit status. `reply`: a folder for what is answered, as WAV."""
    try:
        household = read_home(home).household
    except FormatError as error:
        print(f"error: {error}", file=err)
        return NOT_POSSIBLE
    to = satellite or next(iter(household.satellites), None)
    if to is None:
        print("error: this home has no satellites to hear with", file=err)
        return NOT_POSSIBLE
    steps = [_step(file, to, person, wake) for file in files]
    answers = io.StringIO()
    if play(home, steps, answers, err) != 0:
        return NOT_POSSIBLE
    status = 0
    for file, line in zip(files, answers.getvalue().splitlines(), strict=True):
        came = json.loads(line)
        wrong = came.get("error") or "; ".join(came["failures"])
        status = NOT_HEARD if wrong else status
        if as_json:
            print(json.dumps({"file": str(file), **came}, ensure_ascii=False), file=out, flush=True)
        elif wrong:
            print(f"{file}: {wrong.removeprefix('hear: ')}", file=err, flush=True)
        else:
            print(_told(file, came), file=out, flush=True)
        if reply is not None and came["turn"] and came["turn"]["reply"]:
            _say(came["turn"]["reply"], household.language, reply / f"{file.stem}.reply.wav")
    return status


def _step(file: Path, to: str, person: str | None, wake: bool) -> str:
    step: dict[str, Any] = {"hear": str(file), "to": to, "wake": wake}
    return json.dumps(step if person is None else {**step, "by": person})


def _told(file: Path, came: dict[str, Any]) -> str:
    turn = came["turn"]
    lines: Iterator[str] = (
        f"  {entity_id}: {', '.join(f'{key} {value}' for key, value in changed.items())}"
        for entity_id, changed in came["changes"].items()
    )
    return "\n".join((f"{file}: heard {turn['said']!r}", *lines, f"  {turn['reply']}"))


def _say(text: str, language: str, file: Path) -> None:
    """Write what a room would hear."""
    import numpy as np

    from gateway.speak.synthesize import synthesizer

    async def said() -> tuple[Pcm, int]:
        voice = synthesizer(language)
        sounds = [sound async for sound in voice.say(text)]
        await voice.close()
        return np.concatenate([sound.pcm for sound in sounds]), sounds[0].rate

    file.parent.mkdir(parents=True, exist_ok=True)
    pcm, rate = asyncio.run(said())
    write_sound(file, Sound(pcm, rate))
