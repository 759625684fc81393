"""English words for what homes are made of and what is done to them.

Tables only: another language is another file with the same names. Words are as `words.normalise`
leaves them. What a particular home calls its devices is not here but in `vocabulary.py`.
"""

from dataclasses import dataclass


def longest_first(*phrases: str) -> list[str]:
    """So that "would you mind" is found before "would you"."""
    return sorted(phrases, key=lambda phrase: -len(phrase.split()))


@dataclass(frozen=True, slots=True)
class TypeNoun:
    """A noun for a sort of device: `blinds` are covers whose kind is blind, shade or shutter."""

    noun: str
    """Singular, as it would stand in a device's name."""
    domains: tuple[str, ...]
    kinds: frozenset[str] = frozenset()
    """Device classes it means; empty when the domain says it all."""
    plural: bool = False


def _nouns(
    words: str, *domains: str, kinds: str = "", plurals: str = ""
) -> list[tuple[str, TypeNoun]]:
    """Entries for words with the same meaning; a plural is the word with s unless given."""
    of_kind = frozenset(kinds.split())
    entries = []
    for word in words.split("|"):
        entries.append((word, TypeNoun(word, domains, of_kind)))
        entries.append((f"{word}s", TypeNoun(word, domains, of_kind, plural=True)))
    noun = TypeNoun(words.split("|")[0], domains, of_kind, plural=True)
    return entries + [(plural, noun) for plural in plurals.split("|") if plural]


COVER_KINDS = "blind shade shutter curtain awning"
TYPE_NOUNS: dict[str, TypeNoun] = dict(
    _nouns("light|lamp|bulb|spotlight|downlight", "light", plurals="lighting|lightings")
    + _nouns("light bulb|lightbulb|smart bulb|smart light|luminaire", "light")
    + _nouns("chandelier|sconce|lantern|nightlight|night light", "light")
    + _nouns("switch|plug|outlet|socket|smart plug|power strip", "switch", plurals="switches")
    + _nouns("fan|ventilator|extractor", "fan")
    + _nouns("blind|roller blind|venetian", "cover", kinds="blind shade shutter")
    + _nouns("shade", "cover", kinds="shade blind")
    + _nouns("shutter|roller shutter", "cover", kinds="shutter blind")
    + _nouns("curtain|drape", "cover", kinds="curtain")
    + _nouns("awning", "cover", kinds="awning")
    + _nouns("damper", "cover", kinds="damper")
    + _nouns("cover", "cover")
    + _nouns("garage door", "cover", kinds="garage_door garage")
    + _nouns("garage", "cover", kinds="garage_door garage")
    + _nouns("gate", "cover", "lock", "binary_sensor", kinds="gate")
    + _nouns("door", "lock", "cover", "binary_sensor", kinds="door garage_door gate garage opening")
    + _nouns("window", "binary_sensor", "cover", kinds="window opening")
    + _nouns("skylight", "cover", "binary_sensor", kinds="window skylight")
    + _nouns("lock|deadbolt", "lock")
    + _nouns("thermostat|radiator", "climate", plurals="heating|central heating")
    + _nouns("heater", "climate", "switch", "water_heater", kinds="heater space_heater")
    + _nouns("air conditioner|ac|air con|aircon|a c", "climate", plurals="air conditioning")
    + _nouns("heat pump|boiler|climate control|heat|hvac|climate", "climate")
    + _nouns("tv|television|telly", "media_player", kinds="tv television", plurals="tellies")
    + _nouns("speaker|smart speaker|stereo|soundbar|sound system", "media_player", kinds="speaker")
    + _nouns("radio", "media_player", kinds="radio speaker receiver")
    + _nouns("media player|player|receiver|amplifier|amp", "media_player")
    + _nouns(
        "vacuum|hoover|robot vacuum|vacuum cleaner|robot|roomba|robot cleaner|robot mop|mop|irobot|roborock|deebot",
        "vacuum",
    )
    + _nouns("lawn mower|mower|lawnmower", "lawn_mower")
    + _nouns("humidifier|dehumidifier", "humidifier")
    + _nouns("valve|water valve|sprinkler", "valve", "switch", kinds="sprinkler water valve")
    + _nouns("irrigation|watering", "valve", "switch", kinds="sprinkler irrigation")
    + _nouns("scene", "scene")
    + _nouns("script|routine", "script")
    + _nouns("sensor", "sensor", "binary_sensor")
    + _nouns("motion sensor", "binary_sensor", kinds="motion occupancy")
    + _nouns("siren", "siren")
    + _nouns("camera|cam", "camera", "switch", kinds="camera")
    + _nouns("alarm system|burglar alarm|security system|alarm panel", "alarm_control_panel")
    + _nouns("water heater|hot water", "water_heater", "switch", kinds="water_heater")
)

NOUN_SYNONYMS: dict[str, tuple[str, ...]] = {
    "irrigation": ("sprinkler", "watering"), "watering": ("sprinkler", "irrigation"), "sprinkler": ("irrigation", "watering"),
    "tv": ("television",), "television": ("tv",), "telly": ("tv", "television"), "lock": ("deadbolt",),
    "air conditioner": ("ac", "aircon", "air con", "air conditioning"), "ac": ("air conditioner", "aircon", "air con", "air conditioning", "a c"),
    "thermostat": ("heating", "radiator"), "radiator": ("heating",),
}  # fmt: skip
"""What a sort may be called in a device's name instead."""
ROOM_NOUNS = frozenset(
    """kitchen bathroom bedroom lounge hall hallway corridor garage garden attic loft basement cellar
    office study library gym sauna driveway porch patio terrace balcony deck yard backyard pantry
    nursery laundry landing conservatory foyer entrance stairs staircase toilet washroom workshop shed
    pool dining kids guest playroom studio lobby larder greenhouse courtyard vineyard roof rooftop
    utility""".split()  # noqa: SIM905 - a table of words
)
"""Words for rooms that name a room by themselves, where only one room has them in its name."""
SAME_ROOM = (("living room", "lounge", "sitting room", "family room", "front room", "salon"), ("hall", "hallway", "corridor", "entrance hall", "entryway", "entry"),
             ("garden", "yard", "back yard", "backyard"), ("bathroom", "bath", "washroom"), ("toilet", "loo", "wc", "restroom", "powder room"), ("attic", "loft"),
             ("cellar", "basement"), ("study", "office", "home office"), ("terrace", "patio", "deck"), ("nursery", "baby room", "babys room"),
             ("kids room", "childrens room", "kids bedroom", "childrens bedroom"), ("master bedroom", "main bedroom", "primary bedroom"),
             ("dining room", "dining area"), ("laundry room", "laundry", "utility room"), ("porch", "veranda"), ("foyer", "entrance"))  # fmt: skip
"""Names that people use for the same sort of room; taken where the home has only one of them."""
KIND_SYNONYMS: dict[str, tuple[str, ...]] = {
    "coffee_maker": (
        "coffee maker",
        "coffee machine",
        "coffee pot",
        "espresso machine",
        "coffee",
        "cup of coffee",
        "espresso",
        "cappuccino",
        "latte",
        "americano",
    ),
    "kettle": ("kettle", "tea kettle"),
    "oven": ("oven", "cooker"),
    "stove": ("stove", "hob", "cooktop", "cooker"),
    "washing_machine": ("washing machine", "washer", "laundry machine"),
    "dryer": ("dryer", "tumble dryer", "clothes dryer"),
    "dishwasher": ("dishwasher", "dish washer"),
    "fridge": ("fridge", "refrigerator"),
    "microwave": ("microwave",),
    "toaster": ("toaster",),
    "space_heater": ("space heater", "heater", "electric heater"),
    "tv": ("tv", "television", "telly"),
    "vacuum": ("vacuum", "hoover"),
    "garage_door": ("garage door", "garage"),
    "electric_blanket": ("electric blanket", "blanket"),
    "christmas_tree": ("christmas tree", "tree lights"),
    "iron": ("iron",),
    "computer": ("computer", "pc"),
    "pump": ("pump",),
}
"""Words for a `type:` of the home file or a device class; any other kind is called by its name."""

# Verbs, longest first where one begins another. Value: the action.
VERBS: dict[str, str] = {
    **dict.fromkeys(
        ("turn on", "switch on", "plug in", "power on", "put on", "flip on", "flick on", "cut on", "activate", "enable",
         "power up", "light up", "fire up", "engage", "illuminate", "light", "get on"), "on"),
    **dict.fromkeys(
        ("turn off", "switch off", "unplug", "power off", "shut off", "shut down", "power down", "put out",
         "turn out", "flip off", "flick off", "kill", "knock off", "douse", "cut", "deactivate", "disable",
         "extinguish", "put off", "cut off", "turn of", "switch of"), "off"),
    **dict.fromkeys(("toggle", "flip"), "toggle"),
    **dict.fromkeys(("open", "open up", "roll up", "pull up", "unroll", "draw back", "extend", "roll out", "wind out", "wind up", "unfurl", "crack open", "throw open", "unfold"), "open"),
    **dict.fromkeys(("close", "shut", "roll down", "pull down", "close up", "draw", "retract", "roll in", "wind in", "wind back in", "wind down", "fold in", "pull in", "draw in", "reel in", "bring in", "roll back in", "pull back in", "fold up"), "close"),
    **dict.fromkeys(("lock", "lock up", "secure", "bolt"), "lock"),
    **dict.fromkeys(("unlock", "unbolt"), "unlock"),
    **dict.fromkeys(
        ("turn up", "raise", "increase", "crank up", "crank", "bump up", "bring up", "boost",
         "put up", "push up", "ramp up", "up"), "up"),
    **dict.fromkeys(
        ("turn down", "lower", "decrease", "reduce", "bring down", "drop", "put down",
         "bump down", "ramp down", "down"), "down"),
    **dict.fromkeys(("dim", "dim down"), "dim"),
    **dict.fromkeys(("brighten", "brighten up", "lighten", "lighten up"), "brighten"),
    **dict.fromkeys(("heat up", "warm up", "warm", "heat"), "warm"),
    **dict.fromkeys(("cool down", "cool", "chill"), "cool"),
    **dict.fromkeys(("set", "change", "adjust", "make", "put", "bring", "turn", "switch", "move",
                     "get", "paint", "colour", "color", "go", "take", "keep", "give", "have", "let",
                     "leave", "shift", "pop", "stick", "whack", "bung", "chuck", "knock", "nudge", "slide", "bump", "ease", "throw", "fling"), "set"),
    **dict.fromkeys(("stop", "halt", "freeze"), "stop"),
    **dict.fromkeys(("pause", "hold"), "pause"),
    **dict.fromkeys(("resume", "continue", "unpause", "carry on", "keep playing", "go on"), "resume"),
    **dict.fromkeys(("mute", "silence"), "mute"),
    "unmute": "unmute",
    **dict.fromkeys(("start", "begin", "launch", "run", "trigger", "execute", "initiate", "use",
                     "brew", "boil", "do", "start up"), "start"),
    **dict.fromkeys(("arm",), "arm"),
    **dict.fromkeys(("disarm",), "disarm"),
    **dict.fromkeys(("clean", "vacuum", "hoover", "sweep", "mop"), "clean"),
    **dict.fromkeys(("mow",), "mow"), "water": "water",
    **dict.fromkeys(("dock", "return", "send home", "send back", "go home"), "dock"),
    "send": "send",
    **dict.fromkeys(("oscillate", "swing", "rotate"), "oscillate"),
    **dict.fromkeys(("skip",), "next"),
    **dict.fromkeys(("press", "push", "touch", "tap", "hit"), "press"),
    **dict.fromkeys(("slow", "slow down"), "slow"), **dict.fromkeys(("speed up", "quicken"), "quicken"),
    **dict.fromkeys(("make sure", "make sure that", "ensure", "ensure that", "make certain", "see to it that", "see that", "make that"), "ensure"),
}  # fmt: skip

IRREGULAR = {"set": ("set", "setting"), "put": ("put", "putting"), "shut": ("shut", "shutting"), "cut": ("cut", "cutting"),
             "dim": ("dimmed", "dimming"), "get": ("got", "getting"), "make": ("made", "making"), "stop": ("stopped", "stopping"),
             "drop": ("dropped", "dropping"), "begin": ("begun", "beginning"), "run": ("run", "running"), "draw": ("drawn", "drawing"),
             "bring": ("brought", "bringing"), "leave": ("left", "leaving"), "keep": ("kept", "keeping"), "give": ("given", "giving"),
             "mop": ("mopped", "mopping"), "flip": ("flipped", "flipping"), "go": ("gone", "going"), "have": ("had", "having"),
             "do": ("done", "doing"), "take": ("taken", "taking"), "let": ("let", "letting"), "hold": ("held", "holding"),
             "up": (), "down": (), "light up": (), "paint": (), "color": (), "colour": ()}  # fmt: skip
"""Participles that do not follow the rule, or that mean something else ("a running fan")."""


def _inflected(verb: str) -> tuple[str, ...]:
    """ "turned off" and "turning off" of "turn off"."""
    first, _, rest = verb.partition(" ")
    if first in IRREGULAR:
        forms = IRREGULAR[first]
    elif first.endswith("e"):
        forms = (f"{first}d", f"{first[:-1]}ing")
    else:
        forms = (f"{first}ed", f"{first}ing")
    return tuple(f"{form} {rest}".strip() for form in forms)


_STATELIKE = frozenset({"freezing", "boiling", "frozen", "chilled", "chilling"}) | frozenset({"running", "stopped", "locked", "unlocked", "closed", "opened", "shut", "set", "muted", "paused",
                        "heating", "cooling", "left", "done", "doing", "had", "going", "gone", "lighting", "docked", "cleaning", "armed", "disarmed",
                        "warming", "dimming", "used", "using", "cooled", "heated", "warmed", "having", "getting", "let", "charging"})  # fmt: skip
"""Participles that rather tell a state; as verbs they are left alone."""
for _verb, _action in list(VERBS.items()):
    for _form in _inflected(_verb):
        if _form not in _STATELIKE:
            VERBS.setdefault(_form, _action)

SPLIT_VERBS = frozenset(
    """turn switch power put flip flick shut crank bring get have bump dim roll pull make set leave keep
    ramp go push""".split()  # noqa: SIM905 - a table of words
)  # fmt: skip
"""Verbs whose particle may stand apart: "turn the light on"."""

PROPERTIES: dict[str, str] = {
    **dict.fromkeys(("brightness", "dimness", "light level", "light levels", "bright", "luminosity", "light intensity", "intensity", "dim", "light power", "lighting level"), "brightness"),
    **dict.fromkeys(("color temperature", "colour temperature", "white temperature"), "color_temp"),
    **dict.fromkeys(("color", "colour"), "color"),
    **dict.fromkeys(("volume", "audio", "sound", "loudness", "sound level", "loud"), "volume"),
    **dict.fromkeys(("temperature", "temp", "setpoint", "set point", "degrees setting",
                     "target temperature"), "temperature"),
    **dict.fromkeys(("position", "height"), "position"),
    **dict.fromkeys(("tilt", "slats", "slat", "slat angle", "tilt position"), "tilt"),
    **dict.fromkeys(("speed", "fan speed", "fan level"), "speed"),
    **dict.fromkeys(("humidity", "moisture"), "humidity"),
    **dict.fromkeys(("oscillation", "oscillating", "oscillate", "swinging"), "oscillation"),
    **dict.fromkeys(("fan mode", "fan setting"), "fan_mode"),
    **dict.fromkeys(("mode", "preset"), "mode"),
    **dict.fromkeys(("source", "input", "channel"), "source"),
    **dict.fromkeys(("battery", "battery level", "charge", "charge level", "charging level", "battery percentage", "battery charge"), "battery"),
    **dict.fromkeys(("power", "power consumption", "wattage", "watts", "power usage"), "power"),
    **dict.fromkeys(("energy", "energy use", "energy consumption", "electricity"), "energy"),
    **dict.fromkeys(("illuminance", "lux"), "illuminance"),
    **dict.fromkeys(("co2", "carbon dioxide", "air quality"), "carbon_dioxide"),
    **dict.fromkeys(("pressure", "air pressure"), "pressure"),
}  # fmt: skip

STATES: dict[str, str] = {
    "on": "on", "off": "off", "open": "open", "opened": "open", "ajar": "open", "closed": "closed", "shut": "closed", "retracted": "closed", "unlatched": "open",
    "locked": "locked", "unlocked": "unlocked", "playing": "playing", "paused": "paused",
    "running": "on", "burning": "on", "lit": "on", "active": "on", "detected": "on", "wet": "on",
    "cleaning": "cleaning", "docked": "docked", "charging": "on", "home": "home", "away": "not_home",
    "armed": "armed", "disarmed": "disarmed", "occupied": "on", "empty": "off", "clear": "off",
    "dry": "off", "heating": "heating", "cooling": "cooling", "muted": "muted", "motion": "on", "movement": "on",
    "idle": "idle", "stopped": "idle", "moving": "on", "lit up": "on",
}  # fmt: skip

HVAC_MODES: dict[str, str] = {
    "heat": "heat", "heating": "heat", "cool": "cool", "cooling": "cool", "auto": "auto", "automatic": "auto",
    "dry": "dry", "drying": "dry", "dehumidify": "dry", "dehumidifying": "dry", "dehumidification": "dry", "turbo": "boost", "energy saving": "eco", "economy": "eco", "normal": "normal", "baby": "baby", "night": "sleep", "home": "home", "fan only": "fan_only", "heat cool": "heat_cool", "off": "off",
    "eco": "eco", "away": "away", "comfort": "comfort", "sleep": "sleep", "boost": "boost",
}  # fmt: skip

FAN_MODES = frozenset(
    {
        "auto",
        "low",
        "medium",
        "high",
        "quiet",
        "silent",
        "turbo",
        "middle",
        "focus",
        "diffuse",
        "automatic",
    }
)
"""What the fan inside an air conditioner may be set to."""
MADE = frozenset({"make", "have", "get", "let"})
CAUSED = frozenset({"stop", "pause", "resume", "start", "dock", "clean", "mow", "oscillate"})
"""Actions that something may be made to do: "make the vacuum stop"."""
ALL_WORDS = frozenset({"all", "every", "each", "any", "whole", "entire"})
EVERYTHING = frozenset({"everything", "everywhere"})
"""Words that mean all devices, or all places."""
_WHOLE = tuple((which, *whole, home) for which in ("the", "my", "our") for whole in ((), ("whole",), ("entire",))
               for home in ("house", "home", "flat", "apartment", "place"))  # fmt: skip
EVERYWHERE = (("everywhere",), ("somewhere",), ("anywhere",), ("in", "every", "room"), ("in", "all", "rooms"), ("in", "all", "the", "rooms"),
              *((*of, *whole) for of in (("in",), ("throughout",), ("around",), ("across",), ("all", "over"), ("all", "around")) for whole in _WHOLE))  # fmt: skip
HERE = (("in", "here"), ("here",), ("in", "this", "room"), ("this", "room"), ("the", "room"), ("in", "the", "room"),
        ("around", "here"), ("over", "here"), ("my", "room"), ("in", "my", "room"))  # fmt: skip
THERE = (("in", "there"), ("there",), ("over", "there"))
PRONOUNS = frozenset({"it", "them", "him", "her", "that", "this", "those", "these", "they", "that one", "this one", "the same", "both of them", "all of them"})  # fmt: skip
REST = (("the", "rest", "of", "the"), ("the", "rest", "of"), ("all", "the", "rest"), ("the", "rest"), ("everything", "else"), ("all", "the", "others"),
        ("the", "others"), ("all", "others"), ("all", "the", "other", "ones"), ("all", "the", "other"), ("all", "other"), ("the", "remaining"))  # fmt: skip
"""Words for what has not been named yet."""
EXCEPT = (("except", "for"), ("except",), ("but", "not"), ("apart", "from"), ("other", "than"),
          ("besides",), ("excluding",), ("not", "counting"), ("but",), ("without",), ("and", "not"),
          ("aside", "from"), ("bar",), ("save", "for"), ("leaving", "out"), ("minus",))  # fmt: skip
"""Words before what is left out; a bare `but` counts only after a word for all."""

NAME_LIKE = frozenset({"well", "base", "dock", "charger"})
"""Function words that name a thing after an article: "the well light"."""
FUNCTION_WORDS = frozenset(
    """a an the my our your their his her its of in on at to for from with by please and also just now
    right then so too as well some up back again is are be so of one me us you i we want would like
    could can will shall should need to that s into onto over level levels device devices thing things
    there little absolutely completely totally entirely fully all way bit about around percent only actually
    immediately somebody someone anybody anyone nobody everybody everyone quickly straight away leave left even yet still today currently at the moment go ahead hey ok okay hi
    hello uh um er well oh yeah yes if thanks thank cheers mate love dear quick kindly maybe perhaps
    possibly simply once down inside room rooms house home throughout very really whole both each every any value
    state status setting indoor interior total overall it them more doing enough equally drawing his her its dock base home back charger charging going
    instead ones less have got get let been was were did does do""".split()  # noqa: SIM905 - a table of words
)
"""Words that carry no meaning of their own for a command."""

POLITE_STARTS = tuple(
    tuple(p.split())
    for p in longest_first(
        "please", "nah", "nope", "before bed", "first of all", "closing up", "locking up", "can you please", "could you please", "would you please", "can you", "could you",
        "would you", "will you", "would you mind", "do you mind", "could we", "can we", "can i have",
        "i would like you to", "i want you to", "i need you to", "i would like to", "i want to",
        "i would like", "i want", "i need", "i need to", "let us", "let us have", "let us get", "shall we have", "could i have", "may i have", "can we have", "could we have", "might i have", "i would like that you", "i would like you", "i want that you", "i would like to have", "what i would like you to do is", "what i want you to do is", "what i need you to do is", "what i would like is", "what you need to do is", "you must", "you need to", "you have to", "i would be ever so grateful if you would", "i would be grateful if you would", "i would be grateful if you could", "i would be ever so grateful if you could", "i would be so grateful if you could", "i would be very grateful if you could", "be so good as to", "would you be good enough to", "be an angel and", "me want", "me wants", "us want", "time to", "it is time to", "how about we", "why do not you", "why do not we", "go on and", "feel free to", "i need someone to", "i need somebody to", "can someone", "could someone", "can somebody", "could somebody", "will someone", "would someone", "someone please", "somebody please", "hey", "hi", "hello", "ok", "okay",
        "so", "well", "um", "uh", "er", "erm", "now", "alright", "just", "then", "and then",
        "go ahead and", "be so kind and", "be a dear and", "kindly", "actually", "oh", "sorry", "ugh", "argh", "hmm", "yo", "psst", "oi", "oh for goodness sake", "for goodness sake", "for gods sake", "for heavens sake", "for crying out loud", "please to", "to", "right then", "okay so", "ok so", "so then", "and so", "dear", "love", "look", "there is a good", "be a love and", "be a darling and", "be a good lad and", "would you be a dear and", "would you be a love and",
        "i was wondering whether you could possibly", "i was wondering if you could possibly", "i was wondering if you could", "i was wondering whether you could", "i wonder if you could", "i wonder whether you could",
        "do you think you could", "do you think you can", "any chance you could", "is there any chance you could", "any chance of you", "possibly", "i think i would like you to", "i would appreciate it if you could", "i would appreciate it if you would", "it would be great if you could", "it would be nice if you could", "it would be lovely if you could", "would you be able to", "are you able to", "could you possibly", "can you possibly", "would you possibly", "could you maybe", "can you maybe", "could you perhaps", "i am going to need you to", "i will need you to", "i would love it if you could", "mind if you", "when you get a chance", "when you have a moment", "when you have a second", "when you can", "if it is not too much trouble", "if it is no trouble", "if it is no bother", "if you do not mind", "if you please", "you know what", "listen",
        "if you could", "if you would", "would it be possible to", "is it possible to", "maybe",
        "quickly", "you can", "you could", "do me a favor and", "do me a favour and",
        "would you be so kind as to", "i think you should", "please could you", "please can you",
        "please would you", "and", "also", "i said", "i meant", "no i meant", "i mean", "you know", "like", "not that one", "no not that one",
        "the thing is", "we need to", "we should", "make sure to", "make sure you", "go and", "hey there",
        "would you kindly", "could you just", "can you just", "help me", "try to", "you should",
    )
)  # fmt: skip
POLITE_ENDS = tuple(
    tuple(p.split())
    for p in longest_first(
        "please", "until said otherwise", "until i say otherwise", "until further notice", "until i tell you otherwise", "thanks", "thank you", "for me", "now", "right now", "will you", "would you",
        "could you", "can you", "if you can", "if you could", "if possible", "immediately", "ok", "okay",
        "mate", "at once", "right away", "straight away", "as well", "too", "already", "again", "for us",
        "if you do not mind", "when you can", "when you get a chance", "asap", "quickly", "cheers",
        "if you would", "if you please", "thank you very much", "thanks a lot", "you know", "dear", "buddy",
        "will ya", "real quick", "this instant", "by any chance", "roughly", "at all", "approximately", "more or less", "please and thank you", "with them", "ta", "ta very much", "ok thanks", "okay thanks", "if you would be so kind", "if you would not mind", "would you mind", "pretty please", "por favor", "sorry", "for a bit", "for the moment", "before my shower", "before my bath", "before bed", "before dinner", "before i go", "before we go", "before i leave", "before we leave", "for my shower", "for my bath", "at the moment", "when you get a minute", "when you get the chance", "when you have time", "if that is ok", "if that is okay", "if that is all right", "if it is ok", "tonight please", "do you hear", "for goodness sake", "like a good lad", "like a good girl", "like a good boy", "love", "darling", "sweetie", "honey", "dude", "man", "pal", "my friend", "if you do not mind", "if it is not too much trouble", "when you have a moment", "when you have a second", "or something", "innit", "go on", "will you please", "there is a good lad", "for crying out loud", "some", "instead", "then", "after all", "and also",
    )
)  # fmt: skip

QUESTION_STARTS = tuple(
    tuple(p.split())
    for p in longest_first(
        "get status", "get the status", "get me the status", "get state", "get the state", "report on", "report the status", "status of", "what is", "what are", "what was", "whose", "which", "what", "is", "are", "was", "were", "how many", "how much",
        "how", "did", "does", "do", "has", "have", "where is", "where are", "who", "when", "tell me", "check if", "check whether",
        "check", "show me", "give me", "show us", "give us", "alert me if", "alert me whether", "update me if", "update me whether", "whether", "tell me if", "tell me whether", "can you tell me", "could you tell me", "do you know", "i want to know",
        "let me know", "is there", "are there", "there is any", "there are any", "list", "list me", "any", "am i", "could you check", "can you check", "why", "is not", "are not", "did not", "have not", "has not", "was not", "does not", "did anyone", "did anybody", "did someone", "did somebody", "anybody", "anyone", "has anyone", "has anybody", "what have i", "what did i", "have i", "did i", "have we", "did we", "have you", "did you", "how about", "what about", "could you tell me if", "can you tell me if", "do you know if", "i wonder if", "should i", "should we", "shall i", "shall we", "am i", "may i", "must i", "any idea if",
    )
)  # fmt: skip
