"""Things that are meant by no name: "stop the machine", "that racket", "the thing in front of the
window", "a door is open, see to it", "keep going".

What runs, plays, shines, stands open or is paused now is what such words can be said of: the one here,
else the only one; where several are left, the choice is weighed or asked, as of any other.
"""

import re
from collections.abc import Collection, Sequence

from context.snapshot import Snapshot
from context.turn import Reading, Transcript
from devices.model import Device
from gateway.understand import at_hand, complaint_frames
from gateway.understand.said import Said, about
from gateway.understand.vocabulary import bare_name

_OFF = r"(?!(?:turn|put|power)\b.*\b(?:up|down)\b)(?:(?:turn|switch|shut|put|power) (?:off |out |down )?|stop |kill |end |cut |halt |silence |still |pause |finish |quit |mute |quieten |make |get rid of |(?:can|could) you stop )"
_THAT = r"(?:(?:that|the|this|those|these|all|of|your|whatever|bloody|damn|awful|horrible|terrible|dreadful|infernal|blasted|annoying|noisy|loud|silly|stupid|constant|endless) )*"
_AFTER = r"(?: (?:off|out|down|up|stop|quiet|be quiet|in here|here|over there|there|again|at once|now|running|working|going|it is making))*"
NOISES = "racket|noise|din|row|commotion|clatter|hullabaloo|hum|humming|buzz|buzzing|drone|droning|whirr|whirring|rumble|rumbling|rattle|rattling|roar|roaring|whine|whining|hiss|hissing|grinding|clanking|beeping|blaring|blare|booming|thumping|screaming|screeching|wailing|squealing|chirping|ticking|dripping|whistling"
MACHINES = "machine|machinery|appliance|gadget|contraption|apparatus|device|gizmo|thing|thingy|thingamajig|equipment|motor|engine|tool|kitchen machine|electric thing"
NOISE = re.compile(rf"^{_OFF}{_THAT}(?:{NOISES}){_AFTER}$")
FOR_DOING = re.compile(rf"^{_OFF}{_THAT}(?P<what>\w+ing) (?:{MACHINES}){_AFTER}$")
MACHINE = re.compile(rf"^{_OFF}{_THAT}(?:{MACHINES}){_AFTER}$")
HUMS = re.compile(rf"^{_OFF}{_THAT}(?P<what>[\w ]+?) (?:from )?(?:{NOISES}|making (?:\w+ )*(?:{NOISES})|going on)$")  # fmt: skip
WHATEVER = re.compile(rf"^{_OFF}(?:whatever|what|the thing that|the one that|anything that|everything that) is (?P<how>playing|on|running|going|making (?:that|the|all that|a|this) (?:\w+ )?(?:{NOISES}))(?: (?:off|down|in here|here|in the [\w ]+))*(?: .*)?$")  # fmt: skip
OVER_WINDOW = re.compile(r"^(?P<verb>close|shut|draw|lower|pull|drop|let|open|raise|lift|roll|put) (?:down |up |back )?(?:the |that |those |whatever )?(?:things?|stuff|bits?|ones?|cloth|fabric|it|slats|covers?)? ?(?:(?:that )?(?:is|are|hangs?|goes|sits) )?(?:in front of|over|covering|covers|hides|hiding|hanging in front of|before|across|at|on|off) (?:the |that |this |my |our )?windows?(?: (?P<way>up|down|back|open|closed|shut))?(?: (?:in here|here))?$")  # fmt: skip
_WHAT = r"(?P<what>(?:(?:one|some|any|both|two) of )?(?:the |a |an |some |our |my |these |those )?(?:\w+ )?\w+)"
_STATE = r"(?P<state>not locked|unlocked|not closed|not shut|open|wide open|ajar|on|running|going|not off|burning|lit|shining|playing)"
AMISS = re.compile(rf"^(?:(?:there is|i think|i believe|looks like|it looks like|it seems|seems|oh no|oh|hey|somebody left|someone left|somebody has left|i left|we left|you left|they left) )*{_WHAT}(?: (?:which|that))?(?: (?:is|are|was|were|has been|have been|left|still|standing|being))* {_STATE}(?: (?:still|again|somewhere|in here|here|upstairs|downstairs|outside|(?:over|out|up|down|in) there|out|in the [\w ]+))*$")  # fmt: skip
MEND = re.compile(r"^(?:so |then |and |go and |could you |quickly )*(?:fix|sort|mend|see to|deal with|take care of|do something about|change|correct|remedy|rectify|put|set|make|handle|get) (?:that|it|this|them|those)(?: (?:out|right|straight|for me|up|good|done|sorted|fixed|at once))*$")  # fmt: skip
UNDO_IT = re.compile(r"^(?:so |then |and |go and |could you |quickly )*(?P<verb>close|shut|lock|turn|switch|put|stop|kill) (?:it|that|them|those|this)(?: (?P<way>off|out|up|down|to))?(?: (?:before|because|since|so|now|for|at once|quickly|again|in case|when)\b.*)?$")  # fmt: skip
OPEN_OUT = re.compile(r"^(?:shut|close) (?:whatever|what|the thing that|anything that|everything that|the one that) (?:is|stands|was) (?:left |still )?open(?: .*)?$")  # fmt: skip
KEEP_GOING = re.compile(r"^(?:keep going|carry on|go on|continue|proceed|resume|off you go|on you go|back to it|keep at it|as you were|you can go on|start again|go ahead again|back to work)(?: (?:now|then|again|please|with it|with that))*$")  # fmt: skip
TOLD = re.compile(
    r"^(?:sorry )?(?:i am|we are|he is|she is|they are|it is|there is|somebody is|someone is|i have|we have|i can not|we can not|the [\w ]+? (?:is|are)|\w+ is|my [\w ]+? is) .+$"
)
HUSH = re.compile(
    r"^(?:(?:a bit|a little|much|make it|put it|turn it|bring it|have it|keep it|go) )*(?:lower|quieter|softer|less loud|quiet|hush|shush|shh|sh|down|pipe down|not so loud|low)(?: (?:a bit|a little|it|please|now|then|down))*$"
)
STOP_IT = frozenset({"stop it", "stop that", "stop this", "make it stop", "make that stop", "cut it", "cut that", "kill it", "kill that", "cut it out", "end it", "quit it", "cut", "halt it", "shut it off", "shut that off"})  # fmt: skip
QUIET = frozenset(
    {"lamp", "light", "lights", "plug", "charger", "router", "iron", "blanket", "heater"}
)
KINDS_OF: dict[str, frozenset[str]] = {
    "door": frozenset({"door", "garage_door", "gate"}), "window": frozenset({"window"}), "gate": frozenset({"gate"}),
    "garage": frozenset({"garage_door", "garage"}), "light": frozenset(), "lamp": frozenset(), "lock": frozenset(),
}  # fmt: skip
UNDONE = {"lock": "lock", "open": "close", "on": "off"}


def read(said: Said) -> tuple[Reading, ...]:
    """The reading of such words about what the house says they mean; empty when it says nothing."""
    frames = (_amiss, _the_one, _over_window, _making_noise, _running, _hush)
    return next((found for frame in frames if (found := frame(said))), ())


# --- what makes a noise, what runs ----------------------------------------------------------------


def _making_noise(said: Said) -> tuple[Reading, ...]:
    """ "That racket", "whatever is playing": what plays here, else what runs here, else what plays."""
    match = WHATEVER.match(said.text)
    noise = NOISE.match(said.text) or (match and match["how"].startswith("making"))
    if not (match or noise) or _is_called(said):
        return ()
    playing = at_hand.active(said.snapshot, ("media_player",))
    found = said.nearest(playing)
    if noise and not any(d.area == said.place for d in playing):
        found = _machines(said, said.place) or found or _machines(said, None)
    elif match and match["how"] in ("on", "running", "going"):
        on = at_hand.LEAVABLE if match["how"] == "on" else ("switch", "fan")
        found = [d for d in at_hand.active(said.snapshot, on) if d.area == said.place]
    return _off(found)


def _running(said: Said) -> tuple[Reading, ...]:
    """ "Stop the machine": what runs here, else anywhere; "stop that fan humming": of its sort."""
    if MACHINE.match(said.text) and not _is_called(said):
        return _off(_machines(said, said.place) or _machines(said, None))
    used = FOR_DOING.match(said.text)
    if used is not None and not _is_called(said):
        return _off(at_hand.used_for(used["what"], said.snapshot))
    match = HUMS.match(said.text)
    if match is None:
        return ()
    wanted = {w.removesuffix("s") for w in bare_name(match["what"])}
    tools = at_hand.active(said.snapshot, ("switch", "fan", "media_player", "vacuum"))
    named = [d for d in tools if wanted <= at_hand.words_of(d) | {d.domain}]
    return _off(said.nearest(named))


def _machines(said: Said, area: str | None) -> list[Device]:
    tools = at_hand.active(said.snapshot, ("switch", "fan", "vacuum", "input_boolean"), area)
    return [d for d in tools if not at_hand.words_of(d) & (QUIET | at_hand.RESIDENT - {"pump"})]


def _hush(said: Said) -> tuple[Reading, ...]:
    """ "I'm on the phone, lower please": what plays, near first."""
    if len(said.parts) != 2 or not (TOLD.match(said.parts[0]) and HUSH.match(said.parts[1])):
        return ()
    playing = said.nearest(at_hand.active(said.snapshot, ("media_player",)))
    intent, slots, _ = complaint_frames.QUIETER
    return (Reading(intent, slots, about(playing, every=False)),) if playing else ()


def _off(found: Sequence[Device]) -> tuple[Reading, ...]:
    return (Reading("HassTurnOff", {}, about(found, every=False)),) if found else ()


def _is_called(said: Said) -> bool:
    """Whether a device here is called by the very word: somebody's "White noise machine"."""
    return any(
        set(bare_name(n)) <= set(said.words) and bare_name(n)
        for d in said.snapshot.devices.values()
        for n in (d.name, *d.aliases)
    )


# --- what covers the window -----------------------------------------------------------------------


def _over_window(said: Said) -> tuple[Reading, ...]:
    match = OVER_WINDOW.match(said.text)
    if match is None:
        return ()
    drapes = [
        d
        for d in said.snapshot.devices.values()
        if d.domain == "cover" and d.area == said.place and d.area is not None
        and (d.kind in (None, "awning") or at_hand.words_of(d) & at_hand.DRAPES)
    ]  # fmt: skip
    up = match["verb"] in ("open", "raise", "lift") or match["way"] in ("up", "open", "back") or " up " in f" {said.text} "  # fmt: skip
    intent, action = ("HassTurnOn", "open") if up else ("HassTurnOff", "close")
    return (Reading(intent, {"action": action}, about(drapes)),) if drapes else ()


# --- what is not as it should be ------------------------------------------------------------------


def _amiss(said: Said) -> tuple[Reading, ...]:
    """ "One of the doors is not locked, fix that": the state that is named is what is put right."""
    if OPEN_OUT.match(said.text):
        return _put_right("close", _of_state("open", frozenset({"something"}), said))
    parts = said.parts if len(said.parts) == 2 else tuple(re.split(r" (?:so|and|then) ", said.text, maxsplit=1))  # fmt: skip
    told = AMISS.match(parts[0]) if len(parts) == 2 else None
    if told is None:
        return ()
    state = told["state"]
    sort = "lock" if "lock" in state else "open" if {"open", "ajar", "closed", "shut"} & set(state.split()) else "on"  # fmt: skip
    undo = UNDO_IT.match(parts[1])
    if undo is not None:
        wanted = "lock" if undo["verb"] == "lock" else "close" if undo["verb"] in ("close", "shut") and undo["way"] in (None, "up", "to") else "off"  # fmt: skip
        if wanted != UNDONE[sort]:
            return ()
    elif not MEND.match(parts[1]):
        return ()
    return _put_right(UNDONE[sort], _of_state(sort, frozenset(told["what"].split()), said))


def _put_right(action: str, found: Sequence[Device]) -> tuple[Reading, ...]:
    if not found:
        return ()
    if action == "lock":
        return (Reading("HassTurnOn", {"action": "lock"}, about(found)),)
    slots = {"action": "close"} if action == "close" else {}
    return (Reading("HassTurnOff", slots, about(found, every=False)),)


THE_ONE = re.compile(r"^(?:the ones?|whichever|whatever|the thing)(?: (?:that|which))? (?:is|are) (?:still )?(?P<state>closed|shut|down|open|up|on|lit|running|off|locked|unlocked)(?: (?:now|still|in here|here))*$")  # fmt: skip
_OPENED = ("HassTurnOn", "open", frozenset({"open", "up", "raise", "lift", "back"}))
_CLOSED = ("HassTurnOff", "close", frozenset({"close", "shut", "down", "lower", "draw"}))
_PUT_OUT = ("HassTurnOff", None, frozenset({"off", "out", "stop", "kill"}))
_LOCKED = ("HassTurnOn", "lock", frozenset({"lock"}))
REVERSED: dict[str, tuple[str, str | None, frozenset[str]]] = {
    "closed": _OPENED, "shut": _OPENED, "down": _OPENED, "open": _CLOSED, "up": _CLOSED, "on": _PUT_OUT, "lit": _PUT_OUT,
    "running": _PUT_OUT, "unlocked": _LOCKED,
}  # fmt: skip
"""State -> what changes it, and words that say so."""


def _the_one(said: Said) -> tuple[Reading, ...]:
    """ "Pull it up again, the one that is closed": its state, in the place of a name."""
    match = THE_ONE.match(said.parts[1]) if len(said.parts) == 2 else None
    wish = set(said.parts[0].split()) if match is not None else set()
    if match is None or match["state"] not in REVERSED or not wish & {"it", "that", "them"}:
        return ()
    intent, action, verbs = REVERSED[match["state"]]
    if not wish & verbs or len(wish) > 6:
        return ()
    if action == "open":
        known = [d for d in said.snapshot.devices.values() if d.domain == "cover"]
        found = said.nearest([d for d in known if not at_hand.is_open(d, said.snapshot)])
    else:
        sort = {"close": "open", "lock": "lock"}.get(action or "", "on")
        found = _of_state(sort, frozenset(), said)
    slots = {"action": action} if action else {}
    return (Reading(intent, slots, about(found, every=False)),) if found else ()


ANY = frozenset({"something", "thing", "things", "one", "any", "some", "both", "two", "of", "the", "a", "an", "stuff", "somewhere", "there", "is", "it", "my", "our", "these", "those"})  # fmt: skip


def _of_state(sort: str, what: Collection[str], said: Said) -> list[Device]:
    """What is in that state, of the sort that was named, near first; curtains only by their name."""
    snapshot = said.snapshot
    named = {w.removesuffix("s") for w in what if w not in ANY}
    if sort == "lock":
        found = [d for d in snapshot.devices.values() if d.domain == "lock" and (s := snapshot.states.get(d.id)) and s.state == "unlocked"]  # fmt: skip
        named -= {"door", "lock"}
    elif sort == "open":
        covers = [d for d in snapshot.devices.values() if d.domain == "cover" and at_hand.is_open(d, snapshot)]  # fmt: skip
        plain = [d for d in covers if not at_hand.words_of(d) & at_hand.DRAPES]
        shutters = [d for d in covers if at_hand.words_of(d) & {"shutter", "shutters"}]
        # A curtain that is drawn back is left open only where nothing else is.
        found = covers if named else plain or shutters or covers
    else:
        found = at_hand.active(snapshot, at_hand.LEAVABLE)
    if named:
        found = [d for d in found if named <= at_hand.words_of(d) | {d.domain} | ({"lamp"} if d.domain == "light" else set())]  # fmt: skip
    return said.nearest(found)


# --- what goes on, or stops -----------------------------------------------------------------------


def stopped(snapshot: Snapshot, transcript: Transcript) -> Reading | None:
    """ "Stop it": what plays, cleans or moves; here first, and only where one thing does."""
    said = Said((), snapshot, transcript)
    moving = [
        d for d in snapshot.devices.values()
        if d.domain == "cover" and d.id in snapshot.states and snapshot.states[d.id].state in ("opening", "closing")
    ]  # fmt: skip
    found = moving + at_hand.active(snapshot, ("media_player", "vacuum", "lawn_mower"))
    found = said.nearest(found)
    if not found and said.area is not None:
        tools = at_hand.active(snapshot, ("switch", "fan"), said.area)
        found = [d for d in tools if not at_hand.words_of(d) & (at_hand.RESIDENT | at_hand.PROGRAMMES)]  # fmt: skip
    if len(found) != 1:
        return None
    return Reading(STOPS.get(found[0].domain, "HassTurnOff"), {}, about(found))


STOPS = {"media_player": "HassMediaPause", "vacuum": "HassVacuumReturnToBase", "lawn_mower": "HassLawnMowerDock", "cover": "HassStopMoving"}  # fmt: skip
RESUMES = {"media_player": "HassMediaUnpause", "vacuum": "HassVacuumStart", "lawn_mower": "HassLawnMowerStartMowing"}  # fmt: skip


def resumed(snapshot: Snapshot, transcript: Transcript) -> Reading | None:
    """ "Keep going": what is paused; here first, and only where one thing is."""
    said = Said((), snapshot, transcript)
    found = said.nearest([
        d for d in snapshot.devices.values()
        if d.domain in RESUMES and (s := snapshot.states.get(d.id)) is not None and s.state == "paused"
    ])  # fmt: skip
    return Reading(RESUMES[found[0].domain], {}, about(found)) if len(found) == 1 else None
