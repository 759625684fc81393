"""What this gateway offers over Wyoming, as a description, and where who asks stands."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from wyoming.info import (
    AsrModel,
    AsrProgram,
    Attribution,
    HandleModel,
    HandleProgram,
    Info,
    IntentModel,
    IntentProgram,
    TtsProgram,
    TtsVoice,
    WakeModel,
    WakeProgram,
)

from context.places import Household
from context.turn import Interpretation, Transcript, Turn
from gateway.hear.parts import Transcriber, Wake, WakeDetector
from gateway.speak.parts import Synthesizer

NAME = "ambient"


@dataclass(frozen=True)
class Place:
    """Where a request comes from."""

    satellite: str | None = None
    """Id of ours, else a stranger's own: it tells conversations apart."""
    area: str | None = None
    """Area id; None when it is not known."""
    screen: bool = False
    """Whether it can show a reply."""


async def _alone(satellite: str, wake: Wake) -> bool:
    return True


@dataclass(frozen=True)
class Offer:
    """The parts behind the programs; None is a program that is not offered."""

    language: str = "en"
    wake_words: Sequence[str] = ()
    detector: Callable[[], WakeDetector] | None = None
    """A new one for each stream."""
    transcriber: Transcriber | None = None
    hints: Callable[[Place], Sequence[str]] = lambda place: ()
    """Likely words for who stands there, the likeliest first."""
    handle: Callable[[Transcript], Awaitable[Turn]] | None = None
    understand: Callable[[Transcript], Interpretation | None] | None = None
    """What a sentence means, without acting; None when nothing is understood."""
    synthesizer: Synthesizer | None = None
    place: Callable[[Mapping[str, Any]], Place] = lambda context: Place()
    """Where it is, by the context of a request."""
    nearest: Callable[[str, Wake], Awaitable[bool]] = _alone
    """Whether the satellite of this id is to answer the wake word that it heard."""
    programs: frozenset[str] = field(
        default_factory=lambda: frozenset({"wake", "asr", "intent", "handle", "tts"})
    )

    def info(self) -> Info:
        """The description that a client asks for."""
        return Info(
            wake=[self._wake()] if self.detector and "wake" in self.programs else [],
            asr=[self._asr(self.transcriber)]
            if self.transcriber and "asr" in self.programs
            else [],
            intent=[self._intent()] if self.understand and "intent" in self.programs else [],
            handle=[self._handle()] if self.handle and "handle" in self.programs else [],
            tts=[self._tts(self.synthesizer)]
            if self.synthesizer and "tts" in self.programs
            else [],
        )

    def _wake(self) -> WakeProgram:
        models = [
            WakeModel(
                **_ours(word, f"wake word {word}"),
                languages=["en"],
                phrase=word.replace("_", " "),
            )
            for word in self.wake_words
        ]
        return WakeProgram(**_ours(NAME, "wake words"), models=models)

    def _asr(self, transcriber: Transcriber) -> AsrProgram:
        about = _ours(transcriber.name, "speech recognition that knows this home's names")
        model = AsrModel(**about, languages=[self.language])
        return AsrProgram(**_ours(NAME, "speech recognition"), models=[model])

    def _intent(self) -> IntentProgram:
        model = IntentModel(**_ours(NAME, "what a sentence means"), languages=[self.language])
        return IntentProgram(**_ours(NAME, "understanding without acting"), models=[model])

    def _handle(self) -> HandleProgram:
        model = HandleModel(**_ours(NAME, "does what is said"), languages=[self.language])
        return HandleProgram(
            **_ours(NAME, "understands, acts by itself, and answers"),
            models=[model],
            supports_home_control=True,
        )

    def _tts(self, synthesizer: Synthesizer) -> TtsProgram:
        about = _ours(synthesizer.name, f"the voice of {synthesizer.name}")
        voice = TtsVoice(**about, languages=[self.language])
        return TtsProgram(
            **_ours(NAME, "a voice"), voices=[voice], supports_synthesize_streaming=True
        )


def placed(
    context: Mapping[str, Any], household: Household, satellites: Mapping[str, str]
) -> Place:
    """Where a request comes from, by `satellite_id`, `device_id` and `conversation_id`.

    The settings say which satellite or area an id is; an id that is one of ours, or
    `assist_satellite.` before it, needs no saying. Who is unknown has no area, and a conversation
    of its own.
    """
    ids = [context.get(key) for key in ("satellite_id", "device_id")]
    for id in (each for each in ids if isinstance(each, str)):
        name = satellites.get(id) or id.partition("assist_satellite.")[2] or id
        if name in household.satellites:
            ours = household.satellites[name]
            return Place(name, ours.area, ours.screen)
        if name in household.areas:
            return Place(id, name)
    stranger = next((each for each in ids if isinstance(each, str) and each), None)
    talk = context.get("conversation_id")
    if stranger is None and isinstance(talk, str) and talk:
        stranger = f"conversation:{talk}"
    return Place(stranger[:200] if stranger else None)


def _ours(name: str, description: str) -> dict[str, Any]:
    return {
        "name": name,
        "description": description,
        "attribution": Attribution(name="Ambient Gateway", url=""),
        "installed": True,
        "version": _version(),
    }


def _version() -> str:
    try:
        return version("ambient-gateway")
    except PackageNotFoundError:
        return "0"
