"""Words that only make sense after what was said before: answers, "again", "undo that", "no".

Reads an answer against the question that is open, or a repair against the last turn. Everything
else is None here and is read as a sentence of its own.
"""

import re
from collections.abc import Sequence
from typing import Any

from rapidfuzz import fuzz

from context.snapshot import Snapshot
from context.turn import Ask, Choice, Confirm, Reading, Turn
from gateway.understand import quantities, when
from gateway.understand.lexicon import VERBS
from gateway.understand.names import sound
from gateway.understand.tagging import ORDINALS, strip_politeness
from gateway.understand.vocabulary import bare_name

ANSWER_S = 60.0  # A question is open for a minute; after that nobody remembers what was asked.
YES = re.compile(r"^(?:uh huh|mhm|mm hm|yes|yeah|yep|yup|sure|ok|okay|do it|go ahead|of course|please do|certainly|definitely|absolutely|correct|right|that is right|confirm|confirmed|affirmative|i am sure|go for it|exactly|indeed|please|yes please|make it so|fine|aye|by all means|i do|it is|proceed)(?: (?:please|do it|do that|i am sure|i am|sure|go ahead|thanks|thank you|yes|of course|unlock it|open it|turn it on|disarm it|that is right|(?:delete|forget|erase|wipe|remove|change) (?:it|them|that|me|everything|all of it)|of course|definitely|do|certainly|i do|it is|go on|both|all|both of them|all of them|now|then|mate|love|ta|sir|maam|madam|miss|pal|buddy|dear|darling))*$")  # fmt: skip
NO = re.compile(r"^(?:no|nope|nah|do not|do not do (?:it|that)|no way|never mind|nevermind|cancel|cancel (?:that|it)|stop|forget (?:it|that|about it)|leave it|negative|neither|none|none of them|no thanks|no thank you|rather not|better not|not now|abort|nothing|wait no|on second thought no|i changed my mind|changed my mind|hold on|wait|do not bother|skip it|leave them|not really|please do not|absolutely not|certainly not|of course not|drop it|it does not matter|oh never mind|scrap that|do nothing)(?: (?:thanks|thank you|please|do not|never mind|it is fine|leave it|cancel|cancel that|forget it|i changed my mind|stop|no|that|wait|not now|neither|it|actually|do that|do it|just leave it|better not|mate|better leave it|keep it locked|keep it closed|sir|maam|madam|miss|pal|buddy|dear|darling))*$")  # fmt: skip
ALL = re.compile(r"^(?:both|all|all of them|both of them|both please|every one|everything|each of them|all (?:two|three|four|2|3|4)(?: of them)?|the lot|them all|(?:turn |switch )?(?:on |off )?(?:them )?(?:both|all)(?: of them)?(?: on| off)?)$")  # fmt: skip
_AS_IT_WAS = r"(?: (?:to )?(?:how|the way|as|what|where) (?:it|that|they|things|everything) (?:was|were|had been)(?: (?:a moment ago|before|just now|earlier|at first|set to))*)"
UNDO = re.compile(rf"^(?:undo|undo (?:that|it|this|the last (?:one|thing|command))|revert(?: (?:that|it))?|put (?:it|that|them|everything|things) back(?: again)?{_AS_IT_WAS}?|(?:take|turn|bring|change) (?:it|them|that|this) back{_AS_IT_WAS}?|(?:leave|have|make) (?:it|that|them){_AS_IT_WAS}|back(?: again)?{_AS_IT_WAS}?|as (?:it|they) (?:was|were)(?: before)?|reverse that|go back|(?:no )?(?:that|this|it) (?:is|was) (?:all |completely |just )?(?:wrong|not (?:right|it|correct|that one|the one)|incorrect|a mistake|the wrong (?:one|thing|light|lamp|room|device))|you (?:got|did|understood|heard) (?:that|it|me)(?: all)? wrong|wrong(?: one| thing| again| light| lamp| room)?|you misunderstood(?: me)?|not that(?: one)?|no not that(?: one)?|that is not what i (?:meant|wanted|said|asked(?: for)?)|i did not (?:mean|want|say) that)$")  # fmt: skip
WRONG = re.compile(
    r"\bwrong\b|\bincorrect\b|\bmistake\b|\bmisunderstood\b|\bnot right\b|\bnot (?:that|what)\b|\bi did not\b"
)
"""What was done is blamed, and not only to be taken back."""
PUT_BACK = re.compile(r"\bback\b|\bas it was\b")
"""What a hand did is put back, too; "undo" is said of what we did."""
AGAIN = re.compile(
    r"^(?:again|once more|one more time|(?:try|do)(?: it| that| this)? (?:again|once more)|repeat(?: that| it)?|same again|the same again|try (?:it|that)|please try again|retry|(?:give it |have )?another (?:go|try)|have another go|(?:even |a bit |a little |some )?more|a bit more|further|keep going|and again)$"
)
CORRECTING = re.compile(
    r"^(?:(?:no|nope|nah|oops|whoops|oh|argh|ugh|wait|hang on|hold on|sorry|actually|wrong(?: one)?|(?:that|it) (?:is|was) (?:wrong|not right|the wrong (?:one|light|lamp|thing))|i (?:wanted|asked for)|not (?:that|this|the|it)(?: (?:one|light|lamp))?|i (?:mean|meant|said)(?: to say)?|rather|not (?:the |my )?[\w' ]{2,24} ,)(?: ,)* )+"
)
"""Openings that take back what was said, or done."""
SAY_AGAIN = re.compile(r"^(?:what did you (?:just )?(?:say|do)|say (?:that|it) again|pardon|sorry|come again|can you repeat that|i did not (?:catch|hear) that|repeat (?:that|what you said) please|what was that|what)$")  # fmt: skip
NEVERMIND = re.compile(r"^(?:never mind|nevermind|forget (?:it|that|about it)|cancel|cancel (?:that|it)|call (?:that|it|this) off|call off that|nothing|stop it|no|no thanks|no thank you|it is (?:ok|fine|nothing)|leave it|do not bother|do not do (?:it|that))$")  # fmt: skip
STOP = re.compile(r"^(?:stop|stop (?:it|that|now|please)|enough|that is enough|be quiet|quiet|shut up|shush|hush|silence|ok stop|stop ringing|turn (?:it|that) off|off|dismiss|i am (?:up|awake)|hold it|halt|stop stop|thanks stop|all right stop|snooze off)$")  # fmt: skip
WHY = re.compile(
    r"^(?:and )?(?:why|how come|what for|what made you)(?: (?!is |are |was |were |does |do |can |will |would |has |have we).*)?$"
)
OF_REASONS = frozenset(
    """why come made choose chose choosing chosen pick picked picking select decide decided think thought mean say said
    answer suggest play playing exactly particular reason""".split()  # noqa: SIM905 - a table of words
)
"""Words of a question for our reasons that name nothing of the home."""
CHOICE_RATIO = 80.0
CHOICE_NOISE = frozenset(
    """and the one in on of my please a an i mean meant i'd like would no not just that s it is uh um for er
    turn switch play to""".split()  # noqa: SIM905 - a table of words
)


def open_question(snapshot: Snapshot, satellite: str | None, person: str | None) -> Turn | None:
    """The turn whose question is still open for these ears."""
    answered: set[object] = set()
    for turn in reversed(snapshot.turns):
        answered |= {c.best.slots.get("turn") for c in turn.interpretation.clauses if c.best}
        if (snapshot.now - turn.at).total_seconds() > ANSWER_S:
            return None
        same_person = person is not None and turn.transcript.person == person
        if turn.transcript.satellite == satellite or same_person:
            return turn if turn.awaits_answer and turn.id not in answered else None
    return None


def answer(words: Sequence[str], turn: Turn, snapshot: Snapshot) -> Reading | None:
    """The words as an answer to a question of ours; None when they are something else."""
    text = " ".join(w for w in words if w != ",")
    decision = turn.decision
    if isinstance(decision, Confirm):
        if NO.match(text):
            return Reading("HassNevermind", {"answer": "no", "turn": turn.id})
        return Reading("Answer", {"yes": True, "turn": turn.id}) if YES.match(text) else None
    assert isinstance(decision, Ask)
    chosen = _choice(text, decision.choices, snapshot) if decision.kind == "which" else None
    if chosen and not _is_new_command(words, decision):
        return Reading("Answer", {"chosen": chosen})
    if NO.match(text):
        return Reading("HassNevermind", {"answer": "no", "turn": turn.id})
    if decision.kind == "missing":
        return _missing(words, decision, snapshot)
    if YES.match(text) and len(decision.choices) == 1:
        return Reading("Answer", {"chosen": (decision.choices[0].id or decision.choices[0].name,)})
    return None


def _is_new_command(words: Sequence[str], asked: Ask) -> bool:
    """Whether the words ask for something else: "turn off the fan", when asked which to turn on."""
    bare = strip_politeness(words)
    verb = next((VERBS[" ".join(bare[:n])] for n in (3, 2, 1) if " ".join(bare[:n]) in VERBS), None)
    said = {verb} | {w for w in bare[-2:] if w in ("on", "off", "open", "closed")}
    intent = asked.resolutions[asked.clause].reading.intent if asked.resolutions else ""
    opposite = {"HassTurnOn": {"off", "close", "unlock", "closed"}, "HassTurnOff": {"on", "open"}}
    locking = {"lock", "unlock"} & {verb}
    return (
        bool(said & opposite.get(intent, ({"on", "off"} & said and {"on", "off"}) or set()))
        and not locking
    )


def _excluded(text: str, choices: tuple[Choice, ...], snapshot: Snapshot) -> tuple[str, ...]:
    """ "Not the bedroom one": what is left, when that is one."""
    out = _choice(text, choices, snapshot)
    left = tuple(c.id or c.name for c in choices if (c.id or c.name) not in out)
    return left if out and len(left) == 1 else ()


def _choice(text: str, choices: tuple[Choice, ...], snapshot: Snapshot) -> tuple[str, ...]:
    """Which of the choices the words point at; empty when they point at none, or at several."""
    ids = [c.id or c.name for c in choices]
    if ALL.match(text):
        return tuple(ids)
    if text.startswith("not "):
        return _excluded(text.removeprefix("not "), choices, snapshot)
    words = [w for w in text.split() if w not in CHOICE_NOISE]
    positions = [
        ORDINALS[w] for w in words if w in ORDINALS and -len(ids) <= ORDINALS[w] < len(ids)
    ]
    if positions and len(words) <= 3:
        return (ids[positions[0]],)
    if not words:
        return ()
    scored = [
        (_overlap(words, choice, snapshot), key) for choice, key in zip(choices, ids, strict=True)
    ]
    best = max((score for score, _ in scored), default=0.0)
    top = tuple(key for score, key in scored if score >= best - 0.01)
    several = " and " in f" {text} " and len(words) > 1
    if several:
        named = tuple(key for score, key in scored if score >= 0.4)
        return named if len(named) > 1 else ()
    return top if best >= 0.6 and len(top) == 1 else ()


def _overlap(words: Sequence[str], choice: Choice, snapshot: Snapshot) -> float:
    """Share of the words that name this choice, its room or its sort."""
    device = snapshot.devices.get(choice.id or "")
    known = set(bare_name(choice.name))
    if device is not None:
        for name in (device.name, *device.aliases):
            known.update(bare_name(name))
        area = snapshot.area(device.area)
        for name in (area.name, *area.aliases) if area else ():
            known.update(bare_name(name))
        if device.kind:
            known.update(device.kind.split("_"))
        known.update(_SORT_WORDS.get(device.domain, ()))
    hits = sum(
        1.0 if w in known else 0.9 if any(_near(w, k) for k in known) else 0.0 for w in words
    )
    return hits / len(words)


_SORT_WORDS = {
    "light": ("light", "lamp"), "media_player": ("player", "speaker"), "climate": ("heating", "thermostat"),
    "cover": ("blind",), "vacuum": ("vacuum", "hoover"), "switch": ("switch",),
}  # fmt: skip


def _near(word: str, known: str) -> bool:
    if len(word) < 3:
        return False
    return fuzz.ratio(word, known) >= CHOICE_RATIO or (
        len(word) > 3 and sound(word) == sound(known) != ""
    )


def _missing(words: Sequence[str], asked: Ask, snapshot: Snapshot) -> Reading | None:
    """A value for the slot that was asked for."""
    slots: dict[str, Any] = {}
    if asked.slot == "duration":
        seconds = when.duration_of(words)
        if seconds is not None:
            slots["duration_s"] = seconds
    elif asked.slot == "time":
        spans = when.find((*words,), snapshot.now, alarm=True) or when.find(
            ("at", *words), snapshot.now, alarm=True
        )
        span = next((s for s in spans if s.when), None)
        if span is not None and span.when is not None:
            slots.update(when=span.when, moment=span.moment, time=span.spoken)
        elif spans and spans[0].seconds and spans[0].kind == "duration":
            return _missing(("in", *words), asked, snapshot)
    elif asked.slot in ("item", "reminder", "search_query", "message"):
        slots[asked.slot] = " ".join(words)
    else:
        found = quantities.find(words)
        if found:
            slots[str(asked.slot)] = found[0].value
        if asked.slot == "color" and slots:
            slots["rgb_color"] = quantities.COLORS.get(str(slots["color"]))
            slots = slots if slots["rgb_color"] else {}
    return Reading("Answer", {"filled": slots}) if slots else None


INTERJECTIONS = re.compile(
    r"^(?:no|nah|nope|oops|whoops|oh|ah|argh|ugh|damn|good grief|oh no|sorry|wait|hang on|never mind|nevermind|actually|ok|okay|hey|please|no no|no wait|wait no|not that|i (?:do|did) not (?:want|need|like|mean) (?:that|it|this)(?: one)?)$"
)


def _without_interjections(words: Sequence[str]) -> str:
    """ "Whoops, undo": what is left when the exclamations are gone."""
    parts = [part.strip() for part in " ".join(words).split(",")]
    left = [part for part in parts if part and not INTERJECTIONS.match(part)]
    text = " ".join(strip_politeness(tuple((left or parts)[-1].split())))
    return re.sub(r"^(?:no|nah|oops|whoops|oh|please) ", "", text) if len(left) <= 1 else ""


def _after_remark(words: Sequence[str]) -> str:
    """ "It has tripped again, put it back": the wish, where all that goes before asks nothing."""
    parts = [part.split() for part in " ".join(words).split(",")]
    wish = " ".join(strip_politeness(tuple(parts[-1]))) if parts[-1] else ""
    asks = any(VERBS.get(part[0]) for part in parts[:-1] if part)
    return wish if len(parts) > 1 and not asks and PUT_BACK.search(wish) else ""


def corrected(words: Sequence[str]) -> tuple[str, ...] | None:
    """What is to be instead: the words after an opening that takes back; None without one.

    >>> corrected("no , the other one".split())
    ('the', 'other', 'one')
    """
    text = " ".join(words)
    match = CORRECTING.match(text)
    rest = text[match.end() :].strip(" ,") if match else ""
    return tuple(rest.split()) if rest else None


def repair(words: Sequence[str], snapshot: Snapshot) -> Reading | None:
    """ "Undo that", "again", "stop", "never mind": acts on what was, not on the house."""
    text = " ".join(w for w in words if w != ",")
    if SAY_AGAIN.match(re.sub(r"^(?:sorry|pardon|excuse me|what) (?=.)", "", text)):
        return Reading("SayAgain")
    stripped = " ".join(w for w in strip_politeness(words) if w != ",")
    instead = " ".join(w for w in corrected(words) or () if w != ",")
    for candidate in dict.fromkeys(
        (text, stripped, _without_interjections(words), instead, _after_remark(words))
    ):
        if snapshot.ringing and STOP.match(candidate):
            return Reading("Silence")
        for pattern, intent in ((UNDO, "Undo"), (AGAIN, "Repeat"), (SAY_AGAIN, "SayAgain"), (NEVERMIND, "HassNevermind"),
                                (WHY, "Why")):  # fmt: skip
            if pattern.match(candidate):
                by_hand = {"by_hand": True} if intent == "Undo" and PUT_BACK.search(candidate) else {}  # fmt: skip
                wrong = {"wrong": True} if intent == "Undo" and WRONG.search(candidate) else {}
                return Reading(intent, {**by_hand, **wrong})
        if STOP.match(candidate) and not candidate.startswith(("turn", "off")):
            return Reading("Stop")
    return None
