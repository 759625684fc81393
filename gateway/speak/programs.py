"""The small voices that a system has: flite (English) and espeak-ng (a hundred languages).

Both make a sentence in a few hundredths of a second, so they are started for each.
"""

from collections.abc import AsyncGenerator
from functools import cached_property

from gateway.sound import Sound
from gateway.speak.aloud import aloud, sentences
from gateway.speak.parts import one_ahead
from gateway.speak.running import private_folder, read_wav, run, wav_sound, written

FLITE_VOICE = "slt"  # The one that recognisers understand best, see docs/voice.md.

ESPEAK_ALSO = {
    "en": "en-us", "nb": "nb", "no": "nb", "nn": "nb", "zh-cn": "cmn", "zh-tw": "cmn", "zh": "cmn",
    "zh-hk": "yue", "yue": "yue", "pt-br": "pt-br", "fr": "fr-fr", "fr-ca": "fr-fr", "iw": "he",
    "in": "id", "sr-latn": "sr", "tl": "en-us", "gl": "pt", "es-419": "es-419", "kw": "cy",
    "de-ch": "de", "de-at": "de", "fil": "en-us", "mn": "ru", "lb": "lb",
}  # fmt: skip
"""Lower-case tags whose voice has another name; all others are the tag, then its first part."""


def espeak_voice(language: str) -> str:
    """espeak-ng's name of a language's voice.

    >>> espeak_voice("en"), espeak_voice("en-GB"), espeak_voice("zh-HK"), espeak_voice("pt_BR")
    ('en-us', 'en-gb', 'yue', 'pt-br')
    >>> espeak_voice("de-CH"), espeak_voice("nl-BE")
    ('de', 'nl')
    """
    tag = language.strip().replace("_", "-").lower()
    whole = {"en-gb", "en-us", "fr-be", "fr-ch"}
    if tag in ESPEAK_ALSO:
        return ESPEAK_ALSO[tag]
    first = tag.split("-")[0]
    return tag if tag in whole else ESPEAK_ALSO.get(first, first)


class Flite:
    """flite: English only."""

    name = "flite"

    def __init__(self, program: str, voice: str = FLITE_VOICE) -> None:
        self._program = program
        self._voice = voice

    def say(self, text: str) -> AsyncGenerator[Sound, None]:
        """The sound of each sentence in turn."""
        return one_ahead(sentences(aloud(text)), self._make)

    async def close(self) -> None:
        """Nothing runs."""

    async def _make(self, sentence: str) -> Sound:
        # It reads no pipe and writes to none: both are files in memory.
        with private_folder() as folder:
            words, wav = f"{folder}/words", f"{folder}/wav"
            written(words, sentence)
            await run((self._program, "-voice", self._voice, "-f", words, "-o", wav), "")
            return read_wav(wav)


class Espeak:
    """espeak-ng in the language of the home."""

    name = "espeak-ng"

    def __init__(self, program: str, language: str, voice: str | None = None) -> None:
        self._program = program
        self._language = language
        self._voice = voice

    def say(self, text: str) -> AsyncGenerator[Sound, None]:
        """The sound of each sentence in turn."""
        return one_ahead(sentences(aloud(text, self._language)), self._make)

    async def close(self) -> None:
        """Nothing runs."""

    @cached_property
    def _command(self) -> tuple[str, ...]:
        voice = self._voice or espeak_voice(self._language)
        return (self._program, "--stdin", "--stdout", "-s", "160", "-v", voice)

    async def _make(self, sentence: str) -> Sound:
        return wav_sound(await run(self._command, sentence))
