"""Words that leave it to the house what they mean: "I'm done here", "how long is left", "fix the
heating", "did I leave anything on", "is it freezing out".

Each becomes an ordinary reading about the devices that `at_hand` finds, so that risk, replies, undo
and reasons are those of any command; nothing is read where the house says nothing.
"""

import re
from collections.abc import Callable, Sequence

from context.snapshot import Snapshot
from context.turn import Clause, Phrase, Reading, Transcript
from devices.model import Device
from gateway.understand import at_hand, complaint_frames, sensed_frames, unnamed_frames
from gateway.understand.media_frames import QUERY
from gateway.understand.said import Said, about
from gateway.understand.vocabulary import bare_name
from gateway.understand.weigh import GLARING

_NOW = r"(?: (?:now|then|for (?:today|the day|now|tonight|good)|up|already|yet|please))*"
DONE = re.compile(
    rf"^(?:(?:right|ok|okay|well|so) )*(?:(?:i am|we are|i have|we have|that is (?:me|us)|that is|it is|this is|all|everything is)(?: (?:all|just|now|nearly))* )?(?:done|finished|through)(?: with (?P<it>that|this|it|these|those))?(?P<here> (?:in )?here| in the \w+)?(?P<now>{_NOW})$"
)
DONE_DOING = re.compile(rf"^(?:i am|we are|i have|we have) (?:all )?(?:done|finished|stopped|through)(?: with)?(?: the| my| our)? (?P<what>\w+ing){_NOW}$")  # fmt: skip
ENOUGH = re.compile(r"^(?:i|we) have had (?:quite )?enough of (?:that|this|it)(?: (?:turn it |switch it |turn that |switch that )?off)$")  # fmt: skip
LIGHTING = re.compile(r"^(?:is (?:that|this) the right (?:light|lighting) )?(?:give|get|set|do|make|change|put|sort|fix|adjust|arrange|choose|pick)\b.*")  # fmt: skip
_LAMPS = frozenset({"light", "lights", "lighting", "lamp", "lamps"})
FOR_THIS = re.compile(r"^(?:make|set|put|get) (?:the |this )?(?:lights?|lighting)(?: \w+)? (?:right|fit|suitable|good|nice|better|proper|appropriate|as it should be)\b|\b(?:suits?|fits?|suitable|appropriate|that (?:suits|fits|works))\b|\bfor (?:this|us|what (?:i am|we are) (?:doing|watching)|(?:me|it)$)|\bthe right (?:light|lighting)\b")  # fmt: skip
LONG = re.compile(r"^how much longer (?:for|does|do|will|is)\b(?!.*\btimer)|^how (?:long|many(?: more)? minutes|much(?: more)? time)\b(?!.*\b(?:timer|timers|alarm|ago|old|since|take to|drive|walk)\b)(?=.*\b(?:left|longer|remaining|to go|more|until|till|before)\b)|^when (?:is|will|does|are)\b.*\b(?:done|finished|ready|finish|over|through)\b")  # fmt: skip
GOING = re.compile(r"^(?:is|are) (?P<what>it|that|they|the [\w ]+?)(?: (?:still|nearly|almost|all|already|yet))* (?:going|running|there|done|finished|ready|on the go|up to temperature|hot enough)(?: yet| now)?$")  # fmt: skip
_MEND = r"(?:fix|change|adjust|regulate|balance|sort(?: out)?|mend|correct|improve|do something about|deal with|see to|set|put|make)"
_WRONG = r"(?:wrong|not right|no good|off|awful|terrible|horrible|rubbish|all over the place|unbearable|uncomfortable|not (?:comfortable|nice|pleasant|ok|okay)|not feel(?:ing)? right)"
_AIR = r"(?:heating|radiators?|temperature|thermostat|climate|heat|air conditioning|ac)"
CLIMATE = re.compile(rf"(?=.*\b(?:{_AIR}|comfortable|uncomfortable|unbearable)\b)(?:.*\b{_MEND}\b.*\b(?:{_AIR}|more comfortable|comfortable)\b(?!.*\bto \d)|.*\b{_AIR} is (?:all |so |just )?{_WRONG}\b|.*\b(?:uncomfortable|unbearable|not comfortable)\b)")  # fmt: skip
ROOM_RIGHT = re.compile(r"^(?:make|get|set|put|have) (?P<room>it|in here|the [\w ]+?|this room|my [\w ]+?|\w+s [\w ]+?)(?: (?:all|just|a bit|up|more))* (?:right|ready|comfortable|pleasant|nice|good|fit|bearable|habitable|liveable|suitable|so \w+ can)(?: (?:in here|here|for|to|so)\b.*)?$")  # fmt: skip
LIGHT_WRONG = re.compile(rf"^(?:the |this )?(?:lights?|lighting)(?: is| are)? (?:all |so |just |completely )?{_WRONG}\b|^(?:i|we) (?:can not|can hardly|can barely|could not) (?:see|read|make (?:anything|a thing|much|it|things|this) out|make out)\b")  # fmt: skip
_VALUE = re.compile(r"\d|\b(?:to|at|degrees|degree|percent|off|on|up|down|higher|lower|warmer|cooler|mode)\b(?! about)")  # fmt: skip
ENOUGH_Q = re.compile(r"^(?:have (?:i|we)(?: got)?|do (?:i|we) have|is there) (?:enough|any|much|plenty of) (?P<what>\w+)(?: left| in the (?P<where>\w+))?$")  # fmt: skip
DRAUGHT = re.compile(r"\b(?:draught|draft|heating (?:the (?:street|garden|neighbou?rhood|outdoors)|outside)|letting (?:the |all the )?(?:rain|cold|heat|warm air|cold air|air) (?:in|out)|rain (?:is )?(?:coming|getting) in)\b|\b(?:cold|chill|breeze|wind|chilly air|icy air)\b.*\b(?:com(?:e|es|ing)|blow(?:s|ing)|gets?|getting|creeping|sneaking) (?:in|from|through)\b")  # fmt: skip
TO_CLOSE = re.compile(r"\b(?:anything|something|what) (?:else )?(?:(?:that )?(?:i|we) (?:should|must|need to|ought to|have to)|to) (?:close|shut)\b|\b(?:should|must|do) (?:i|we) (?:need to |have to )?(?:close|shut) (?:anything|something)\b")  # fmt: skip
LEFT_ON = re.compile(r"^(?:did|have|has) (?:i|we|you|they|anyone|anybody|someone|somebody|(?!anything|something)\w+) (?:leave|left|forget|forgotten|forgot|been leaving) (?:anything|something)\b|^(?:did|has|have) (?:anything|something) (?:stay|stayed|remain|remained|been left|been forgotten|get left|got left)\b|^is (?:there )?(?:anything|something) (?:left|forgotten|still) (?:on|open|running)\b|^what (?:did|have) (?:i|we|they) (?:leave|left|forget|forgotten) (?:on|open|running)(?: (?:in here|here|in the [\w ]+))*$|^what (?:is|has been) (?:still|left) (?:on|open|running)(?: (?:in here|here|in the [\w ]+|upstairs|downstairs|now))*$")  # fmt: skip
THE_LEFT_ON = re.compile(r"^(?:turn|switch|put) (?:off|out) (?:the thing|what|whatever|that thing|the one)s? (?:that )?(?:i|we|somebody|someone)(?: have)? (?:left|forgot)\b")  # fmt: skip
SOUND_BACK = re.compile(r"^(?:give|get|bring|turn|put|let) (?:me |us )?(?:have )?(?:the |its )?(?:sound|audio|volume) (?:back|on)(?: (?:on|again|please))*$")  # fmt: skip
SUN_OUT = re.compile(r"^(?:shut|keep|block|get|screen) (?:out )?(?:the )?(?:sun|sunlight|glare|daylight)(?: out)?(?: (?:in here|here|in the .+))?$")  # fmt: skip
LIGHT_IN = re.compile(r"^(?:let|get|bring|have) (?:some |the |a bit of |a little |a bit more |more |in )*(?:light|daylight|sunlight|sun|sunshine|day|morning)(?: in| into (?:the |this |my )?[\w ]+| through)*$|^(?:lighten|brighten)(?: up)? (?:it|things|this|the [\w ]+?|this [\w ]+?|my [\w ]+?)(?: up)?(?: (?:a bit|a little|in here|here))*$|^(?:i|we) (?:want|need|would like) (?:some |more )?(?:daylight|sunlight|sun)(?: in here)?$")  # fmt: skip
DAYLIGHT_H = (7, 18)  # Local hours in which a window gives light all year.
WATCHING, WORKING = 25, 85  # Percent of light: beside a screen; for all that is done by eye.


def read(words: Sequence[str], snapshot: Snapshot, transcript: Transcript) -> Clause | None:
    """The clause of a sentence that the house must complete; None when it is no such one, or the
    house has nothing to say to it."""
    scene = Said(words, snapshot, transcript)
    for frame in FRAMES:
        readings = frame(scene)
        if readings:
            return Clause(" ".join(words), readings)
    return None


def _done(scene: Said) -> tuple[Reading, ...]:
    match = DONE.match(scene.text)
    if ENOUGH.match(scene.text):
        return _enough(scene)
    doing = DONE_DOING.match(scene.text)
    if doing is not None:
        return _done_doing(doing["what"], scene)
    if match is None or not (
        match["it"] or match["here"] or {"me", "us", "that"} & set(scene.words)
    ):
        return ()  # "All finished" may be said of a game
    of_it = match["it"] or (not match["here"] and scene.words[0] in ("that", "it", "this") and "me" not in scene.words and "us" not in scene.words)  # fmt: skip
    found = at_hand.in_use(scene.snapshot, scene.place, here=not of_it)
    return (Reading("HassTurnOff", {}, about(found)),) if found else ()


def _enough(scene: Said) -> tuple[Reading, ...]:
    """What plays here, else the one thing that is on."""
    found = at_hand.active(scene.snapshot, ("media_player",), scene.place)
    if not found:
        on = at_hand.active(scene.snapshot, at_hand.LEAVABLE, scene.place)
        found = on if len(on) == 1 else []
    return (Reading("HassTurnOff", {}, about(found)),) if found else ()


def _done_doing(what: str, scene: Said) -> tuple[Reading, ...]:
    """ "I'm done ironing": the iron; "we have finished cooking": what cooks, and the hood."""
    used = at_hand.used_for(what, scene.snapshot)
    return (Reading("HassTurnOff", {}, about(scene.nearest(used))),) if used else ()


def _light_for_this(scene: Said) -> tuple[Reading, ...]:
    if not (
        _LAMPS & set(scene.words) and LIGHTING.match(scene.text) and FOR_THIS.search(scene.text)
    ):
        return ()  # fmt: skip
    if scene.place is None:
        return ()
    lit = at_hand.active(scene.snapshot, ("light",), scene.place)
    watching = at_hand.doing(scene.snapshot, scene.place, "watching")
    found = lit or [d for d in scene.snapshot.in_area(scene.place) if d.domain == "light"]
    dimmable = [d for d in found if d.can("brightness")] or found
    level = WATCHING if watching else WORKING
    return (Reading("HassLightSet", {"brightness": level}, about(dimmable)),) if found else ()


def _how_long(scene: Said) -> tuple[Reading, ...]:
    """What a machine tells of its own time; a timer of ours is asked first where none is named."""
    going = GOING.match(scene.text)
    if not (LONG.match(scene.text) or going):
        return ()
    named = set(scene.words) & at_hand.MACHINES.keys()
    if going and going["what"] not in ("it", "that", "they") and not named:
        return ()
    if not named and any(i.kind == "timer" for i in scene.snapshot.agenda):
        return ()
    left = at_hand.countdowns(scene.snapshot, named)
    if going and not named:
        return _still_going(scene, left)
    return (Reading("HassGetState", {}, about(left[:3])),) if left else ()


def _still_going(scene: Said, left: Sequence[Device]) -> tuple[Reading, ...]:
    """ "Is it done?", asked of the machine that was started last."""
    running = [
        d
        for d in at_hand.active(scene.snapshot, ("switch", "vacuum", "lawn_mower"))
        if not at_hand.words_of(d) & (at_hand.RESIDENT - {"slow"})
    ]
    machine = at_hand.latest(running, scene.snapshot)
    if machine is None:
        return ()
    own = [m for m in left if at_hand.words_of(m) & at_hand.words_of(machine)]
    warm = [
        m
        for m in at_hand.meters(scene.snapshot, ("temperature",))
        if m.area == machine.area and set(bare_name(machine.name)) <= set(bare_name(m.name))
    ]
    if own:
        return (Reading("HassGetState", {}, about([*own[:1], machine])),)
    if warm:
        return (Reading("HassClimateGetTemperature", {}, about(warm[:1])),)
    return (Reading("HassGetState", {"state": "on"}, about([machine])),)


def _mend(scene: Said) -> tuple[Reading, ...]:
    """ "Do something about the heating": the thermometer tells what is wrong, the light meter as well."""
    if CLIMATE.search(scene.text) and not _VALUE.search(_without_asides(scene.text)):
        kind = at_hand.warmth(scene.snapshot, scene.place)
    elif (room := ROOM_RIGHT.match(scene.text)) is not None:
        if room["room"] not in ("it", "this room", "the room", "in here") and scene.named is None:
            return ()
        kind = at_hand.warmth(scene.snapshot, scene.place) or at_hand.daylight(
            scene.snapshot, scene.place
        )
    elif LIGHT_WRONG.match(scene.text):
        kind = at_hand.daylight(scene.snapshot, scene.place)
    else:
        return ()
    return complaint_frames.remedies(kind, scene.named) if kind else ()


def _without_asides(text: str) -> str:
    return re.sub(r"\b(?:up here|down here|put (?:it|this|that) right|is off|make it)\b", "", text)


def _supply(scene: Said) -> tuple[Reading, ...]:
    """ "Have we enough water": what the level of the tank says."""
    match = ENOUGH_Q.match(scene.text)
    if match is None:
        return ()
    words = {match["what"], match["where"]} - {None}
    levels = [
        d for d in at_hand.meters(scene.snapshot, ("moisture", "water", "volume", "volume_storage", "battery", "weight", "distance"))
        if words & set(bare_name(d.name)) and {"level", "tank", "left", "fill", "remaining", "amount"} & set(bare_name(d.name))
    ]  # fmt: skip
    return (Reading("HassGetState", {}, about(levels[:2])),) if levels else ()


def _draught(scene: Said) -> tuple[Reading, ...]:
    """Through what the cold comes in, or the rain."""
    if not (DRAUGHT.search(scene.text) or TO_CLOSE.search(scene.text)):
        return ()
    windows = "windows" in scene.words or "window" in scene.words
    known = at_hand.openings(scene.snapshot, {"window"} if windows else at_hand.OPENINGS)
    stand_open = [d for d in known if at_hand.is_open(d, scene.snapshot)]
    question = "any" if scene.words[0] in ("is", "are", "do") else "which"
    slots = {"state": "open", "question": question}
    return (Reading("HassGetState", slots, about(stand_open or known)),) if known else ()


def _left_behind(scene: Said) -> list[Device]:
    left = at_hand.active(scene.snapshot, at_hand.LEAVABLE, scene.named)
    return [d for d in left if scene.named or not at_hand.words_of(d) & at_hand.RESIDENT]


def _left_on(scene: Said) -> tuple[Reading, ...]:
    if THE_LEFT_ON.match(scene.text) and scene.named:
        found = _left_behind(scene)
        return (Reading("HassTurnOff", {}, about(found, every=False)),) if found else ()
    if not LEFT_ON.match(scene.text):
        return ()
    stand_open = [
        d
        for d in at_hand.openings(scene.snapshot)
        if at_hand.is_open(d, scene.snapshot) and scene.named in (None, d.area)
    ]
    wants_on, wants_open = "open" not in scene.words, "on" not in scene.words
    both = wants_on == wants_open
    found = (_left_behind(scene) if wants_on or both else []) + (
        stand_open if wants_open or both else []
    )
    if found:
        return (Reading("HassGetState", {}, about(found)),)
    return (Reading("HassGetState", {"state": "on", "question": "any"}, (Phrase(area=scene.named) if scene.named else Phrase(everywhere=True),)),)  # fmt: skip


def _sound_back(scene: Said) -> tuple[Reading, ...]:
    if not SOUND_BACK.match(scene.text):
        return ()
    muted = [
        d
        for d in scene.snapshot.devices.values()
        if d.domain == "media_player"
        and (s := scene.snapshot.states.get(d.id)) is not None
        and s.get("is_volume_muted")
    ]
    near = [d for d in muted if d.area == scene.area] or muted
    return (Reading("HassMediaPlayerUnmute", {}, about(near, every=False)),) if near else ()


def _light_in(scene: Said) -> tuple[Reading, ...]:
    """ "Let some light in", by day: what keeps it out, where something does."""
    by_day = DAYLIGHT_H[0] <= scene.snapshot.now.hour < DAYLIGHT_H[1]
    if not LIGHT_IN.match(scene.text) or not by_day or scene.place is None:
        return ()
    drawn = [
        d for d in scene.snapshot.in_area(scene.place)
        if d.domain == "cover" and at_hand.words_of(d) & at_hand.DRAPES and not at_hand.is_open(d, scene.snapshot)
    ]  # fmt: skip
    return (Reading("HassTurnOn", {"action": "open"}, about(drawn)),) if drawn else ()


def _sun_out(scene: Said) -> tuple[Reading, ...]:
    return complaint_frames.remedies("sun", scene.named)[:1] if SUN_OUT.match(scene.text) else ()


_OFF = r"(?:turn|switch|shut|put|power) (?:off |out |down )?"
BIG_LIGHT = re.compile(rf"^(?:{_OFF}(?:on )?)?(?:the |my )?(?:big|main|top|overhead) light (?P<how>on|off)$|^(?:turn|switch|put) (?P<verb>on|off) the (?:big|main|top|overhead) light$")  # fmt: skip
EMPTY = re.compile(rf"^(?:{_OFF}(?:all )?(?:the )?lights?|(?:all )?(?:the )?lights?(?= off| out))(?: off| out)? (?:(?:(?:in (?:the |all )?(?:rooms? )?)?where|in rooms? (?:where|that)) (?:nobody|no one|noone)(?: is| sits| stays| lives)?|(?:that )?(?:people|somebody|someone|everybody|they|we) (?:have )?(?:forgot|forgotten|left on|left burning)|in (?:the )?empty rooms|nobody (?:needs|is using))$")  # fmt: skip
THIS_FLOOR = re.compile(rf"^(?:{_OFF})?(?:all )?(?:the )?lights?(?: (?P<on>on|off))? (?:on|of) (?:this|my) (?:floor|storey|level)(?: (?P<late>on|off))?$")  # fmt: skip
LOCK_UP = re.compile(
    r"^lock (?:up|the door|everything|it all)(?: (?:behind|after) (?:me|us)| up| now| then)*$"
)
STATION = re.compile(r"^(?:which|what) (?:station|channel|song|tune|track|album|band|artist|film|movie|show|programme|program|piece) (?:is|was) (?:that|this|it|on)$")  # fmt: skip
WONDERING = re.compile(
    r"^(?:(?:remind me|tell me|do you know|any idea|do you remember|i wonder|say|remember) )+"
)
PAUSE = re.compile(r"^(?:pause|hold|freeze)(?: (?:it|that|this))?$")
BACK_ONE = re.compile(r"^(?:go|skip|jump) back (?:one|a (?:track|song|chapter))(?: .*)?$")


def _big_light(scene: Said) -> tuple[Reading, ...]:
    match = BIG_LIGHT.match(scene.text)
    if match is None or scene.area is None:
        return ()
    lights = [d for d in scene.snapshot.in_area(scene.area) if d.domain == "light"]
    big = [d for d in lights if at_hand.words_of(d) & GLARING] or (
        lights if len(lights) == 1 else []
    )
    intent = "HassTurnOn" if (match["how"] or match["verb"]) == "on" else "HassTurnOff"
    return (Reading(intent, {}, about(big, every=False)),) if big else ()


def _empty_rooms(scene: Said) -> tuple[Reading, ...]:
    """Lights in rooms that a sensor tells to be empty; of a room without one nothing is known."""
    if not EMPTY.match(scene.text):
        return ()
    there = {a.area for a in scene.snapshot.activities if a.kind in ("present", "cooking", "washing", "sleeping")}  # fmt: skip
    sensed = {
        d.area
        for d in scene.snapshot.devices.values()
        if d.domain == "binary_sensor" and d.kind in ("motion", "occupancy", "presence")
    }
    found = [
        d
        for d in at_hand.active(scene.snapshot, ("light",))
        if d.area in sensed and d.area not in there and d.area != scene.area
    ]
    return (Reading("HassTurnOff", {}, about(found)),) if found else ()


def _this_floor(scene: Said) -> tuple[Reading, ...]:
    match = THIS_FLOOR.match(scene.text)
    area = scene.snapshot.area(scene.area)
    if match is None or area is None or area.floor is None:
        return ()
    off = "off" in scene.words or "out" in scene.words
    phrase = Phrase("lights", floor=area.floor, domains=("light",), noun="light", plural=True, every=True)  # fmt: skip
    return (Reading("HassTurnOff" if off else "HassTurnOn", {}, (phrase,)),)


def _lock_up(scene: Said) -> tuple[Reading, ...]:
    """What is unlocked."""
    if not LOCK_UP.match(scene.text) or ("the" in scene.words and "behind" not in scene.words):
        return ()
    states = scene.snapshot.states
    locks = [
        d for d in scene.snapshot.devices.values()
        if d.domain == "lock" and d.id in states and states[d.id].state == "unlocked"
    ]  # fmt: skip
    return (Reading("HassTurnOn", {"action": "lock"}, about(locks)),) if locks else ()


def _player(scene: Said) -> tuple[Reading, ...]:
    """What is said of what plays, in words that might be said of other things."""
    playing = at_hand.active(scene.snapshot, ("media_player",))
    asked = WONDERING.sub("", scene.text)
    if (STATION.match(asked) or (asked != scene.text and QUERY.match(asked))) and playing:
        return (Reading("MediaQuery", {}, about(scene.nearest(playing)[:1])),)
    if BACK_ONE.match(scene.text) and playing:
        return (Reading("HassMediaPrevious", {}, about(scene.nearest(playing), every=False)),)
    timers = [i for i in scene.snapshot.agenda if i.kind == "timer" and i.paused_left_s is None]
    if PAUSE.match(scene.text) and not playing and timers:
        return (Reading("HassPauseTimer"),)
    return ()


FRAMES: tuple[Callable[[Said], tuple[Reading, ...]], ...] = (
    _done, _light_for_this, _how_long, _mend, _supply, _draught, _left_on, _sound_back, _light_in, _sun_out, _big_light,
    _empty_rooms, _this_floor, _lock_up, _player, unnamed_frames.read, sensed_frames.read,
)  # fmt: skip
