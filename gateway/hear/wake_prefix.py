"""What was said to wake us is taken off what was said: "Hey Travis, lights on" becomes "lights on".

Recognisers do not know wake words and write what sounds alike ("hey jervis", "a lexa", "hey my
craft"). So the beginning is compared by letters and by sound (Metaphone); words that begin
commands, or that this home calls things by, are never taken.
"""

import math
import re
from collections.abc import Collection

CALLS = frozenset({"hey", "hay", "hi", "hello", "ok", "okay", "oh", "a", "eh", "ay"})
"""How "hey" is written; it may be all that is left of "hey jarvis", and means nothing then."""
CALLED_MIN = 0.64
"""How alike (0..1, mean of letters and sounds) words must be after a call: "hey service" is 0.72
like "hey jarvis", "a microwave" 0.60 like "hey mycroft"."""
ONE_MIN = 0.70
"""The same for wake words of one word: "a laxer" is 0.72 like "alexa", "relax" 0.57."""
BARE_MIN = 0.80
"""The same where the call is not written, and words might be a command: "microwave", "harvest"."""
SURE_MIN = 0.85
"""So alike, words after a call may have a command word among them: "hey my craft"."""
AGAIN_MIN = 0.95
"""The same for a wake word after the wake word: "Hey Jarvis ... hey Jarvis, lights on"."""
ADDRESS_WORDS_MAX = 3  # "Hey, Jeremy Smith, lights on"; longer ones are sentences.
EXTRA_WORDS = 2  # "rhasspy" may become "rasp a pie".

COMMAND_WORDS = frozenset({
    "add", "also", "am", "and", "announce", "answer", "any", "are", "arm", "ask", "boost",
    "brighten", "bring", "broadcast", "call", "can", "cancel", "change", "check", "clean", "clear",
    "close", "cool", "could", "decrease", "did", "dim", "disable", "disarm", "do", "does", "down",
    "drop", "enable", "everything", "fetch", "find", "flip", "forget", "get", "give", "go", "good",
    "goodnight", "has", "have", "heat", "help", "how", "how's", "i", "i'm", "if", "in", "increase",
    "is", "it", "it's", "kill", "lamp", "leave", "let", "light", "lights", "list", "listen", "lock",
    "louder", "lower", "make", "mode", "morning", "move", "mute", "my", "never", "next", "night",
    "no", "none", "now", "off", "on", "one", "open", "pause", "play", "please", "press", "previous",
    "put", "quiet", "quieter", "raise", "read", "remember", "remind", "remove", "repeat", "resume",
    "reverse", "run", "say", "schedule", "select", "send", "set", "shall", "should", "show",
    "shuffle", "shut", "skip", "sleep", "snooze", "softer", "some", "start", "stop", "switch",
    "take", "tell", "thank", "thanks", "the", "there", "these", "this", "those", "tidy", "time",
    "timer", "to", "today", "toggle", "tomorrow", "tone", "too", "tune", "turn", "undo", "unlock",
    "unmute", "unpause", "up", "use", "vacuum", "volume", "wake", "want", "warm", "warmer", "was",
    "water", "we", "what", "what's", "when", "when's", "where", "where's", "which", "who", "who's",
    "why", "will", "would", "yes", "you",
})  # fmt: skip
"""English words that begin commands, questions and answers."""

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")


def without_wake_word(text: str, word: str, keep: Collection[str] = COMMAND_WORDS) -> str:
    """`text` without the wake word at its beginning, however it was written.

    `word`: `hey_jarvis`, or any name of a model. `keep`: lower-case words that are never taken
    unless the wake word has them itself: those of the language, and what this home calls things
    by. Empty when nothing else was said; unchanged when the wake word was not written.
    """
    said = _wake_words(word)
    end = (_prefix_end(text, said, keep) or _address_end(text, said, keep)) if said else 0
    while end:
        text = text[end:].lstrip(" ,.!?;:-\u2013\u2026").strip()
        # Called twice; but what is only like it now is the command.
        end = _prefix_end(text, said, keep, AGAIN_MIN)
    return text


def _wake_words(word: str) -> list[str]:
    """`hey_jarvis_v0.1` -> hey, jarvis."""
    return re.findall(r"[^\W\d_]+", re.sub(r"_v\d.*$", "", word.lower()))


def _prefix_end(text: str, said: list[str], keep: Collection[str], least: float = 0.0) -> int:
    """Up to which character `text` is the wake word; 0 if it does not begin with it."""
    spans = _spans(text)
    ways = [said] if len(said) == 1 else [said, said[1:]]
    best, best_end = 0.0, 0
    for count in range(1, min(len(spans), len(said) + EXTRA_WORDS) + 1):
        words = [each for each, _ in spans[:count]]
        alike = max(_alike(words, way) for way in ways)
        # Of equals the shorter: what follows belongs to the command.
        if alike > best + 1e-9 and alike >= max(least, _least(words, said, keep)):
            best, best_end = alike, spans[count - 1][1]
    return best_end


def _least(words: list[str], said: list[str], keep: Collection[str]) -> float:
    """How alike these words have to be."""
    called = len(words) > 1 and words[0] in CALLS
    if any(each in keep and each not in said for each in words):
        return SURE_MIN if called else math.inf
    if len(said) == 1:
        return ONE_MIN
    return CALLED_MIN if called else BARE_MIN


def _address_end(text: str, said: list[str], keep: Collection[str]) -> int:
    """The end of what can only be an address, though it sounds like nobody.

    "Hey, Jeremy, ..." begins with a call and ends with a comma; "I hate Jarvis, ..." has the name
    before one; of "hey" alone the rest was not heard. 0 without such a thing.
    """
    spans = _spans(text)
    if len(said) < 2 or not spans:
        return 0
    words = [word for word, _ in spans]
    for count in range(min(len(spans), ADDRESS_WORDS_MAX), 1, -1):
        end = spans[count - 1][1]
        if text[end : end + 1] not in tuple(",.!;:"):
            continue
        called = words[0] in CALLS - {"a"} and not any(each in keep for each in words[1:count])
        if called or _alike(words[count - 1 : count], said[-1:]) >= AGAIN_MIN:
            return end
    return spans[0][1] if said[0] in CALLS and words[0] == said[0] else 0


def _spans(text: str) -> list[tuple[str, int]]:
    """Words, each with where it ends."""
    return [(found.group().lower(), found.end()) for found in _WORD.finditer(text)]


def _alike(words: list[str], said: list[str]) -> float:
    """0..1 of how much words look and sound like the wake word: 1.0 for "a lexa" and "alexa" """
    import jellyfish
    from rapidfuzz.distance import Indel

    ours, theirs = "".join(words), "".join(said)
    letters = Indel.normalized_similarity(ours, theirs)
    sounds = [jellyfish.metaphone(each) for each in (ours, theirs)]
    if not all(sounds):
        return letters  # Metaphone knows no other script than Latin.
    return (letters + Indel.normalized_similarity(*sounds)) / 2
