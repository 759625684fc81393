"""Questions that name a quality, not a sensor: "could the roof be icy", "is it too dry for the violin",
"can I open the kiln yet", "why am I freezing".

A quality says what is measured and from where on it is so; a thing, a place or the speaker's room say
which sensor knows. A question that names what this home does not measure is left to others, and none
of these ever acts.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from context.turn import Reading
from devices.model import Device
from gateway.understand import at_hand
from gateway.understand.said import Said, about
from gateway.understand.vocabulary import bare_name

Where = Literal["room", "thing", "out"]


@dataclass(frozen=True, slots=True)
class Quality:
    """What is asked for with an adjective."""

    kinds: tuple[str, ...]
    """Device classes of the sensors that tell, the best first."""
    more: bool
    """Whether it is so above the limit, not below it."""
    limits: Mapping[Where, float]
    """By what is measured, in the units of such sensors, °C; without one only the value is told."""


HEAT = ("temperature",)
DAMP = ("humidity", "moisture")
LIGHT = ("illuminance",)
AIR = ("carbon_dioxide", "volatile_organic_compounds", "volatile_organic_compounds_parts", "aqi", "pm25", "humidity")  # fmt: skip
ICY = Quality(HEAT, False, {"room": 16.0, "thing": 0.5, "out": 1.5})
COLD = Quality(HEAT, False, {"room": 18.5, "thing": 15.0, "out": 12.0})
COOL = Quality(HEAT, False, {"room": 23.0, "thing": 50.0, "out": 18.0})
WARM = Quality(HEAT, True, {"room": 19.0, "thing": 30.0, "out": 16.0})
HOT = Quality(HEAT, True, {"room": 25.0, "thing": 50.0, "out": 26.0})
WET = Quality(DAMP, True, {"room": 65.0, "thing": 65.0, "out": 85.0})
DRY = Quality(DAMP, False, {"room": 60.0, "thing": 40.0, "out": 60.0})
PARCHED = Quality(DAMP, False, {"room": 35.0, "thing": 30.0, "out": 30.0})
DARK = Quality(LIGHT, False, {"room": 60.0, "out": 60.0})
LIT = Quality(LIGHT, True, {"room": 150.0, "out": 150.0})
GLARE = Quality(LIGHT, True, {"room": 2000.0, "out": 30000.0})
STALE = Quality(AIR, True, {"room": 1000.0})
FRESH = Quality(AIR, False, {"room": 1000.0})
STORED = ("volume_storage", "volume", "water", "moisture", "distance", "weight", "battery")
FULL = Quality(STORED, True, {"room": 85.0, "thing": 85.0, "out": 85.0})
EMPTY = Quality(STORED, False, {"room": 15.0, "thing": 15.0, "out": 15.0})
WINDY = Quality(("wind_speed",), True, {"room": 30.0, "out": 30.0, "thing": 30.0})

_W = {
    "icy": (ICY, "icy|ice|iced|frost|frosty|frozen|freezing|freeze|below zero|below freezing|minus|slippery|slippy|black ice"),
    "cold": (COLD, "cold|chilly|chill|nippy|perishing|parky|arctic|bitter|draughty|shivering|shiver|cardigan|jumper|sweater|blanket"),
    "coat": (Quality(HEAT, False, {"out": 12.0}), "coat|coats|jacket|jackets|gloves|mittens|scarf|hat|beanie|woolly|wrap|anorak|parka|fleece|layers|thermals|boots|bobble|hats|scarves|wellies|long sleeves|wrap up|wrapped up|dress warmly|tights"),
    "shorts": (Quality(HEAT, True, {"out": 20.0}), "shorts|t shirt|sandals|shirt sleeves|short sleeves|flip flops|t shirts|sunglasses|barefoot"),
    "cool": (COOL, "cool|cooled|cools|cooling|cooler|cooled down|cooled off"),
    "warm": (WARM, "warm|warmed|warmed up|toasty|mild|heated|cosy|comfortable"),
    "hot": (HOT, "hot|boiling|roasting|sweltering|baking|scorching|overheated|overheating|scalding|burning|heatwave|sweating|sweat|melting|stifling"),
    "wet": (WET, "damp|humid|muggy|clammy|moist|steamy|steamed up|mould|mouldy|mold|moldy|musty|condensation|sticky|dank|wet|soggy|swampy"),
    "parched": (PARCHED, "thirsty|parched|need watering|needs watering|need water|needs water|need a drink"),
    "dry": (DRY, "dry|dried|dried out|dry out|dried up|aired out"),
    "dark": (DARK, "dark|gloomy|dim|murky|pitch black|dusky|need a light|need light|need a lamp|need the light|need the lights|need more light"),
    "lit": (LIT, "bright enough|light enough|enough light|enough daylight|light to|bright|see enough|see anything|see well|see properly|see to|lit|sunny enough"),
    "glare": (GLARE, "too bright|glaring|dazzling|blinding|too sunny"),
    "stale": (STALE, "stuffy|stale|airless|bad|foul|thick|poor|smelly|ventilating|ventilation|ventilate|airing|air out|aired|fuggy|how is the air|air quality"),
    "fresh": (FRESH, "air fresh|air good|air ok|air okay|air fine|air clean|air alright|breathe|fresh air"),
    "full": (FULL, "full|filled|filled up|overflowing|brimming"),
    "empty": (EMPTY, "empty|nearly empty|running low|run out|running out|used up|low"),
    "windy": (WINDY, "windy|gusty|breezy|blowy|blustery|stormy|wind|blowing|gale|gales"),
}  # fmt: skip
LEXICON: Mapping[str, str] = {w: key for key, (_, words) in _W.items() for w in words.split("|")}
"""What people say -> the quality."""
QUALITIES: Mapping[str, Quality] = {key: quality for key, (quality, _) in _W.items()}
_QUALITY = re.compile(rf"\b(?:{'|'.join(sorted(LEXICON, key=len, reverse=True))})\b")
WORN = frozenset({"coat", "shorts"})
ASKS = re.compile(
    r"^(?:is|are|has|have|could|would|might|can|may|should|shall|do|does|will|must|how|what about|any)\b(?! you\b)"
)
_LATER = frozenset({"tomorrow", "later", "weekend", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "was", "were", "yesterday", "if", "when", "whether", "or", "than", "ever", "usually", "normally", "week", "month", "year", "winter", "summer"})  # fmt: skip
SAFE = re.compile(
    r"^(?:can|may|could|should|is it (?:safe|ok|okay|all right|alright|time)) (?:i |we |one |you |he |she |the kids |anyone |somebody )?(?:now |already )?(?:to )?(?P<act>open|touch|hold|pick up|unload|take|grab|empty|reach into|handle|move|unpack|drink|drink from|eat|swim in|swim|bathe|take a dip|get in|go in|get into|jump in|bathe in|feed|give)\b(?P<rest>.*)$"
)
"""What is asked of a thing that may be too hot for it."""
HANDLED = frozenset({"open", "touch", "hold", "pick up", "unload", "take", "grab", "empty", "reach into", "handle", "move", "unpack"})  # fmt: skip
IN_WATER = {"swim": ("pool",), "take a dip": ("pool",), "bathe": ("bath",)}
BATHED = frozenset({*IN_WATER, "swim in", "get in", "go in", "get into", "jump in", "bathe in"})
SAFE_BELOW_C = 50.0  # EN ISO 13732-1: metal held for a minute burns from 51 °C on.
PURPOSE = re.compile(
    r"\b(?P<key>too|enough|so|very|all that|terribly|much|light|dry|cool|right|safe|ok|okay|good)\b(?P<between>.*?) (?:for|to) (?!touch\b).*$"
)
"""What it is to be fit for: said of somebody or something, and of no sensor."""
FILL = frozenset(
    """is are am it that this the a an there be been being has have had got could would might can may should shall do does
    did will must how in at on of out up down here now right then yet already still today tonight currently again
    very too so really quite rather pretty bit little all enough any much that's feel feeling feels getting get gets look
    looking i we he she they me us my our your you his her their want wants need needs wear take put bring to for with
    and room house place inside indoors outside outdoors what about going turn turned become gone bit sort kind of
    temperature level air light actually just some probably perhaps maybe nearly almost properly completely finally
    next door today's from by moment at's ground road roads lately safe ok okay time go going step walk
    play kids children child baby boys girls everyone dog risk weather hard well night danger much conditions tank""".split()  # noqa: SIM905 - a table of words
)
"""Words beside a quality that name no thing."""
FIT = re.compile(r"\b(?:enough|ready|right|to temperature)\b")
READY_C = {"oven": 160.0, "grill": 160.0, "sauna": 65.0, "fridge": 7.0, "refrigerator": 7.0, "freezer": -14.0, "pool": 22.0,
           "bath": 35.0, "tub": 35.0, "spa": 35.0, "bottle": 32.0, "kettle": 90.0, "boiler": 50.0}  # fmt: skip
"""What is "warm enough" or "cold enough" of a thing, °C; of others only the value is told."""
OUT_WORDS = frozenset({"outside", "outdoors", "out", "roads", "road", "streets", "pavement", "pavements", "path", "driveway", "windscreen", "windshield", "puddles", "bridges"})  # fmt: skip
FORECAST = re.compile(r"\b(?:going to|will|tonight)\b")
WEATHERY = frozenset(
    {"freeze", "frost", "frosty", "ice", "icy", "slippery", "slippy", "minus", "zero"}
)
"""What is said of the street, where no place is named."""
DOWN, UP = frozenset({"downstairs", "basement", "cellar", "lower"}), frozenset({"upstairs", "attic", "loft", "upper", "top"})  # fmt: skip
BEASTS = {"animals": ("stable", "barn", "coop"), "horses": ("stable",), "horse": ("stable",), "cows": ("barn", "stable"),
          "chickens": ("coop",), "hens": ("coop",), "plants": ("greenhouse",), "tomatoes": ("greenhouse",), "fish": ("pond", "aquarium")}  # fmt: skip
"""Who lives where."""


def read(said: Said) -> tuple[Reading, ...]:
    """The reading of a question for something that is felt; empty when it is about something else."""
    if _LATER & set(said.words):
        return ()
    return _value(said) or _judged(said) or _safe(said) or _why(said)


# --- is it so -------------------------------------------------------------------------------------


def _judged(said: Said) -> tuple[Reading, ...]:
    if not ASKS.match(said.text):
        return ()
    text = PURPOSE.sub(r"\g<key>\g<between>", said.text)
    match = _QUALITY.search(text)
    if match is None:
        return ()
    key = _meant(match[0], text)
    if key in WORN and not OUT_WORDS & set(said.words) and said.named is not None:
        return ()
    meter = _meter(QUALITIES[key], text.replace(match[0], " ", 1).split(), said, key)
    return _asked(meter, QUALITIES[key], said) if meter is not None else ()


def _meant(word: str, text: str) -> str:
    """The quality of a word: "too dry" is another one than "dry yet"; dry soil is thirsty."""
    key = LEXICON[word]
    if key == "dry" and re.search(
        rf"\b(?:too|so|very|terribly|awfully|really|all that|bit) {word}\b", text
    ):
        return "parched"
    if key == "warm" and re.search(r"\btoo warm\b", text):
        return "hot"
    return key


def _meter(
    quality: Quality, words: Sequence[str], said: Said, key: str
) -> tuple[Device, Where] | None:
    """The sensor that knows: of the thing that is named, of the place, else of this room."""
    people = {
        w for p in said.snapshot.household.people.values() for n in (p.name,) for w in bare_name(n)
    }
    whose = {f"{w}s" for w in people}
    left = [w for w in words if w not in FILL | OUT_WORDS and w not in people]
    rooms = _rooms(said)
    place = _placed(left, words, said)
    named = [w for w in left if w not in rooms and w not in whose and w not in BEASTS]
    outside = key in WORN or bool((OUT_WORDS | WEATHERY) & set(said.words)) or quality is WINDY
    if outside and FORECAST.search(said.text):
        return None  # that, no sensor knows
    every = [list(at_hand.meters(said.snapshot, (kind,))) for kind in quality.kinds]
    found = next((m for meters in every if (m := _called(left, meters)) is not None), None)
    if found is None and (named or (left and place is None)):
        return None  # "Is it cold in Norway": nothing here measures that
    for meters in every if found is None else ():
        near = _of_place(meters, place or (said.area,), said)
        found = found or (_outside(meters, said) if outside and place is None else near)
    indoors = [m for m in every[0] if _where(m, said) == "room"]
    if found is None and place is None and not outside and quality.kinds != HEAT:
        found = indoors[0] if len(indoors) == 1 else None
    return (found, _where(found, said)) if found is not None else None


def _asked(found: tuple[Device, Where], quality: Quality, said: Said) -> tuple[Reading, ...]:
    meter, where = found
    limit = quality.limits.get(where)
    if where == "thing" and FIT.search(said.text):
        limit = next((v for w, v in READY_C.items() if w in at_hand.words_of(meter)), None)
    state = said.snapshot.states.get(meter.id)
    if quality.kinds is STORED and (state is None or state.get("unit_of_measurement") != "%"):
        limit = None  # of litres nobody knows how many it holds
    slots: dict[str, object] = {}
    if (
        limit is not None
        and said.words[0] != "how"
        and meter.kind in (quality.kinds[0], "moisture", "volume", "water")
    ):
        slots["above" if quality.more else "below"] = limit
        if meter.kind == "temperature":
            slots["unit"] = "C"
    return (_reading(meter, slots),)


def _reading(meter: Device, slots: Mapping[str, object]) -> Reading:
    if meter.kind == "temperature":
        return Reading("HassClimateGetTemperature", dict(slots), about([meter]))
    return Reading("HassGetState", {"attribute": meter.kind, **slots}, about([meter]))


def _safe(said: Said) -> tuple[Reading, ...]:
    """ "Can I open the kiln yet": what its thermometer says, and whether hands can bear it."""
    match = SAFE.match(said.text)
    if match is None:
        return ()
    words = [w for w in match["rest"].split() if w not in FILL]
    words = words or list(IN_WATER.get(match["act"], ()))
    meter = _called(words, list(at_hand.meters(said.snapshot, HEAT))) if words else None
    if meter is None or _where(meter, said) != "thing":
        return ()
    ready = next((v for w, v in READY_C.items() if w in at_hand.words_of(meter)), None)
    slots: dict[str, object] = {}
    if match["act"] in HANDLED:
        slots = {"below": SAFE_BELOW_C, "unit": "C"}
    elif match["act"] in BATHED and ready is not None:
        slots = {"above": ready, "unit": "C"}
    return (_reading(meter, slots),)


# --- what is it -----------------------------------------------------------------------------------

VALUE = re.compile(
    r"^(?:what is |what are |tell me |give me |do you know )?(?:the |our |a )?(?:current )?(?P<of>temperature|temp|humidity)(?: is it| are we at| have we got| is it now| now| reading| in here| here| at the moment| right now)*$"
    r"|^(?:and )?how (?P<how>hot|warm|cold|humid|damp|dry|bright|dark|stuffy|moist) (?:is it|is it getting|did it get|has it got|is this|it is|are we|is it now)(?: in here| here| now| right now| at the moment| by now| so far)*$"
    r"|^what (?P<what>temperature|humidity) (?:are we at|is it|have we got|do we have)(?: in here| here| now| right now)*$"
)
CALLED = re.compile(
    r"^(?:what is )?(?:the )?(?P<what>(?!what |the |your |my |body |set |is |how |turn |tell |give )[\w ]+?) (?P<of>temperature|temp|humidity)(?: reading| now| right now)*$"
)
"""A sensor by its name, and no word of what is to be done with it: "outdoor temperature please"."""
ATTRIBUTE = {"temp": "temperature", "hot": "temperature", "warm": "temperature", "cold": "temperature", "humid": "humidity", "damp": "humidity",
             "dry": "humidity", "moist": "humidity", "bright": "illuminance", "dark": "illuminance", "stuffy": "carbon_dioxide"}  # fmt: skip
ORDINARY_C = (5.0, 45.0)


def _value(said: Said) -> tuple[Reading, ...]:
    """ "How hot is it": of what heats or cools in this room, else of the room."""
    called = CALLED.match(said.text)
    if called is not None:
        kind = ATTRIBUTE.get(called["of"], called["of"])
        meters = list(at_hand.meters(said.snapshot, (kind,)))
        words = [w for w in called["what"].split() if w not in FILL]
        outside = not words or bool(set(words) & at_hand.OUTDOORS)
        known = _outside(meters, said) if outside and called["what"] in at_hand.OUTDOORS else _called(words, meters)  # fmt: skip
        return (_reading(known, {}),) if known is not None else ()
    match = VALUE.match(said.text)
    if match is None or said.area is None:
        return ()
    word = match["of"] or match["how"] or match["what"]
    kind = ATTRIBUTE.get(word, word)
    meters = [m for m in at_hand.meters(said.snapshot, (kind,)) if m.area == said.area]
    telling = [m for m in meters if _where(m, said) == "thing" and _at_work(m, said)]
    own = (
        telling[:1] if len(telling) == 1 else [m for m in meters if _where(m, said) != "thing"][:1]
    )
    return (_reading(own[0], {}),) if own else ()


def _at_work(meter: Device, said: Said) -> bool:
    """Whether the thing that it measures is running now, or far from what a room is like."""
    machine = at_hand.appliance_of(meter, said.snapshot)
    state = said.snapshot.states.get(machine.id) if machine is not None else None
    if state is not None and state.state in at_hand.ON | {"heat", "cool", "auto"}:
        return True
    value = at_hand.number(said.snapshot.states.get(meter.id)) or 0.0
    celsius = (value - 32) / 1.8 if "F" in said.snapshot.household.temperature_unit else value
    cold = at_hand.words_of(meter) & {"fridge", "freezer", "refrigerator", "chest", "cellar"}
    return (
        meter.kind == "temperature" and not cold and not ORDINARY_C[0] <= celsius <= ORDINARY_C[1]
    )


# --- why is it so ---------------------------------------------------------------------------------

WHY = re.compile(
    r"^(?:tell me )?(?:why|how come|what makes|what is making) (?:is |am |are |do |does )?(?:it|i|we|the [\w ]+?|this room|this place|here|in here|my room|everyone|everybody|\w+)\b(?P<rest>.*)$"
)


def _why(said: Said) -> tuple[Reading, ...]:
    """ "Why am I freezing": what in the house explains it."""
    match = WHY.match(said.text)
    word = _QUALITY.search(match["rest"]) if match is not None else None
    if word is None:
        return ()
    rest = set(_QUALITY.sub(" ", said.text).split()) - FILL - _rooms(said) - {"why", "come", "tell", "makes", "making", "always"}  # fmt: skip
    found = _reasons(LEXICON[word[0]], said) if not rest else None
    if found is None:
        return ()
    if isinstance(found, Device):
        return (_reading(found, {}),)
    open_ones = all(d.domain in ("binary_sensor", "cover") for d in found)
    state = {"state": "open", "question": "which"} if open_ones and found else {}
    return (Reading("HassGetState", state, about(found)),) if found else ()


def _reasons(key: str, said: Said) -> Device | Sequence[Device] | None:
    """The sensor, or the things in a state, that make it so."""
    snapshot = said.snapshot
    heaters = [d for d in snapshot.devices.values() if d.domain == "climate"]
    if key in ("cold", "icy", "cool"):
        openings = [d for d in at_hand.openings(snapshot) if at_hand.is_open(d, snapshot)]
        airy = [d for d in openings if not at_hand.words_of(d) & at_hand.DRAPES]
        return said.nearest(airy) or said.nearest(heaters)[:2]
    if key in ("warm", "hot"):
        warm = [d for d in heaters if (s := snapshot.states.get(d.id)) and s.state != "off" and d.area == said.place]  # fmt: skip
        hot = [d for d in at_hand.active(snapshot, ("switch",), said.place) if at_hand.words_of(d) & at_hand.HEATERS]  # fmt: skip
        return [*hot, *warm] or _outside(list(at_hand.meters(snapshot, HEAT)), said)
    if key == "dark":
        drawn = [d for d in snapshot.devices.values() if d.domain in ("cover", "light") and d.area == said.place]  # fmt: skip
        return drawn[:4]
    kinds = QUALITIES[key].kinds
    place = said.place
    near = (_of_place(list(at_hand.meters(snapshot, (k,))), (place,), said) for k in kinds)
    return next((m for m in near if m is not None), None)


# --- which sensor ---------------------------------------------------------------------------------


def _where(meter: Device, said: Said) -> Where:
    area = said.snapshot.area(meter.area)
    place = set(bare_name(area.name)) if area is not None else set()
    words = at_hand.words_of(meter)
    if (words | place) & at_hand.OUTDOORS and not words & at_hand.THINGS:
        return "out"
    return "thing" if at_hand.is_of_thing(meter, said.snapshot) else "room"


def _called(words: Sequence[str], meters: Sequence[Device]) -> Device | None:
    """The sensor of the thing that the words name; None where none or several are called so."""
    wanted = {w.removesuffix("s") if len(w) > 3 else w for w in words}
    if not wanted:
        return None
    found = []
    for meter in meters:
        own = {w.removesuffix("s") if len(w) > 3 else w for w in at_hand.words_of(meter)}
        if wanted <= own - at_hand.MEASURES:
            found.append(meter)
    exact = [
        m for m in found if len(bare_name(m.name)) == min(len(bare_name(f.name)) for f in found)
    ]
    return exact[0] if len(exact) == 1 else None


def _rooms(said: Said) -> frozenset[str]:
    """Words of the names of rooms and floors."""
    household = said.snapshot.household
    named = [n for a in household.areas.values() for n in (a.name, *a.aliases)]
    named += [n for f in household.floors.values() for n in (f.name, *f.aliases)]
    return frozenset(w for n in named for w in bare_name(n)) | {"there", "upstairs", "downstairs"}


def _placed(left: Sequence[str], words: Sequence[str], said: Said) -> Sequence[str | None] | None:
    """The room that is named, or the rooms up or down there."""
    text = f" {' '.join(words)} "
    housed = [w for b in left for w in BEASTS.get(b, ())]
    if housed:
        areas = said.snapshot.household.areas.values()
        return [a.id for word in housed for a in areas if word in bare_name(a.name)]
    if said.named is not None:
        return [said.named]
    if " down there " in text or " downstairs " in text:
        return _storey(DOWN, said)
    if " up there " in text or " upstairs " in text:
        return _storey(UP, said)
    return None


def _storey(names: frozenset[str], said: Said) -> list[str | None]:
    household = said.snapshot.household
    floors = {
        f.id
        for f in household.floors.values()
        if names & {w for n in (f.name, *f.aliases) for w in bare_name(n)}
    }
    return [a.id for a in household.areas.values() if a.floor in floors]


def _of_place(
    meters: Sequence[Device], place: Sequence[str | None] | None, said: Said
) -> Device | None:
    near = (m for area in place or () for m in meters if area is not None and m.area == area)
    return next((m for m in near if _where(m, said) != "thing"), None)


def _outside(meters: Sequence[Device], said: Said) -> Device | None:
    return next((m for m in meters if _where(m, said) == "out" or m.kind == "wind_speed"), None)
