"""The voice of the daemon: a loudspeaker here, and what satellites are served with.

Imported only where the settings ask for a voice or for Wyoming: it costs memory that a gateway
without them keeps.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from context.turn import Interpretation, Transcript
from gateway.app import Gateway
from gateway.entrypoints.plan import Plan, Voice, Wyoming
from gateway.hear.hearing import Hearing
from gateway.hear.nearest import Claim, Nearest
from gateway.hear.parts import Wake, WakeDetector
from gateway.sound import Pcm
from gateway.speak.loudness import Loudness
from gateway.speak.outs import AlsaOut, FileOut
from gateway.speak.parts import AudioOut, SpeechError, Synthesizer
from gateway.speak.speaker import Speaker
from gateway.speak.synthesize import synthesizer

if TYPE_CHECKING:
    from gateway.entrypoints.ears import Ears
    from gateway.entrypoints.wyoming_offer import Offer, Place

DEFAULT_WORDS = ("hey_jarvis",)
DEFAULT_THRESHOLD = 0.5
"""Where only satellites listen, and `voice:` is not set."""

_log = structlog.get_logger(__name__)


@asynccontextmanager
async def voiced(plan: Plan, gateway: Gateway) -> AsyncIterator[None]:
    """Speak and serve for as long as the block runs."""
    voice = synthesizer_of(plan)
    hearing = hearing_of(plan, gateway) if _listens(plan) else None
    nearest = Nearest()
    speaker = None
    if plan.voice is not None and plan.voice.speaker is not None and voice is not None:
        speaker = speaker_of(plan.voice, gateway, voice)
        _speak_unasked(gateway, speaker, plan.voice.satellite)
    try:
        async with (
            _listening(plan, gateway, hearing, speaker, nearest),
            _serving(plan, gateway, hearing, voice, nearest),
        ):
            yield
    finally:
        if speaker is not None:
            await speaker.close()
        if voice is not None:
            await voice.close()


def _listens(plan: Plan) -> bool:
    """Whether anything has to be recognised: a recogniser takes 100 MB."""
    here = plan.voice is not None and plan.voice.microphone is not None
    return here or (plan.wyoming is not None and "asr" in plan.wyoming.offer)


@asynccontextmanager
async def _serving(
    plan: Plan, gateway: Gateway, hearing: Hearing | None, voice: Synthesizer | None,
    nearest: Nearest,
) -> AsyncIterator[None]:  # fmt: skip
    """Serve satellites for as long as the block runs, where the settings ask for it."""
    if plan.wyoming is None:
        yield
        return
    from gateway.entrypoints.wyoming_server import WyomingServer

    wyoming = plan.wyoming
    offer = offer_of(wyoming, gateway, voice, hearing, plan.voice, nearest)
    async with WyomingServer(
        offer,
        wyoming.host,
        wyoming.port,
        allow=wyoming.allow,
        announce=wyoming.announce,
        connections_max=wyoming.connections_max,
    ):
        yield


@asynccontextmanager
async def _listening(
    plan: Plan, gateway: Gateway, hearing: Hearing | None, speaker: Speaker | None,
    nearest: Nearest,
) -> AsyncIterator[None]:  # fmt: skip
    """Listen to the microphone for as long as the block runs, where there is one to be heard."""
    ears = ears_of(plan, gateway, hearing, speaker, nearest)
    if ears is None or plan.voice is None or plan.voice.microphone is None:
        yield
        return
    name = plan.voice.microphone
    listening = asyncio.create_task(ears.run(lambda: microphone_of(name)), name="ears")
    listening.add_done_callback(_say_why_it_ended)
    try:
        yield
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)
        await ears.close()


def _say_why_it_ended(listening: "asyncio.Task[None]") -> None:
    if not listening.cancelled() and (error := listening.exception()) is not None:
        _log.error("no longer listening", exc_info=error)


def microphone_of(name: str) -> AsyncIterator[Pcm]:
    """A microphone by its ALSA name, or a WAV file for trying it out."""
    from gateway.hear.microphone import alsa_microphone, file_microphone

    if name.endswith((".wav", ".flac")):
        return file_microphone(Path(name), real_time=True)
    return alsa_microphone(name)


def hearing_of(plan: Plan, gateway: Gateway) -> Hearing | None:
    """The recogniser of the settings; None with a line in the log where there is none."""
    from gateway.hear.engine import NoEngine, transcriber
    from gateway.hear.vocabulary import read_words

    hear = plan.hear
    try:
        found = transcriber(
            hear.engine,
            model=Path(hear.model) if hear.model else None,
            models=Path(hear.models) if hear.models else None,
            language=plan.household.language,
            threads=hear.threads,
            closed=hear.closed,
        )
        words = read_words(Path(hear.vocabulary)) if hear.vocabulary else ()
    except (NoEngine, OSError) as error:
        _log.error("no recogniser, so nothing is heard", do=str(error))
        return None
    _log.info("recogniser found", engine=found.name)
    return Hearing(found, gateway.snapshot, words)


def wake_words_of(voice: Voice | None) -> Callable[[], WakeDetector] | None:
    """Makes a detector for each stream; None with a line in the log where there is none."""
    from gateway.hear.wake import WakeError, WakeWords, load_wake_models

    words = (*voice.wake_words, *voice.wake_models) if voice is not None else DEFAULT_WORDS
    if not words:
        return None
    try:
        models = load_wake_models(words)
    except (WakeError, ImportError) as error:
        _log.error("no wake words, so nobody wakes it", do=str(error))
        return None
    threshold = voice.wake_threshold if voice is not None else DEFAULT_THRESHOLD
    return lambda: WakeWords(models, threshold)


def _names(voice: Voice) -> tuple[str, ...]:
    """What wake words are called; a model of one's own by its file."""
    return (*voice.wake_words, *(Path(each).stem for each in voice.wake_models))


def ears_of(
    plan: Plan, gateway: Gateway, hearing: Hearing | None, speaker: Speaker | None,
    nearest: Nearest,
) -> "Ears | None":  # fmt: skip
    """The ear of this machine; None where it has none, or nothing to hear with."""
    voice = plan.voice
    make = wake_words_of(voice) if voice is not None and voice.microphone is not None else None
    if voice is None or make is None or hearing is None:
        return None
    from gateway.entrypoints.ears import Ears
    from gateway.hear.barge_in import BargeIn, StopWord
    from gateway.hear.endpoint import silero
    from gateway.hear.listen import Ear

    detector = make()
    if speaker is not None:
        detector = BargeIn(
            detector,
            speaker.player,
            lambda after_ms: gateway.interrupt(voice.satellite, after_ms),
            threshold=voice.wake_threshold,
            stop_word=StopWord(hearing.transcriber),
        )
    satellite = gateway.household.satellites.get(voice.satellite or "")
    area = voice.area or (satellite.area if satellite is not None else None)
    ear = Ear(silero(), detector)
    return Ears(gateway, ear, hearing, speaker, nearest, satellite=voice.satellite, area=area)


def synthesizer_of(plan: Plan) -> Synthesizer | None:
    """The voice of the settings; None with a line in the log where there is none."""
    language, voice = plan.household.language, plan.voice
    try:
        if voice is None:
            return synthesizer(language)
        found = synthesizer(
            language, engine=voice.synthesizer, voice=voice.voice, piper=voice.piper
        )
    except SpeechError as error:
        _log.error("no voice, so nothing is said", do=str(error))
        return None
    _log.info("voice found", synthesizer=found.name)
    return found


def speaker_of(voice: Voice, gateway: Gateway, synthesizer: Synthesizer) -> Speaker:
    """The loudspeaker of the settings: an ALSA name, or a WAV file for trying it out."""
    name = voice.speaker or "default"
    out: AudioOut = FileOut(Path(name)) if name.endswith(".wav") else AlsaOut(name)
    loudness = Loudness(voice.volume, voice.night_volume, voice.night_from, voice.night_to)
    return Speaker(synthesizer, out, gateway.snapshot, loudness)


def offer_of(
    wyoming: Wyoming, gateway: Gateway, voice: Synthesizer | None, hearing: Hearing | None = None,
    here: Voice | None = None, nearest: Nearest | None = None,
) -> "Offer":  # fmt: skip
    """What is served: what was asked for and is here."""
    from gateway.entrypoints.wyoming_offer import Offer, placed
    from gateway.entrypoints.wyoming_talk import is_refused

    household = gateway.household

    def place(context: Mapping[str, Any]) -> "Place":
        return placed(context, household, wyoming.satellites)

    def understand(transcript: Transcript) -> Interpretation | None:
        interpretation, _, decision = gateway.understand(transcript)
        return None if is_refused(decision) else interpretation

    def hints(place: "Place") -> Sequence[str]:
        return hearing.hints(Transcript("", place.satellite, place.area)) if hearing else ()

    among = nearest or Nearest()

    async def answers(satellite: str, wake: Wake) -> bool:
        return await among.answers(Claim(satellite, wake))

    wanted = frozenset(wyoming.offer)
    return Offer(
        language=household.language,
        wake_words=_names(here) if here is not None else DEFAULT_WORDS,
        detector=wake_words_of(here) if "wake" in wanted else None,
        transcriber=hearing.transcriber if hearing is not None else None,
        hints=hints,
        nearest=answers,
        handle=gateway.say,
        understand=understand,
        synthesizer=voice,
        place=place,
        programs=wanted,
    )


def _speak_unasked(gateway: Gateway, speaker: Speaker, here: str | None) -> None:
    """What the gateway says by itself sounds here, unless it is for another satellite."""
    logged = gateway.spoken

    def spoken(text: str, satellite: str | None) -> None:
        logged(text, satellite)
        if satellite is None or satellite == here or here is None:
            speaker.say_soon(text)

    gateway.spoken = spoken
