"""The voice of the daemon: a loudspeaker here, and what satellites are served with.

Imported only where the settings ask for a voice or for Wyoming: it costs memory that a gateway
without them keeps.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog

from context.turn import Interpretation, Transcript
from gateway.app import Gateway
from gateway.entrypoints.plan import Plan, Voice, Wyoming
from gateway.speak.loudness import Loudness
from gateway.speak.outs import AlsaOut, FileOut
from gateway.speak.parts import AudioOut, SpeechError, Synthesizer
from gateway.speak.speaker import Speaker
from gateway.speak.synthesize import synthesizer

if TYPE_CHECKING:
    from gateway.entrypoints.wyoming_offer import Offer, Place

_log = structlog.get_logger(__name__)


@asynccontextmanager
async def voiced(plan: Plan, gateway: Gateway) -> AsyncIterator[None]:
    """Speak and serve for as long as the block runs."""
    voice = synthesizer_of(plan)
    speaker = None
    if plan.voice is not None and plan.voice.speaker is not None and voice is not None:
        speaker = speaker_of(plan.voice, gateway, voice)
        _speak_unasked(gateway, speaker, plan.voice.satellite)
    try:
        if plan.wyoming is None:
            yield
        else:
            from gateway.entrypoints.wyoming_server import WyomingServer

            wyoming = plan.wyoming
            offer = offer_of(wyoming, gateway, voice)
            async with WyomingServer(
                offer,
                wyoming.host,
                wyoming.port,
                allow=wyoming.allow,
                announce=wyoming.announce,
                connections_max=wyoming.connections_max,
            ):
                yield
    finally:
        if speaker is not None:
            await speaker.close()
        if voice is not None:
            await voice.close()


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


def offer_of(wyoming: Wyoming, gateway: Gateway, voice: Synthesizer | None) -> "Offer":
    """What is served: what was asked for and is here."""
    from gateway.entrypoints.wyoming_offer import Offer, placed
    from gateway.entrypoints.wyoming_talk import is_refused

    household = gateway.household

    def place(context: Mapping[str, Any]) -> "Place":
        return placed(context, household, wyoming.satellites)

    def understand(transcript: Transcript) -> Interpretation | None:
        interpretation, _, decision = gateway.understand(transcript)
        return None if is_refused(decision) else interpretation

    return Offer(
        language=household.language,
        handle=gateway.say,
        understand=understand,
        synthesizer=voice,
        place=place,
        programs=frozenset(wyoming.offer),
    )


def _speak_unasked(gateway: Gateway, speaker: Speaker, here: str | None) -> None:
    """What the gateway says by itself sounds here, unless it is for another satellite."""
    logged = gateway.spoken

    def spoken(text: str, satellite: str | None) -> None:
        logged(text, satellite)
        if satellite is None or satellite == here or here is None:
            speaker.say_soon(text)

    gateway.spoken = spoken
