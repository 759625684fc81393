"""Which recogniser this machine has: Vosk where a model is, else Whisper, else what to do."""

from pathlib import Path

from gateway.hear.language_words import language_words
from gateway.hear.models import MODELS, is_whole
from gateway.hear.parts import Transcriber
from gateway.hear.vosk import Vosk, VoskError
from gateway.hear.whisper import Whisper, WhisperError, packaged_model
from gateway.languages import UnknownLanguageError

ENGINES = ("vosk", "whisper")


class NoEngine(Exception):
    """This machine has no recogniser; says how to get one."""


def transcriber(
    engine: str = "auto",
    *,
    model: Path | None = None,
    models: Path | None = None,
    language: str = "en",
    threads: int = 1,
    closed: bool = False,
) -> Transcriber:
    """The recogniser that is asked for, or the best that is here; raises `NoEngine`.

    `model`: a folder with a model of the engine; `models`: where `ambient models` puts them;
    `closed`: hear only what is hinted (Vosk).
    """
    wanted = language.partition("-")[0]
    try:
        if engine in ("auto", "vosk"):
            folder = model if engine == "vosk" or _is_vosk(model) else None
            folder = folder or installed(models, wanted)
            if folder is not None:
                return Vosk(folder, closed=closed, words=_words(wanted))
        if engine == "whisper" or (engine == "auto" and _whisper_knows(model, wanted)):
            return Whisper(model, threads=threads)
    except (VoskError, WhisperError) as error:
        raise NoEngine(str(error)) from error
    except ImportError as error:
        raise NoEngine(f"{error}; install the voice extra: {VOICE}") from error
    raise NoEngine(_what_to_do(engine, wanted))


VOICE = "pip install 'ambient-gateway[voice]'"


def installed(models: Path | None, language: str) -> Path | None:
    """The folder of an installed Vosk model of a language."""
    for model in MODELS.values() if models else ():
        assert models is not None
        if model.language == language and is_whole(model, models / model.name):
            return models / model.name
    return None


def _words(language: str) -> tuple[str, ...]:
    """Words that commands of a language are made of, where they are known."""
    try:
        return language_words(language)
    except UnknownLanguageError:
        return ()


def _is_vosk(model: Path | None) -> bool:
    return model is not None and not (model / "model.bin").is_file()


def _whisper_knows(model: Path | None, language: str) -> bool:
    return model is not None or (language == "en" and packaged_model() is not None)


def _what_to_do(engine: str, language: str) -> str:
    if engine not in ("auto", *ENGINES):
        return f"there is no recogniser {engine!r}; there are auto, {', '.join(ENGINES)}"
    if any(model.language == language for model in MODELS.values()):
        install = "`ambient models --install` fetches a Vosk model"
        return f"no model for {language!r} is installed: {install}, {VOICE} brings Whisper"
    return (
        f"no model for {language!r} is known: unpack one of https://alphacephei.com/vosk/models "
        "and name its folder as hear.model"
    )
