"""Words -> devices: each clause gets the devices of this home that it means, with scores.

For every reading of a clause, every phrase is matched against names, sorts, rooms and what was
last spoken of; the reading that the home makes most sense of wins. Nothing is ever guessed: a name
that no device bears is `no_such_device`, two that bear it alike are `ambiguous`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from context import attention
from context.snapshot import Snapshot
from context.turn import (
    Ask,
    Candidate,
    Clause,
    How,
    Phrase,
    Problem,
    Reading,
    Resolution,
    Transcript,
)
from devices.model import Device, nothing
from gateway.understand import (
    at_hand,
    dialogue,
    fits,
    habitual,
    moment_frames,
    queries,
    relative,
    taught,
)
from gateway.understand.candidates import TIE, in_place, phrase_pool
from gateway.understand.scene import Scene
from gateway.understand.vocabulary import bare_name
from gateway.understand.weigh import (
    ALONE,
    GENTLE,
    GLARING,
    IN_QUESTION,
    SURE,
    Rank,
    Weighed,
    plausibility,
    reasons,
    weigh,
)

CANDIDATES_MAX = 30


def resolve(
    clauses: Sequence[Clause],
    snapshot: Snapshot,
    transcript: Transcript,
    rank: Rank | None = None,
) -> tuple[Resolution, ...]:
    """The devices that each clause means; `rank` tells rivals apart in place of the reranker."""
    area = transcript.area or _satellite_area(snapshot, transcript)
    if clauses and clauses[0].best is not None and clauses[0].best.intent == "Answer":
        return _answered(clauses[0].best, snapshot, transcript)
    if clauses and clauses[0].best is not None and clauses[0].best.intent == "Repeat":
        again = attention.last_wish(snapshot, transcript, attention.AGAIN_S)
        return (
            again.resolutions if again is not None else (Resolution(clauses[0], clauses[0].best),)
        )
    if clauses and clauses[0].best is not None and clauses[0].best.intent == "Wish":
        habit = moment_frames.habit_of(clauses[0].text, snapshot, transcript)
        return habit.resolutions if habit is not None else ()
    resolutions: list[Resolution] = []
    for clause in clauses:
        scene = Scene(
            snapshot, transcript, area, tuple(clause.text.split()), tuple(resolutions), rank
        )
        if clause.readings:
            resolutions.append(_best(clause, scene))
    return tuple(resolutions)


def _answered(
    answer: Reading, snapshot: Snapshot, transcript: Transcript
) -> tuple[Resolution, ...]:
    """The sentence that was asked about, with what the answer adds to it."""
    turn = dialogue.open_question(snapshot, transcript.satellite, transcript.person)
    if turn is None or not isinstance(turn.decision, Ask):
        return turn.resolutions if turn is not None else ()
    asked = turn.decision
    resolutions = list(asked.resolutions)
    open_one = resolutions[asked.clause]
    if "filled" in answer.slots:
        reading = replace(
            open_one.reading, slots={**open_one.reading.slots, **answer.slots["filled"]}
        )
        resolutions[asked.clause] = replace(open_one, reading=reading, problem=None)
    elif asked.slot is not None:
        reading = replace(
            open_one.reading, slots={**open_one.reading.slots, asked.slot: answer.slots["chosen"]}
        )
        resolutions[asked.clause] = replace(open_one, reading=reading, problem=None)
    else:
        chosen = tuple(answer.slots["chosen"])
        candidates = tuple(Candidate(i, 1.0, "chosen") for i in chosen)
        resolutions[asked.clause] = replace(
            open_one, targets=chosen, candidates=candidates, problem=None
        )
    return tuple(resolutions)


def _satellite_area(snapshot: Snapshot, transcript: Transcript) -> str | None:
    satellite = snapshot.satellite(transcript.satellite)
    return satellite.area if satellite else None


ALIKE = 0.1  # "The kitchen lights" are those so called, not also one that is nearly called so.
IDLE_COST = 0.4  # Of a reading that would change nothing, where another one would.
REFERENT_BONUS = 0.5  # What was just spoken of beats what is merely there.
PROBLEM_COST: dict[Problem | None, float] = {
    None: 0.0, "ambiguous": 0.05, "unavailable": 0.2, "not_capable": 0.5, "nothing_there": 0.6,
    "no_such_area": 0.7, "no_such_device": 0.8,
}  # fmt: skip


def _best(clause: Clause, scene: Scene) -> Resolution:
    tried = [_of_reading(clause, reading, scene) for reading in clause.readings]
    return _gently(max(tried, key=lambda one: _merit(one, scene) + _in_context(one, scene)), scene)


GENTLE_PERCENT = 30  # Of light, for eyes that were shut.


def _gently(resolution: Resolution, scene: Scene) -> Resolution:
    """Light that is asked for where somebody lies in bed comes on dim, unless a lamp or a level is named."""
    reading, devices = resolution.reading, scene.snapshot.devices
    if reading.intent != "HassTurnOn" or reading.slots or "lights" in scene.words or not resolution.targets:  # fmt: skip
        return resolution
    if any(p.name or p.every or p.area not in (None, scene.area) for p in reading.phrases):
        return resolution
    if not resolution.clause.when.is_now or not at_hand.in_bed(scene.snapshot, scene.area):
        return resolution
    lamps = [devices[i] for i in resolution.targets]
    if not all(d.domain == "light" and d.area == scene.area and d.can("brightness") for d in lamps):
        return resolution
    return replace(resolution, reading=replace(reading, intent="HassLightSet", slots={"brightness": GENTLE_PERCENT}))  # fmt: skip


def _merit(resolution: Resolution, scene: Scene) -> float:
    chosen = [c.score for c in resolution.candidates if c.entity_id in resolution.targets]
    score = min(chosen) if chosen else 0.8
    if any(c.how == "pronoun" for c in resolution.candidates if c.entity_id in resolution.targets):
        score += REFERENT_BONUS
    idle = IDLE_COST if _idle(resolution, scene) else 0.0
    return resolution.reading.probability * score - PROBLEM_COST[resolution.problem] - idle


def _idle(resolution: Resolution, scene: Scene) -> bool:
    """Whether what was not named is chosen, and is so already: a blind at rest is not "stop it"."""
    states = scene.snapshot.states
    named = any(p.name or p.noun or p.area or p.every for p in resolution.reading.phrases)
    return (
        not named
        and bool(resolution.targets)
        and not any(
            queries.would_change(resolution.reading, states.get(t)) for t in resolution.targets
        )
    )


GUESS_MAX = 0.7  # A reading above it was told by the words; below it, it is one of several guesses.
CONTEXT = 0.3  # What speaks for a guess is worth at most so much.


def _in_context(resolution: Resolution, scene: Scene) -> float:
    """What goes on in the house tells guesses apart: "turn it down" is said of what is loud."""
    if resolution.reading.probability > GUESS_MAX or resolution.problem is not None:
        return 0.0
    chosen = [c for c in resolution.candidates if c.entity_id in resolution.targets]
    return CONTEXT * max((plausibility(resolution.reading, c, scene) for c in chosen), default=0.0)


def _of_reading(clause: Clause, reading: Reading, scene: Scene) -> Resolution:
    if reading.intent == "Remark":
        devices = scene.snapshot.devices.values()
        told = tuple(c for p in reading.phrases for c in phrase_pool(p, scene, devices)[0])
        return Resolution(clause, reading, tuple(c.entity_id for c in told), told)
    if reading.intent in queries.INTENTS:
        return queries.resolve(clause, reading, scene, phrase_pool)
    if reading.intent == "Name":
        return taught.named(clause, reading, scene)
    if reading.intent == habitual.INTENT:
        return habitual.resolve(clause, reading, scene)
    if reading.intent not in fits.DOMAINS:
        return Resolution(clause, reading)
    phrases = reading.phrases or (Phrase(),)
    parts = [_of_phrase(phrase, reading, scene) for phrase in phrases]
    return _joined(clause, reading, parts, scene)


@dataclass(frozen=True)
class Part:
    """What one phrase came to."""

    phrase: Phrase
    candidates: tuple[Candidate, ...] = ()
    chosen: tuple[str, ...] = ()
    problem: Problem | None = None
    unable: tuple[str, ...] = ()
    """What is meant as well and cannot do it."""
    moved: Mapping[str, float] = field(default_factory=nothing)
    """See `Resolution.moved`."""


def _joined(clause: Clause, reading: Reading, parts: Sequence[Part], scene: Scene) -> Resolution:
    excluded = [(p, _left_out(p, scene)) for p in reading.excluded]
    left_out = {entity_id for _, ids in excluded for entity_id in ids}
    unmet = [p for p, ids in excluded if not ids]
    known = [p for p in parts if p.problem != "no_such_device"]
    missing = tuple(p.phrase.text for p in parts if p.problem == "no_such_device") if known else ()
    able = any(p.chosen for p in known)
    unable = tuple(dict.fromkeys(i for p in known if able for i in _unable(p) if i not in left_out))
    bad = next((p for p in (known or parts) if p.problem and not (able and _unable(p))), None)
    targets = tuple(dict.fromkeys(t for p in parts for t in p.chosen if t not in left_out))
    candidates = tuple(dict.fromkeys(c for p in parts for c in p.candidates))[:CANDIDATES_MAX]
    problem: Problem | None = bad.problem if bad else None
    spoken = (bad or parts[0]).phrase.text
    if unmet and problem is None:
        # To leave out what we do not know may switch just that: better say so.
        problem, spoken = "no_such_device", unmet[0].text
    if problem is None and not targets:
        problem = "nothing_there"
    if problem == "ambiguous":
        assert bad is not None
        left = tuple(c for c in bad.candidates if c.entity_id not in left_out)
        return Resolution(clause, reading, (), left, problem if left else "nothing_there", spoken)
    return Resolution(
        clause, reading, targets if problem is None else (), candidates, problem, spoken, missing,
        unable, next((p.moved for p in parts if p.moved), {}),
    )  # fmt: skip


def _unable(part: Part) -> tuple[str, ...]:
    """The devices of a phrase that cannot do it; all of them when none can."""
    return _ids(part.candidates) if part.problem == "not_capable" else part.unable


def _left_out(phrase: Phrase, scene: Scene) -> tuple[str, ...]:
    """What an exception names; "except in the lounge" is all that is there."""
    devices = scene.snapshot.devices.values()
    if (phrase.area or phrase.floor) and not (phrase.name or phrase.noun or phrase.domains):
        phrase = replace(phrase, every=True, everywhere=True)
        return tuple(d.id for d in devices if in_place(d, phrase, scene.snapshot))
    return tuple(c.entity_id for c in phrase_pool(phrase, scene, devices)[0])


def _of_phrase(phrase: Phrase, reading: Reading, scene: Scene) -> Part:
    if phrase.place and not (phrase.area or phrase.floor):
        return Part(replace(phrase, text=phrase.place), problem="no_such_area")
    if reading.intent == "HassVacuumCleanArea":
        phrase = replace(
            phrase, area=None, floor=None, here=False
        )  # where it goes, not where it is
    phrase = _heated(phrase, reading, scene)
    devices = tuple(scene.snapshot.devices.values())
    fitting = {d.id: fits.fit(reading, d) for d in devices}
    states = scene.snapshot.states
    pool, how = phrase_pool(
        phrase, scene, devices, lambda d: fitting[d.id] != "no",
        lambda d: queries.would_change(reading, states.get(d.id)),
    )  # fmt: skip
    able = tuple(c for c in pool if fitting[c.entity_id] == "yes")
    rest = tuple(c for c in pool if fitting[c.entity_id] == "incapable")
    if phrase.state is not None and able:
        able = tuple(c for c in able if relative.holds(states.get(c.entity_id), phrase.state))
        if not able:
            return Part(phrase, pool, problem="nothing_there")
    if not pool:
        problem = _nothing(phrase, scene, devices)
        meant = phrase_pool(phrase, scene, devices)[0] if problem == "not_capable" else ()
        return Part(phrase, meant, problem=problem)
    placed = phrase.area or phrase.floor or phrase.here or phrase.rooms
    vague = not placed and "step" not in reading.slots and reading.intent not in PLAIN_FROM_HOUSE
    if phrase.pronoun and vague and pool[0].how == "only":
        plain = _plain_from_house(reading, able, scene)
        if plain:
            return Part(phrase, pool, plain)
        usual = _usual_now(reading, able, scene)
        if usual is not None:
            return Part(phrase, habitual.by_habit(pool, usual), (usual,))
        return _unspoken(phrase, reading, able, scene)
    if not able:
        wrong = any(fitting[c.entity_id] == "incapable" for c in pool)
        return Part(phrase, pool, problem="not_capable" if wrong or phrase.name else _nothing(phrase, scene, devices))  # fmt: skip
    chosen = _choose(phrase, reading, able, how, scene)
    if rest and chosen.chosen and (phrase.every or phrase.plural):
        all_meant = _choose(phrase, reading, pool, how, scene).chosen
        return replace(chosen, unable=tuple(i for i in _ids(rest) if i in all_meant))
    return chosen


def _heated(phrase: Phrase, reading: Reading, scene: Scene) -> Phrase:
    """ "21 degrees in here", where the room has no heater of its own: what heats it from elsewhere."""
    here = phrase.here or (phrase.area is not None and phrase.area == scene.area)
    if reading.intent != "HassClimateSetTemperature" or not here or phrase.name or phrase.ids:
        return phrase
    heaters = at_hand.heating(scene.snapshot, scene.area)
    if not heaters or any(d.area == scene.area for d in heaters):
        return phrase
    return Phrase(phrase.text, ids=tuple(d.id for d in heaters))


JUST_NOW_S = 900.0  # What went on or off by hand so lately may be "it".


def _plain_from_house(
    reading: Reading, pool: tuple[Candidate, ...], scene: Scene
) -> tuple[str, ...]:
    """ "It", not spoken of before: what somebody just switched the other way, else, to be turned
    off, the one thing that is on here."""
    if reading.intent not in ("HassTurnOn", "HassTurnOff"):
        return ()
    snapshot, ids = scene.snapshot, set(_ids(pool))
    dark = {"stop", "halt", "freeze"} & set(scene.words)  # said of a light by nobody
    useful = {
        i for i in ids
        if queries.would_change(reading, snapshot.states.get(i)) and i in snapshot.states
        and not (dark and i.startswith("light."))
    }  # fmt: skip
    for change in reversed(snapshot.changes):
        if snapshot.now.timestamp() - change.at > JUST_NOW_S:
            break
        switched = "state" in change.changed and change.origin in (
            "person",
            "gateway",
            "automation",
        )
        if switched and change.entity_id in useful:
            return (change.entity_id,)
    on = [
        i for i in useful
        if snapshot.devices[i].area == scene.area and snapshot.devices[i].domain in fits.EVERYTHING
    ]  # fmt: skip
    return tuple(on) if len(on) == 1 and reading.intent == "HassTurnOff" else ()


def _usual_now(reading: Reading, pool: tuple[Candidate, ...], scene: Scene) -> str | None:
    """What is usually turned on after what just happened: after the alarm, the coffee machine."""
    if reading.intent != "HassTurnOn" or habitual.situation_of(scene).previous is None:
        return None
    states = scene.snapshot.states
    useful = [
        i for i in sorted(_ids(pool)) if i in states and queries.would_change(reading, states.get(i))
    ]  # fmt: skip
    return habitual.preferred(useful, ("on",), scene)


PLAIN_MIN = 0.8  # What is less sure to be a command than that is not asked about.


def _unspoken(phrase: Phrase, reading: Reading, able: tuple[Candidate, ...], scene: Scene) -> Part:
    """ "It", and nothing was spoken of: ask which, of those here that it would change.

    What only the model takes for a command, or has words that mean nothing here, may be talk: that
    is not worth a question.
    """
    states = scene.snapshot.states
    changing = tuple(c for c in able if queries.would_change(reading, states.get(c.entity_id)))
    plain = reading.by != "model" and reading.probability >= PLAIN_MIN
    near = _here(changing or able, scene) if plain else ()
    return Part(phrase, near, problem="ambiguous" if near else "nothing_there")


def _nothing(phrase: Phrase, scene: Scene, devices: Sequence[Device]) -> Problem:
    """Whether the thing named does not exist, or exists and is of another sort."""
    anything, _ = phrase_pool(phrase, scene, devices)
    if phrase.name:
        return "not_capable" if anything else "no_such_device"
    if anything and not phrase.pronoun and phrase != Phrase():
        return "not_capable"
    return "nothing_there" if phrase.area or phrase.floor else "no_such_device"


PLAIN_FROM_HOUSE = frozenset({"HassClimateSetTemperature", "HassMediaPause", "HassMediaUnpause", "HassMediaNext", "HassMediaPrevious", "HassMediaPlayerMute",
                           "HassMediaPlayerUnmute", "HassMediaSearchAndPlay", "MediaQuery", "HassStopMoving", "VacuumPause"})  # fmt: skip
"""Intents whose "it" is plain from the house itself: what plays, or moves, or heats."""

# --- candidates -> targets ------------------------------------------------------------------------


def _choose(
    phrase: Phrase, reading: Reading, pool: tuple[Candidate, ...], how: How, scene: Scene
) -> Part:
    """All of them, the ones here, or the only one; two that remain are a tie to ask about."""
    if how == "pronoun" and pool[0].how == "pronoun":
        if phrase.pronoun == "other":
            return _other(phrase, reading, pool, scene)
        return Part(phrase, pool, _ids(pool))
    if phrase.ids and (phrase.every or len(pool) == 1):
        return Part(phrase, pool, _ids(pool))
    if phrase.name:
        return _choose_named(phrase, reading, pool, scene)
    placed = phrase.area is not None or phrase.floor is not None or phrase.everywhere or phrase.here
    if phrase.every and (placed or phrase.noun or phrase.domains):
        return Part(phrase, pool, _ids(pool))
    pool = _of_speaker(pool, scene)
    local = pool if placed else _here(pool, scene)
    small = _small_light(phrase, reading, local, scene)
    if small:
        return Part(phrase, pool, small)
    lit = _lit(phrase, reading, local, scene)
    if lit:
        pool = local = lit
    if reading.intent in ONE_PLAYER and not placed:
        pool = local = _playing(reading, local, pool, scene)
    namesake = _namesake(phrase, local, scene)
    if namesake and not (reading.intent == "HassTurnOff" and _is_out(namesake, local, scene)):
        return Part(phrase, pool, namesake)
    usual = _usual_light(phrase, reading, local, scene)
    if usual is not None:
        return Part(phrase, habitual.by_habit(pool, usual), (usual,))
    together = _acts_on_all(phrase, reading)
    # "The lights", said from no room, or "the blinds that are open" where none is here: all there are.
    nowhere = phrase.plural and (scene.area is None or (phrase.state is not None and local is pool))
    if together and (placed or nowhere or local is not pool or len(pool) == 1):
        lit = tuple(
            c
            for c in local
            if queries.would_change(reading, scene.snapshot.states.get(c.entity_id))
        )
        return Part(phrase, pool, _ids(lit if lit and "step" in reading.slots else local))
    return _one_of(phrase, reading, pool, pool, scene)


def _other(phrase: Phrase, reading: Reading, pool: tuple[Candidate, ...], scene: Scene) -> Part:
    """ "The other one" is one, "the others" are all that are left."""
    if {"ones", "others"} & set(scene.words) or phrase.plural or len(pool) == 1:
        return Part(phrase, pool, _ids(pool))
    states = scene.snapshot.states
    useful = tuple(c for c in pool if queries.would_change(reading, states.get(c.entity_id)))
    if len(useful) == 1:
        return Part(phrase, pool, _ids(useful))
    return Part(phrase, useful or pool, problem="ambiguous")


def _namesake(phrase: Phrase, pool: tuple[Candidate, ...], scene: Scene) -> tuple[str, ...]:
    """ "The light in the guest room" is the "Guest room light", where there is one."""
    if not phrase.noun or phrase.plural or phrase.every or len(pool) < 2:
        return ()
    found = []
    for candidate in pool:
        device = scene.snapshot.devices[candidate.entity_id]
        if device.area != (phrase.area or scene.area):
            continue
        area = scene.snapshot.area(device.area)
        if area is not None and bare_name(device.name) == (
            *bare_name(area.name),
            *phrase.noun.split(),
        ):
            found.append(candidate.entity_id)
    return tuple(found) if len(found) == 1 else ()


def _is_out(chosen: Sequence[str], local: Sequence[Candidate], scene: Scene) -> bool:
    """Whether it does not shine, and another one there does."""
    states = scene.snapshot.states
    lit = {
        c.entity_id for c in local if c.entity_id in states and states[c.entity_id].state == "on"
    }
    return bool(lit) and not lit & set(chosen)


def _small_light(
    phrase: Phrase, reading: Reading, local: tuple[Candidate, ...], scene: Scene
) -> tuple[str, ...]:
    """ "The light", where somebody lies in bed, is the small one: the speaker's own, else those there are."""
    plain = reading.intent == "HassTurnOn" and phrase.noun == "light" and phrase.area in (None, scene.area)  # fmt: skip
    if not plain or phrase.every or "lights" in scene.words or len(local) < 2:
        return ()
    if not at_hand.in_bed(scene.snapshot, scene.area):
        return ()
    devices = scene.snapshot.devices
    words = {c: at_hand.words_of(devices[c.entity_id]) for c in local}
    small = tuple(
        c for c in local
        if devices[c.entity_id].area == scene.area and words[c] & GENTLE and not words[c] & GLARING
    )  # fmt: skip
    person = scene.snapshot.person(scene.transcript.person)
    own = {f"{w}s" for w in bare_name(person.name)} if person is not None else set()
    mine = tuple(c for c in small if words[c] & own)
    return _ids(mine or small)


def _lit(
    phrase: Phrase, reading: Reading, local: tuple[Candidate, ...], scene: Scene
) -> tuple[Candidate, ...]:
    """ "That light at thirty percent" is the one that shines, where one does."""
    one = phrase.noun in ("light", "lamp") and not (phrase.plural or phrase.every)
    if reading.intent != "HassLightSet" or not one or len(local) < 2:
        return ()
    states = scene.snapshot.states
    lit = tuple(
        c for c in local if c.entity_id in states and states[c.entity_id].state == "on"
    )  # fmt: skip
    return lit if len(lit) < len(local) else ()


def _usual_light(
    phrase: Phrase, reading: Reading, pool: tuple[Candidate, ...], scene: Scene
) -> str | None:
    """ "The light" of a room with several: the one that this person has at this hour, if it is one."""
    plain = reading.intent == "HassTurnOn" and phrase.noun == "light" and not phrase.plural
    if not plain or len(pool) < 2 or phrase.every:
        return None
    return habitual.preferred(_ids(pool), ("on",), scene)


def _acts_on_all(phrase: Phrase, reading: Reading) -> bool:
    """ "The lights" are all lights of a room, and so is "the light"; "the fan" is one fan."""
    if phrase.plural or phrase.pronoun == "them":
        return True
    lights = phrase.domains == ("light",) and phrase.noun == "light"
    nothing_said = not phrase.noun and not phrase.domains
    room = phrase.area is not None and reading.intent not in ONE_PLAYER
    return lights or (nothing_said and (reading.intent == "HassLightSet" or room))


ONE_PLAYER = frozenset({"HassMediaPause", "HassMediaUnpause", "HassMediaNext", "HassMediaPrevious", "HassSetVolume",
                        "HassSetVolumeRelative", "HassMediaPlayerMute", "HassMediaPlayerUnmute", "MediaQuery"})  # fmt: skip
"""Of the players in a room only one is meant."""


def _playing(
    reading: Reading, local: tuple[Candidate, ...], pool: tuple[Candidate, ...], scene: Scene
) -> tuple[Candidate, ...]:
    """Players that this can be said of as they are now: here, else the ones elsewhere, else any here."""
    states = scene.snapshot.states
    wanted = queries.IDLE_BEFORE.get(reading.intent, LOUD)
    if reading.intent == "HassMediaUnpause":
        paused = (tuple(c for c in near if c.entity_id in states and states[c.entity_id].state == "paused") for near in (local, pool))  # fmt: skip
        halted = next((found for found in paused if found), ())
        if halted:
            return halted
    for near in (local, pool):
        now = [(c, states[c.entity_id].state) for c in near if c.entity_id in states]
        found = tuple(c for c, state in now if state in wanted)
        playing = tuple(c for c, state in now if state == "playing" and state in wanted)
        if found:
            return playing or found
    return local


LOUD = frozenset({"playing", "buffering"})
"""States of a player whose sound is spoken of."""


def _choose_named(
    phrase: Phrase, reading: Reading, pool: tuple[Candidate, ...], scene: Scene
) -> Part:
    if phrase.every or phrase.plural:
        alike = tuple(c for c in pool if c.score >= pool[0].score - ALIKE)
        return Part(phrase, pool, _ids(alike))
    top = tuple(c for c in pool if c.score >= pool[0].score - TIE)
    return _one_of(phrase, reading, top, pool, scene)


def _one_of(
    phrase: Phrase,
    reading: Reading,
    rivals: tuple[Candidate, ...],
    pool: tuple[Candidate, ...],
    scene: Scene,
) -> Part:
    """The one that the words and all that goes on speak for; a question, where neither decides."""
    if reading.intent == "HassMediaSearchAndPlay":
        rivals = _here(rivals, scene)  # title and player are chosen together, by `decide`
    rivals = _own(rivals, scene) or _by_medium(rivals, scene)
    if reading.slots.get("action") in ("lock", "unlock") and not phrase.name:
        states = scene.snapshot.states  # Nobody asks to lock what is locked.
        rivals = tuple(c for c in rivals if queries.would_change(reading, states.get(c.entity_id))) or rivals  # fmt: skip
    if (
        reading.intent == "HassClimateSetTemperature" and phrase.noun
    ):  # what heats where the speaker is
        heats = {d.id for d in at_hand.heating(scene.snapshot, scene.area)}
        rivals = tuple(c for c in rivals if c.entity_id in heats) or rivals
    if len(rivals) == 1:
        return Part(phrase, pool, _ids(rivals))
    if reading.intent == "HassMediaSearchAndPlay":
        return Part(phrase, rivals, problem="ambiguous")
    weighed = weigh(reading, rivals, scene)
    alone = weighed[0].chance >= ALONE and weighed[1].chance < IN_QUESTION
    if weighed[0].chance >= SURE or alone or _is_alone_here(phrase, weighed, scene):
        ranked = tuple(dict.fromkeys((*(w.candidate for w in weighed), *pool)))
        return Part(phrase, ranked, _ids(ranked[:1]), moved=reasons(weighed))
    least = min(IN_QUESTION, weighed[0].chance / 2)  # of a dozen alike, none is out of question
    left = tuple(w.candidate for w in weighed if w.chance >= least)
    if reading.intent == "HassTurnOn":
        usual = habitual.preferred(_ids(left), ("on", "open", "cleaning"), scene)
        if usual is not None:
            return Part(phrase, habitual.by_habit(pool, usual), (usual,))
    return Part(phrase, left, problem="ambiguous")


def _is_alone_here(phrase: Phrase, weighed: Sequence[Weighed], scene: Scene) -> bool:
    """Whether the likeliest is the only one in the speaker's room, and surely likelier than any other:
    how many others bear its name elsewhere does not count against it."""
    first, second = weighed[:2]
    if phrase.area or phrase.floor or "here" not in first.signals or "here" in second.signals:
        return False
    return first.chance >= SURE * (first.chance + second.chance)


def _own(pool: tuple[Candidate, ...], scene: Scene) -> tuple[Candidate, ...]:
    """ "My lamp", said by Claire, is "Claire's lamp"; so is "the lamp", where each has one."""
    people = scene.snapshot.household.people
    person = people.get(scene.transcript.person or "")
    if person is None:
        return ()
    mine = {f"{word}s" for word in bare_name(person.name)}
    anyone = {f"{word}s" for each in people.values() for word in bare_name(each.name)}
    names = {c: set(bare_name(scene.snapshot.devices[c.entity_id].name)) for c in pool}
    theirs = all(anyone & words for words in names.values())
    if "my" not in scene.words and not (
        theirs and all(c.entity_id.startswith(PERSONAL) for c in pool)
    ):
        return ()
    return tuple(c for c, words in names.items() if mine & words)


PERSONAL = ("light.", "switch.", "media_player.", "fan.")
"""Of these everybody may have one; whose door is to be closed is better asked."""


def _of_speaker(pool: tuple[Candidate, ...], scene: Scene) -> tuple[Candidate, ...]:
    """ "My lamp" is the speaker's own, wherever that is; of a voice unknown, anybody's own."""
    if "my" not in scene.words or len(pool) < 2:
        return pool
    people = scene.snapshot.household.people.values()
    owners = {f"{word}s" for p in people for word in bare_name(p.name)}
    devices = scene.snapshot.devices
    owned = tuple(c for c in pool if owners & set(bare_name(devices[c.entity_id].name)))
    unknown = scene.transcript.person not in scene.snapshot.household.people
    return _own(pool, scene) or (owned if unknown else ()) or pool


AUDIO = frozenset({"music", "song", "songs", "track", "tune", "radio", "album", "podcast"})
VIDEO = frozenset({"movie", "film", "show", "video", "episode", "series"})


def _by_medium(pool: tuple[Candidate, ...], scene: Scene) -> tuple[Candidate, ...]:
    """ "Pause the music" is not said of the television, nor "pause the film" of the radio."""
    words = set(scene.words)
    wants_screen = bool(words & VIDEO)
    if not (wants_screen or words & AUDIO):
        return pool
    devices = scene.snapshot.devices
    fitting = tuple(c for c in pool if _has_screen(devices[c.entity_id]) == wants_screen)
    return fitting or pool


def _has_screen(device: Device) -> bool:
    return (
        device.screen
        or device.kind == "tv"
        or bool({"tv", "television", "projector"} & set(bare_name(device.name)))
    )


def _here(pool: tuple[Candidate, ...], scene: Scene) -> tuple[Candidate, ...]:
    """Those in the speaker's room, where there are any."""
    devices = scene.snapshot.devices
    near = tuple(
        c for c in pool if scene.area is not None and devices[c.entity_id].area == scene.area
    )
    return near or pool


def _ids(pool: Iterable[Candidate]) -> tuple[str, ...]:
    return tuple(c.entity_id for c in pool)
