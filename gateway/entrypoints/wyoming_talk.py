"""One Wyoming connection: each request becomes what the gateway's parts make of it.

Requests are independent: a connection may ask for one program, or for one after the other.
Malformed events are answered with `error`; unknown ones are let pass, as the protocol wants it.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import aclosing
from typing import Any

import numpy as np
import structlog
from wyoming.asr import Transcribe
from wyoming.asr import Transcript as Heard
from wyoming.audio import AudioChunk, AudioStart, AudioStop
from wyoming.error import Error
from wyoming.event import Event, Eventable
from wyoming.handle import Handled, NotHandled
from wyoming.info import Describe
from wyoming.intent import Entity, Intent, NotRecognized, Recognize
from wyoming.ping import Ping, Pong
from wyoming.tts import (
    Synthesize,
    SynthesizeChunk,
    SynthesizeStart,
    SynthesizeStop,
    SynthesizeStopped,
)
from wyoming.wake import Detect, Detection, NotDetected

from context.turn import Decision, Decline, Transcript
from gateway.entrypoints.wyoming_frames import Ear
from gateway.entrypoints.wyoming_offer import Offer
from gateway.hear.parts import Listening, Wake, WakeDetector
from gateway.hear.wake_prefix import without_wake_word
from gateway.sound import CHUNK, RATE, Pcm, Sound
from gateway.speak.aloud import on_screen, sentences
from gateway.speak.parts import REPLY_CHARACTERS_MAX, SpeechError

TEXT_CHARACTERS_MAX = 1000  # Of a sentence; four times the longest command we know.
SPEECH_S_MAX = 60.0  # Of one utterance; nobody commands for a minute.
OUT_STEP = 1024  # Samples of speech in an event, as other servers do.
SCREEN = "screen_text"  # In the context of a reply to a satellite with a screen.
HINTS_MAX = 500  # Names that a client adds to ours.

_log = structlog.get_logger(__name__)

Send = Callable[[Event], Awaitable[None]]


class Talk:
    """The state of one connection."""

    def __init__(self, offer: Offer, send: Send, peer: str = "") -> None:
        self._offer = offer
        self._send_event = send
        self._peer = peer
        self._wake: WakeStream | None = None
        self._asr: AsrStream | None = None
        self._streamed: str | None = None
        """Text of a streaming synthesis that was not said yet; None outside of one."""
        self._rate = 0
        """Of the sound that we are sending; 0 between replies."""
        self._answers: Mapping[str, Callable[[Event], Awaitable[None]]] = {
            "describe": self._describe,
            "ping": self._ping,
            "detect": self._detect,
            "transcribe": self._transcribe,
            "audio-start": self._audio_start,
            "audio-chunk": self._audio,
            "audio-stop": self._audio_stop,
            "transcript": self._handle,
            "recognize": self._recognize,
            "synthesize": self._synthesize,
            "synthesize-start": self._synthesize_start,
            "synthesize-chunk": self._synthesize_chunk,
            "synthesize-stop": self._synthesize_stop,
        }

    async def take(self, event: Event) -> None:
        """Answer one event; raises only what a broken connection raises."""
        answer = self._answers.get(event.type)
        if answer is None:
            return
        try:
            await answer(event)
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            _log.warning("wyoming: bad event", peer=self._peer, type=event.type, why=str(error))
            await self._send(Error(f"bad {event.type}: {error}", "bad-event"))
        except SpeechError as error:
            _log.error("wyoming: could not speak", why=str(error))
            await self._send(Error(str(error), "tts-failed"))

    async def _send(self, event: Eventable) -> None:
        await self._send_event(event.event())

    async def _describe(self, event: Event) -> None:
        Describe.from_event(event)
        await self._send(self._offer.info())

    async def _ping(self, event: Event) -> None:
        await self._send(Pong(text=Ping.from_event(event).text))

    # --- wake -------------------------------------------------------------------------------------

    async def _detect(self, event: Event) -> None:
        make = self._offer.detector
        if make is None or "wake" not in self._offer.programs:
            await self._not_offered("wake")
            return
        request = Detect.from_event(event)
        place = self._offer.place(_mapping(request.context))
        satellite = place.satellite or f"wyoming:{self._peer}"
        self._asr = None
        self._wake = WakeStream(make(), frozenset(map(str, request.names or ())), satellite)

    # --- asr --------------------------------------------------------------------------------------

    async def _transcribe(self, event: Event) -> None:
        transcriber = self._offer.transcriber
        if transcriber is None or "asr" not in self._offer.programs:
            await self._not_offered("asr")
            return
        request = Transcribe.from_event(event)
        place = self._offer.place(_mapping(request.context))
        theirs = [*(request.transcript_names or ()), *(request.transcript_terms or ())]
        hints = [*map(str, theirs[:HINTS_MAX]), *self._offer.hints(place)]
        self._wake = None
        self._asr = AsrStream(transcriber.listen(hints), request.context)

    # --- sound ------------------------------------------------------------------------------------

    async def _audio_start(self, event: Event) -> None:
        stream = self._wake or self._asr
        if stream is None:
            await self._transcribe(Transcribe().event())  # As others do: sound alone is to be read.

    async def _audio(self, event: Event) -> None:
        if self._wake is not None:
            timestamp = event.data.get("timestamp")
            for wake in self._wake.take(event):
                if await self._offer.nearest(self._wake.satellite, wake):
                    self._wake.found = True
                    await self._send(Detection(name=wake.word, timestamp=timestamp))
        elif self._asr is not None:
            await self._asr.take(event)

    async def _audio_stop(self, event: Event) -> None:
        wake, asr, self._asr = self._wake, self._asr, None
        if wake is not None:
            if not wake.found:
                await self._send(NotDetected())
            wake.rewind()
        elif asr is not None:
            text = self._without_wake_word(await asr.text())
            heard = Heard(text, context=asr.context, language=self._offer.language)
            await self._send(heard)

    def _without_wake_word(self, text: str) -> str:
        """Satellites send what was said from a moment before their wake word's end."""
        for word in self._offer.wake_words:
            text = without_wake_word(text, word)
        return text

    # --- intent and handle ------------------------------------------------------------------------

    async def _handle(self, event: Event) -> None:
        if self._offer.handle is None or "handle" not in self._offer.programs:
            await self._not_offered("handle")
            return
        request = Heard.from_event(event)
        transcript = self._transcript(request.text, request.context)
        if transcript is None:
            await self._send(NotHandled(context=request.context))
            return
        turn = await self._offer.handle(transcript)
        context = request.context
        if self._offer.place(_mapping(context)).screen:
            context = {**_mapping(context), SCREEN: on_screen(turn.reply.text)}
        answer = NotHandled if is_refused(turn.decision) else Handled
        await self._send(answer(turn.reply.text, context))

    async def _recognize(self, event: Event) -> None:
        if self._offer.understand is None or "intent" not in self._offer.programs:
            await self._not_offered("intent")
            return
        request = Recognize.from_event(event)
        transcript = self._transcript(request.text, request.context)
        found = self._offer.understand(transcript) if transcript is not None else None
        best = found.clauses[0].best if found is not None and found.clauses else None
        if best is None:
            await self._send(NotRecognized(context=request.context))
            return
        entities = [
            Entity(name, value)
            for name, value in best.slots.items()
            if isinstance(value, str | int | float | bool)
        ]
        await self._send(Intent(best.intent, entities, context=request.context))

    def _transcript(self, text: object, context: object) -> Transcript | None:
        """None for silence."""
        if not isinstance(text, str):
            raise ValueError("`text` has to be text")
        if len(text) > TEXT_CHARACTERS_MAX:
            raise ValueError(f"more than {TEXT_CHARACTERS_MAX} characters are not a sentence")
        if not text.strip():
            return None
        place = self._offer.place(_mapping(context))
        return Transcript(text.strip(), satellite=place.satellite, area=place.area)

    # --- tts --------------------------------------------------------------------------------------

    async def _synthesize(self, event: Event) -> None:
        if self._streamed is not None:
            return  # Sent beside a stream for servers that know none.
        text = _said(Synthesize.from_event(event).text)
        if await self._may_speak():
            await self._speak(text)
            await self._end_of_sound()

    async def _synthesize_start(self, event: Event) -> None:
        SynthesizeStart.from_event(event)
        if await self._may_speak():
            self._streamed = ""

    async def _synthesize_chunk(self, event: Event) -> None:
        """Whole sentences are said while the rest is still being written."""
        if self._streamed is None:
            return
        self._streamed = _said(self._streamed + _said(SynthesizeChunk.from_event(event).text))
        *whole, rest = sentences(self._streamed) or [""]
        if whole:
            self._streamed = rest + self._streamed[len(self._streamed.rstrip()) :]
            await self._speak(" ".join(whole))

    async def _synthesize_stop(self, event: Event) -> None:
        SynthesizeStop.from_event(event)
        text, self._streamed = self._streamed, None
        if text is not None:
            await self._speak(text)
            await self._end_of_sound()
            await self._send(SynthesizeStopped())

    async def _may_speak(self) -> bool:
        if self._offer.synthesizer is None or "tts" not in self._offer.programs:
            await self._not_offered("tts")
            return False
        return True

    async def _speak(self, text: str) -> None:
        assert self._offer.synthesizer is not None
        sounds = self._offer.synthesizer.say(text)
        async with aclosing(sounds):
            async for sound in sounds:
                await self._sound(sound)

    async def _sound(self, sound: Sound) -> None:
        form = {"rate": sound.rate, "width": 2, "channels": 1}
        if self._rate != sound.rate:
            if self._rate:
                await self._send(AudioStop())
            self._rate = sound.rate
            await self._send(AudioStart(**form))
        for begin in range(0, len(sound.pcm), OUT_STEP):
            part = sound.pcm[begin : begin + OUT_STEP].astype("<i2").tobytes()
            await self._send(AudioChunk(**form, audio=part))

    async def _end_of_sound(self) -> None:
        """One start and one stop for a whole reply, even for an empty one."""
        if not self._rate:
            await self._send(AudioStart(rate=RATE, width=2, channels=1))
        self._rate = 0
        await self._send(AudioStop())

    async def _not_offered(self, program: str) -> None:
        await self._send(Error(f"{program} is not offered here", "not-offered"))


class WakeStream:
    """Sound in which wake words are looked for."""

    def __init__(self, detector: WakeDetector, names: frozenset[str], satellite: str) -> None:
        self.satellite = satellite
        self.found = False
        """Whether one was told since the sound began."""
        self._detector = detector
        self._names = names
        self._ear = Ear()
        self._waiting = np.zeros(0, np.int16)

    def take(self, event: Event) -> list[Wake]:
        """Wake words that ended in this sound, of those that were asked for."""
        self._waiting = np.concatenate((self._waiting, self._ear.take(event)))
        wakes: list[Wake] = []
        while len(self._waiting) >= CHUNK:
            chunk, self._waiting = self._waiting[:CHUNK], self._waiting[CHUNK:]
            wake = self._detector.accept(chunk)
            if wake is not None and (not self._names or wake.word in self._names):
                wakes.append(wake)
        return wakes

    def rewind(self) -> None:
        """The stream has ended; another may follow."""
        self._detector.reset()
        self._waiting = np.zeros(0, np.int16)
        self._ear, self.found = Ear(), False


class AsrStream:
    """Sound that is read."""

    def __init__(self, listening: Listening, context: dict[str, Any] | None) -> None:
        self.context = context
        self._listening = listening
        self._ear = Ear()
        self._left = round(SPEECH_S_MAX * RATE)

    async def take(self, event: Event) -> None:
        """More of it; what is beyond the maximum is not heard."""
        await self._accept(self._ear.take(event))

    async def text(self) -> str:
        """All of it, as words."""
        await self._accept(self._ear.end())
        return (await asyncio.to_thread(self._listening.final)).text

    async def _accept(self, pcm: Pcm) -> None:
        pcm = pcm[: self._left]
        self._left -= len(pcm)
        if len(pcm):
            await asyncio.to_thread(self._listening.accept, pcm)


def is_refused(decision: Decision) -> bool:
    """Whether nothing came of it, and not because that was wanted ("never mind")."""
    return isinstance(decision, Decline) and decision.reason not in ("cancelled", "already_gone")


def _mapping(context: object) -> Mapping[str, Any]:
    return context if isinstance(context, Mapping) else {}


def _said(text: object) -> str:
    if not isinstance(text, str):
        raise ValueError("`text` has to be text")
    if len(text) > REPLY_CHARACTERS_MAX:
        raise ValueError(f"more than {REPLY_CHARACTERS_MAX} characters are not said")
    return text
