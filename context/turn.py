"""The vocabulary of a conversation: what one exchange was, stage by stage.

`Transcript -> Interpretation -> Resolution -> Decision -> Outcome -> Reply`, together one `Turn`.
"Nothing found" is a value here, never an exception. Learning reads only turns, so each field
names a stage that can be right or wrong on its own. Intents and slots bear Home Assistant's names
wherever it has one.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Literal

from context.agenda import AgendaItem, When
from context.lesson import LessonChange
from context.rewrites import Layer, RuleChange
from devices.model import Command, State, nothing

# --- 1 heard -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Sounded:
    """How well something could be heard, and by what."""

    engine: str = ""
    """What recognised it: whisper, vosk."""
    speech_s: float = 0.0
    """Seconds that were spoken."""
    snr_db: float | None = None
    """Speech above the noise before it; None when there was no noise to measure."""


@dataclass(frozen=True)
class Transcript:
    """What was heard, where and from whom."""

    text: str
    satellite: str | None = None
    area: str | None = None
    """Area id of the microphone; None when it is not known."""
    person: str | None = None
    """Person id of the voice; None when it is not recognised."""
    confidence: float = 1.0
    nbest: tuple[str, ...] = ()
    """The recogniser's hypotheses, best first; empty when there is but one."""
    wake: float = 1.0
    """Score of the wake word, 0..1."""
    sound: Sounded | None = None
    """How it sounded; None for text."""


# --- 2 understood --------------------------------------------------------------------------------

By = Literal["grammar", "model", "rewrite", "taught"]


Pronoun = Literal["it", "them", "there", "other"]


@dataclass(frozen=True)
class Phrase:
    """Words that point at devices: "all lights in the kitchen", "the big lamp", "it"."""

    text: str = ""
    """As spoken, without article."""
    name: str | None = None
    """Words of a device's name; None when it is named by its sort or its room only."""
    area: str | None = None
    """Area id."""
    rooms: tuple[str, ...] = ()
    """Area ids, one of which is meant; which, the words leave open: "the meeting room" of two."""
    floor: str | None = None
    """Floor id."""
    place: str | None = None
    """Words for a room that this home does not have."""
    domains: tuple[str, ...] = ()
    """The sort of device, as Home Assistant domains; empty when it was not said."""
    kinds: frozenset[str] = frozenset()
    """Device classes of that sort; empty when the domain says it all."""
    noun: str | None = None
    """The word for the sort: blind, lamp, tv."""
    every: bool = False
    """All of them was said: "all", "both", "every"."""
    plural: bool = False
    pronoun: Pronoun | None = None
    here: bool = False
    """Of the speaker's room, said so: "in here"."""
    everywhere: bool = False
    """Said of the whole home, so not only of the speaker's room."""
    state: str | None = None
    """Only those in this state now: "the blinds that are closed"."""
    ids: tuple[str, ...] = ()
    """Entity ids, where the house or a lesson says which is meant; with `every` all of them."""
    rest: bool = False
    """Of what this sentence has not named yet: "everything else", "the rest of the lights"."""


@dataclass(frozen=True)
class StepSize:
    """A change relative to what is: "a bit brighter", "two degrees warmer", "twice as loud"."""

    direction: Literal[-1, 0, 1] = 0
    """0 when the words do not say: "by 10 percent"."""
    amount: float | None = None
    """How much, in `unit`; None when it was not said."""
    unit: Literal["percent", "degrees"] | None = None
    """None with an amount is a bare number: "by 10"."""
    size: Literal["small", "normal", "large"] = "normal"
    property: str | None = None
    """brightness, temperature, volume, color_temp, speed, position; None when it may be several."""
    multiplier: float | None = None
    """0.5 for "half as bright"; then there is no amount."""


@dataclass(frozen=True)
class Reading:
    """One hypothesis of what a clause asks for."""

    intent: str
    slots: Mapping[str, Any] = field(default_factory=nothing)
    """Values, not words: `{"brightness": 40, "area": "Kitchen"}`; names as spoken."""
    phrases: tuple[Phrase, ...] = ()
    """What it is to be done to; empty when nothing was named."""
    excluded: tuple[Phrase, ...] = ()
    """What is left out: "except the hall lamp"."""
    probability: float = 1.0
    by: By = "grammar"
    response: str | None = None
    """Home Assistant's key of the reply that its template asks for: lights_area, one_yesno."""


@dataclass(frozen=True)
class Clause:
    """One command or question of a sentence."""

    text: str
    readings: tuple[Reading, ...] = ()
    """Best first; empty when it was not understood."""
    when: When = field(default_factory=When)

    @property
    def best(self) -> Reading | None:
        """The most probable reading."""
        return self.readings[0] if self.readings else None


@dataclass(frozen=True)
class Rewritten:
    """Words that were read as others, as was learned; or that were not, to see what comes of it."""

    original: str
    """The key of what was heard (`rewrites.key_of`)."""
    to: str
    layer: Layer
    rule: str | None = None
    """Id of the rule; None when it was found among what this person says with success."""
    score: float = 1.0
    times: int = 0
    """How often the one followed the other, or the other was said with success."""
    applied: bool = True
    """False: the rule was held back this time (the other arm)."""
    propensity: float = 1.0
    """How likely this arm was."""


@dataclass(frozen=True)
class Interpretation:
    """What a sentence means, before anyone looks for devices."""

    text: str
    """As it was read: the chosen hypothesis of the recogniser, normalised."""
    clauses: tuple[Clause, ...] = ()
    rewrite: Rewritten | None = None
    """What was learned of these words; None when nothing was."""

    @property
    def intent(self) -> str | None:
        """Intent of the first clause; None when nothing was understood."""
        best = self.clauses[0].best if self.clauses else None
        return best.intent if best else None


# --- 3 resolved ----------------------------------------------------------------------------------

How = Literal[
    "exact", "alias", "partial", "fuzzy", "phonetic", "type", "pronoun", "only", "chosen", "habit"
]


@dataclass(frozen=True)
class Candidate:
    """A device that may be meant."""

    entity_id: str
    score: float
    """0..1; 1 is certain."""
    how: How


Problem = Literal[
    "no_such_device", "no_such_area", "not_capable", "nothing_there", "ambiguous", "unavailable"
]


@dataclass(frozen=True)
class Resolution:
    """One clause with the devices that it means."""

    clause: Clause
    reading: Reading
    targets: tuple[str, ...] = ()
    """Entity ids that are meant, all of them."""
    candidates: tuple[Candidate, ...] = ()
    """All that were weighed, best first."""
    problem: Problem | None = None
    """Why there are no targets, or too many; None when all is well."""
    spoken: str = ""
    """The words that named the target, for the reply: "reading light"."""
    missing: tuple[str, ...] = ()
    """What else was named and does not exist here, beside targets that do."""
    unable: tuple[str, ...] = ()
    """Entity ids that are meant as well, and that cannot do it."""
    moved: Mapping[str, float] = field(default_factory=nothing)
    """What told the one that is meant from the next likeliest: name of a signal -> nats, strongest
    first; "no ..." where it spoke against the other. Empty where the words alone told."""

    @property
    def anew(self) -> "Resolution":
        """The same at another time, when it comes in the place of no other turn."""
        slots = {key: value for key, value in self.reading.slots.items() if key != "corrects"}
        return replace(self, reading=replace(self.reading, slots=slots))


# --- 4 decided -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class AgendaChange:
    """Add, cancel, pause, resume, or shift a timer, alarm, reminder or delayed command."""

    op: Literal["add", "cancel", "pause", "resume", "shift", "silence"]
    items: tuple[AgendaItem, ...]
    """To add: the new items. Otherwise those as they are before the change."""
    shift_s: float = 0.0


@dataclass(frozen=True)
class ListChange:
    """Add to, tick off, remove from or clear a list."""

    op: Literal["add", "complete", "remove", "clear"]
    list: str
    items: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """Something to be told."""

    kind: str
    """Names the way to say it: state, count, temperature, weather, time, timers, list, ..."""
    facts: Mapping[str, Any] = field(default_factory=nothing)


Step = Command | AgendaChange | ListChange | LessonChange | RuleChange | Answer


@dataclass(frozen=True)
class Act:
    """Do these steps, in order."""

    steps: tuple[Step, ...]
    declined: tuple["Decline", ...] = ()
    """Parts of the sentence that cannot be done, to be told as well."""
    why: tuple[str, ...] = ()
    """Reasons in plain words."""
    undoes: str | None = None
    """Id of the turn that is taken back by it: what that one did was not wanted."""
    unsaid: tuple[Step, ...] = ()
    """Those of the steps that nobody named, as they bring back what was, or a habit chose them.
    They teach nothing."""


@dataclass(frozen=True)
class Choice:
    """One answer that we offer."""

    name: str
    id: str | None = None
    """Entity id, or that of a place or title; None when the name is all there is."""


@dataclass(frozen=True)
class Ask:
    """Ask which one, or for what is missing; nothing is done yet."""

    kind: Literal["which", "missing"]
    choices: tuple[Choice, ...]
    resolutions: tuple[Resolution, ...]
    """The whole sentence, to go on with when the answer comes."""
    clause: int = 0
    """Index of the one that is asked about."""
    slot: str | None = None
    """What is missing: area, duration, temperature, item, ..."""
    why: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    """What is kept in our books meanwhile, as the answers of an interview."""


@dataclass(frozen=True)
class Confirm:
    """Ask for a yes before this is done."""

    act: Act
    tier: Literal["R2", "R3"]
    """Risk, see `gateway/decide/policy.py`."""
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Decline:
    """Do nothing, and say why not."""

    reason: Literal[
        "not_understood", "not_supported", "no_such_device", "no_such_area", "not_capable",
        "not_now", "nothing_there", "unavailable", "not_found", "cancelled", "already_gone",
        "not_for_me", "not_known", "not_teachable",
    ]  # fmt: skip
    facts: Mapping[str, Any] = field(default_factory=nothing)
    """What the reply needs: the name asked for, what the device cannot do."""
    why: tuple[str, ...] = ()


Decision = Act | Ask | Confirm | Decline

# --- 5 done --------------------------------------------------------------------------------------

Status = Literal["confirmed", "unconfirmed", "unavailable", "failed"]


@dataclass(frozen=True)
class Confirmation:
    """What became of one command."""

    command: Command
    status: Status
    before: State | None = None
    """What it was, so that it can be undone."""
    others: Mapping[str, State] = field(default_factory=nothing)
    """What else it acts on (a scene), by entity id, as that was."""
    ms: float = 0.0
    """From publish to state echo, or to giving up."""


@dataclass(frozen=True)
class Outcome:
    """What happened in the house."""

    confirmations: tuple[Confirmation, ...] = ()
    published: tuple[tuple[str, str], ...] = ()
    """(topic, payload) of what we sent."""
    error: str | None = None

    @property
    def confirmed(self) -> bool:
        """Whether every command had its state echo."""
        return self.error is None and all(c.status == "confirmed" for c in self.confirmations)


# --- 6 said --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reply:
    """What was said, and whether it was heard out."""

    text: str
    """Empty when nothing is said: to words that were hardly for us."""
    interrupted_after_ms: float | None = None
    """A barge-in; None when nobody interrupted."""


# --- all of it -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Turn:
    """One exchange, from sound to reply."""

    id: str
    at: datetime
    """When it was heard; UTC."""
    transcript: Transcript
    interpretation: Interpretation
    resolutions: tuple[Resolution, ...]
    decision: Decision
    outcome: Outcome
    reply: Reply
    ms: Mapping[str, float] = field(default_factory=nothing)
    """Milliseconds by stage: understand, decide, act, confirm, speak; `to_publish` from
    heard to the last command handed to the broker."""

    @property
    def rewrite(self) -> Rewritten | None:
        """What was read instead of what was heard; None where it was read as heard."""
        found = self.interpretation.rewrite
        return found if found is not None and found.applied else None

    @property
    def targets(self) -> tuple[str, ...]:
        """Entity ids that the turn was about, without repeats."""
        return tuple(dict.fromkeys(t for r in self.resolutions for t in r.targets))

    @property
    def awaits_answer(self) -> bool:
        """Whether the next words there are an answer to it."""
        return isinstance(self.decision, Ask | Confirm)
