"""The grammar reads what Home Assistant's templates say, with this home's names, no more."""

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hassil import recognize_best
from hassil.expression import (
    Alternative,
    Expression,
    Group,
    ListReference,
    RuleReference,
    TextChunk,
)
from hassil.intents import RangeSlotList, TextSlotList
from hassil.recognize import RecognizeResult

from context.agenda import ListEntry
from context.places import Area, Floor, Household
from context.snapshot import Snapshot
from devices.model import Device
from gateway.understand.grammar import (
    TEXT_CHARS_MAX,
    CustomSentencesError,
    Grammar,
    UnknownLanguageError,
)
from gateway.understand.grammar_sources import CUSTOM, load_intents, package_language
from gateway.understand.grammar_templates import build, possible


def device(
    id: str, name: str, *aliases: str, area: str | None = None, kind: str | None = None
) -> Device:
    return Device(
        id=id, name=name, dialect="fake", source="t", area=area, aliases=aliases, kind=kind
    )


def home(
    areas: list[Area], floors: list[Floor], *devices: Device, lists: tuple[str, ...] = ()
) -> Snapshot:
    household = Household(
        areas={area.id: area for area in areas}, floors={floor.id: floor for floor in floors}
    )
    return Snapshot(
        now=datetime(2026, 3, 2, 12, tzinfo=UTC),
        household=household,
        devices={each.id: each for each in devices},
        lists=tuple(ListEntry(name, "something") for name in lists),
        version=1,
    )


HOME = home(
    [Area("kitchen", "Kitchen", "ground"), Area("lounge", "Living Room", "ground", ("lounge",))],
    [Floor("ground", "Ground floor", ("downstairs",))],
    device("light.kitchen", "Kitchen ceiling light", "big light", area="kitchen"),
    device("light.lounge", "Living room lamp", "reading light", area="lounge"),
    device("light.desk", "Desk lamp", "work light"),
    device("switch.bench", "Bench lamp", "work light"),
    device("cover.kitchen", "Kitchen blind", area="kitchen", kind="blind"),
    device("lock.front", "Front door"),
    device("binary_sensor.front", "Front door", kind="door"),
    device("media_player.tv", "TV", "telly", area="lounge"),
    device("climate.hall", "Hall thermostat"),
    device("scene.movie", "Movie night!"),
    lists=("hardware store",),
)  # fmt: skip


@cache
def grammar(language: str = "en") -> Grammar:
    """One for all tests: loading takes a tenth of a second."""
    return Grammar(language)


def read(
    text: str, area: str | None = None, language: str = "en", at: Snapshot = HOME
) -> tuple[str, dict[str, Any]] | None:
    reading = grammar(language).read(text, at, area)
    return (reading.intent, dict(reading.slots)) if reading else None


def check(text: str, intent: str, /, **slots: Any) -> None:
    assert read(text) == (intent, slots)


# --- what is read --------------------------------------------------------------------------------


def test_a_device_is_named_by_its_own_name_whatever_it_was_called() -> None:
    check("turn on the kitchen ceiling light", "HassTurnOn", name="Kitchen ceiling light")
    check("Turn on the BIG light, please!", "HassTurnOn", name="Kitchen ceiling light")
    check("switch off the reading light", "HassTurnOff", name="Living room lamp")


def test_a_name_that_two_devices_share_stays_as_spoken() -> None:
    check("turn on the work light", "HassTurnOn", name="work light")


def test_a_name_is_understood_without_its_punctuation() -> None:
    check("activate movie night", "HassTurnOn", name="Movie night!", domain="scene")


def test_areas_and_floors_go_by_their_own_names() -> None:
    check("turn off the lights in the lounge", "HassTurnOff", domain="light", area="Living Room")
    check(
        "turn off the lights on the ground floor",
        "HassTurnOff",
        domain="light",
        floor="Ground floor",
    )


def test_the_area_of_the_microphone_fills_in_where_the_sentence_leaves_it_open() -> None:
    assert read("turn off the lights", "kitchen") == (
        "HassTurnOff", {"domain": "light", "area": "Kitchen"},
    )  # fmt: skip
    assert read("turn off the lights", None) is None


def test_a_device_name_goes_before_an_area_with_a_type() -> None:
    check("open the kitchen blind", "HassTurnOn", name="Kitchen blind", domain="cover")


def test_a_template_for_one_domain_says_which() -> None:
    check("unlock the front door", "HassTurnOff", name="Front door", domain="lock")


def test_numbers_are_numbers() -> None:
    check("set the desk lamp brightness to 40 percent", "HassLightSet",
          name="Desk lamp", domain="light", brightness=40)  # fmt: skip
    check("set hall thermostat to 20.5 degrees", "HassClimateSetTemperature",
          name="Hall thermostat", domain="climate", temperature=20.5)  # fmt: skip
    check("set a timer for ten minutes", "HassStartTimer", minutes=10)


def test_the_temperature_of_a_light_is_its_colour_temperature_in_kelvin() -> None:
    check("set the desk lamp color temperature to warm white", "HassLightSet",
          name="Desk lamp", domain="light", color_temperature=2700)  # fmt: skip
    check("set the desk lamp to red", "HassLightSet", name="Desk lamp", domain="light", color="red")


def test_a_question_says_what_kind_it_is() -> None:
    check("is the front door locked", "HassGetState",
          name="Front door", domain="lock", state="locked", question="one_yesno")  # fmt: skip
    check("how many lights are on", "HassGetState", domain="light", state="on", question="how_many")
    check("which lights are on downstairs", "HassGetState",
          domain="light", state="on", floor="Ground floor", question="which")  # fmt: skip
    check("are any blinds open", "HassGetState",
          domain="cover", device_class="blind", state="open", question="any")  # fmt: skip


def test_shopping_is_one_of_the_lists() -> None:
    check("add milk to the shopping list", "HassListAddItem", list="shopping", item="milk")
    check(
        "check off milk on my shopping list", "HassListCompleteItem", list="shopping", item="milk"
    )


def test_a_list_goes_by_the_household_s_name_for_it() -> None:
    check("add screws to the hardware store list", "HassListAddItem",
          list="hardware store", item="screws")  # fmt: skip
    check("add call mum to my todo list", "HassListAddItem", list="to-do", item="call mum")


def test_what_no_template_says_is_not_read() -> None:
    assert read("who was the third president") is None
    assert read("turn on the sauna") is None
    assert read("") is None


def test_a_very_long_text_is_not_even_tried() -> None:
    assert read("turn on the big light" + " please" * TEXT_CHARS_MAX) is None


def test_slots_that_took_any_words_are_told_apart() -> None:
    found = grammar().read_with_wildcards("play some jazz on the telly", HOME, None)
    assert found is not None
    assert (dict(found[0].slots), found[1]) == (
        {"search_query": "some jazz", "name": "TV", "domain": "media_player"},
        frozenset({"search_query"}),
    )


def test_a_timer_s_name_is_any_words_and_no_device() -> None:
    found = grammar().read_with_wildcards("cancel the pasta timer", HOME, None)
    assert found is not None
    assert (dict(found[0].slots), found[1]) == ({"name": "pasta"}, frozenset({"name"}))


def test_a_reading_of_the_grammar_is_certain() -> None:
    reading = grammar().read("mute the telly", HOME, None)
    assert reading is not None
    assert (reading.by, reading.probability) == ("grammar", 1.0)


def test_a_renamed_device_is_known_by_its_new_name_at_once() -> None:
    reader = grammar()
    assert reader.read("turn on the sauna", HOME, None) is None
    devices = {**HOME.devices, "switch.s": device("switch.s", "Sauna")}
    renamed = replace(HOME, devices=devices, version=HOME.version + 1)
    assert reader.read("turn on the sauna", renamed, None) is not None


def test_two_homes_with_the_same_version_are_not_mixed_up() -> None:
    other = home([], [], device("light.x", "Sauna"))
    assert read("turn on the sauna", at=other) == ("HassTurnOn", {"name": "Sauna"})
    assert read("turn on the sauna") is None


# --- other languages -----------------------------------------------------------------------------

GERMAN = home(
    [Area("kueche", "Küche")], [], device("light.d", "Schreibtischlampe"),
    device("cover.k", "Küchenrollo", kind="blind"),
)  # fmt: skip
FRENCH = home(
    [Area("cuisine", "Cuisine"), Area("entree", "Entrée")], [], device("light.l", "Lampe de chevet")
)
SPANISH = home([Area("cocina", "Cocina")], [], device("light.l", "Lámpara de lectura"))
KOREAN = home([Area("k", "부엌")], [], device("light.l", "독서등"))


@pytest.mark.parametrize(
    ("language", "at", "text", "expected"),
    [
        ("de", GERMAN, "Schalte bitte die Schreibtischlampe ein",
         ("HassTurnOn", {"name": "Schreibtischlampe", "domain": "light"})),
        ("de", GERMAN, "Schalte das Licht in der Küche aus",
         ("HassTurnOff", {"domain": "light", "area": "Küche"})),
        ("de", GERMAN, "Wie ist die Temperatur in der Küche?",
         ("HassClimateGetTemperature", {"area": "Küche"})),
        ("fr", FRENCH, "Allume la lampe de chevet",
         ("HassTurnOn", {"name": "Lampe de chevet"})),
        ("fr", FRENCH, "Quelle est la température dans l\u2019entrée ?",
         ("HassClimateGetTemperature", {"area": "Entrée"})),
        ("fr", FRENCH, "ajoute du lait à la liste de courses",
         ("HassListAddItem", {"item": "lait", "list": "shopping"})),
        ("es", SPANISH, "Enciende la lámpara de lectura",
         ("HassTurnOn", {"name": "Lámpara de lectura"})),
        ("es", SPANISH, "apaga todas las luces de la cocina",
         ("HassTurnOff", {"domain": "light", "area": "Cocina"})),
        ("es", SPANISH, "Pon un temporizador de 10 minutos",
         ("HassStartTimer", {"minutes": 10})),
        ("ko", KOREAN, "독서등 켜줘", ("HassTurnOn", {"name": "독서등"})),
        ("ko", KOREAN, "부엌 온도 몇 도야", ("HassClimateGetTemperature", {"area": "부엌"})),
        ("ko", KOREAN, "쇼핑 리스트에 우유 추가해줘",
         ("HassListAddItem", {"item": "우유", "list": "shopping"})),
    ],
)  # fmt: skip
def test_other_languages_are_read_with_names_in_them(
    language: str, at: Snapshot, text: str, expected: tuple[str, dict[str, Any]]
) -> None:
    assert read(text, language=language, at=at) == expected


def test_a_language_tag_finds_the_nearest_language() -> None:
    tags = ["en", "en-US", "de_CH", "de-AT", "pt-BR", "pt-PT", "zh-Hant-TW", "no", "sr-Latn-RS"]
    found = [package_language(tag) for tag in tags]
    assert found == ["en", "en", "de-CH", "de", "pt-BR", "pt", "zh-TW", "nb", "sr-Latn"]


def test_an_unknown_language_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UnknownLanguageError, match=r"'tlh'.*\ben, es\b"):
        Grammar("tlh").load()


# --- the household's own sentences ---------------------------------------------------------------

COFFEE = """
language: en
intents:
  BrewCoffee:
    data:
      - sentences: ["(brew|make) <cup> [of] {strength} coffee"]
        slots: {machine: big}
      - sentences: ["espresso here"]
        requires_context: {area: {slot: true}}
  HassTurnOn:
    data:
      - sentences: ["let there be light"]
        slots: {domain: light}
lists:
  strength:
    values:
      - in: "(strong|dark)"
        out: 3
      - mild
expansion_rules:
  cup: "[a] (cup|mug)"
responses: {intents: {}}
"""


SMALL = "id"  # Indonesian: few templates, so that a test of files need not load a large language.


def own(folder: Path, language: str = SMALL, **files: str) -> Grammar:
    """A grammar with files of the household's sentences."""
    (folder / language).mkdir()
    for name, text in files.items():
        (folder / language / f"{name}.yaml").write_text(text, encoding="utf-8")
    return Grammar(language, folder)


def test_own_sentences_are_read_in_home_assistant_s_format(tmp_path: Path) -> None:
    reader = own(tmp_path, coffee=COFFEE)
    reading = reader.read("make a mug of strong coffee", HOME, None)
    assert reading is not None
    assert (reading.intent, reading.slots) == ("BrewCoffee", {"strength": 3, "machine": "big"})


def test_own_sentences_know_the_area_of_the_microphone(tmp_path: Path) -> None:
    reader = own(tmp_path, coffee=COFFEE)
    reading = reader.read("espresso here", HOME, "kitchen")
    assert reading is not None
    assert reading.slots == {"area": "Kitchen"}
    assert reader.read("espresso here", HOME, None) is None


def test_own_sentences_extend_a_known_intent_and_leave_the_rest(tmp_path: Path) -> None:
    reader = own(tmp_path, "en", coffee=COFFEE)
    for text in ("let there be light", "turn on the big light"):
        reading = reader.read(text, HOME, None)
        assert reading is not None
        assert reading.intent == "HassTurnOn"


def test_own_sentences_go_before_those_of_the_package(tmp_path: Path) -> None:
    text = "intents: {Mine: {data: [{sentences: ['what time is it']}]}}"
    reading = own(tmp_path, "en", mine=text).read("what time is it", HOME, None)
    assert reading is not None
    assert reading.intent == "Mine"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("intents: [", "not valid YAML"),
        ("- a", "must hold a mapping"),
        ("intents: {A: {}}", "intent A: `data` must be a list"),
        ("intents: {A: {data: [{sentences: hello}]}}", "`sentences` must be a list of texts"),
        ("intents: {A: {data: [{sentences: ['go (up']}]}}", "sentence 'go \\(up'"),
        ("intents: {A: {data: [{sentences: ['go <up>']}]}}", "there is no rule <up>"),
        ("intents: {A: {data: [{sentences: ['go {up}']}]}}", "there is no list {up}"),
        ("expansion_rules: {a: 'x <b>', b: 'y <a>'}", "refers to itself"),
        ("lists: {a: {valeus: [b]}}", "lists: a: "),
        ("intents: {A: {data: [{sentences: [x], lists: {a: {}}}]}}", "block 1: lists: a: "),
        ("intents: {A: {data: [{sentences: [x], required_keywords: 3}]}}", "broken.yaml"),
        ("lists: {strength: {values: {in: x}}}", "lists: strength: `values` must be a list"),
        ("lists: {a: {values: [{in: 'b <c>', out: d}]}}", "list {a}: there is no rule <c>"),
        ("intents: {A: {data: [{sentences: [x], metadata: [y]}]}}", "broken.yaml"),
    ],
)
def test_a_bad_file_is_named_with_the_reason_and_the_others_count(
    tmp_path: Path, text: str, why: str
) -> None:
    reader = own(tmp_path, coffee=COFFEE, broken=text)
    with pytest.raises(CustomSentencesError, match=f"(?s)broken.yaml.*{why}|{why}"):
        reader.load()
    assert reader.read("let there be light", HOME, None) is not None


def test_a_file_that_leans_on_a_bad_one_is_left_out_too(tmp_path: Path) -> None:
    leaning = "intents: {A: {data: [{sentences: ['go <up>']}]}}"
    reader = own(tmp_path, leaning=leaning, bad="expansion_rules: {up: 'up <up>'}")
    with pytest.raises(CustomSentencesError, match=r"(?s)bad.yaml.*leaning.yaml"):
        reader.load()
    assert reader.read("go up", HOME, None) is None


def test_reading_goes_on_when_a_file_is_bad(tmp_path: Path) -> None:
    reader = own(tmp_path, coffee=COFFEE, broken="- a")
    assert reader.read("let there be light", HOME, None) is not None


# --- the filter before hassil --------------------------------------------------------------------


def test_ruling_templates_out_beforehand_changes_no_result() -> None:
    """Sentences drawn from the templates, some spoilt, against hassil with all templates."""
    for language in ("en", "ko", "zh-HK", "tr"):
        for text in _drawn(language, seed=7, count=30):
            assert _plain(text, language) == _filtered(text, language), text


def test_a_word_that_no_template_can_say_rules_out_all_without_wildcards() -> None:
    reader = grammar()
    reader.read("warm up", HOME, None)
    assert reader._index is not None
    sayable = reader._index.sayable
    home = {"name": frozenset({"lamp"})}
    assert sayable.by("please", home) is None  # skipped by hassil
    strange, light, lights = (sayable.by(w, home) for w in ("senator", "light", "lights"))
    lamp, digits = sayable.by("lamp's", home), sayable.by("40%", home)
    assert strange is not None
    assert all(mask is not None and strange & ~mask == 0 for mask in (light, lights, lamp, digits))
    assert all(mask is not None and mask & ~strange for mask in (light, lights, lamp, digits))


def test_an_out_of_scope_sentence_leaves_hassil_nothing_to_do() -> None:
    reader = grammar()
    reader.read("warm up", HOME, None)
    assert reader._index is not None
    assert reader._home is not None
    words = reader._home.words
    assert possible(reader._index, "convert ten dollars to euros", words, placed=True) is None


def _drawn(language: str, seed: int, count: int) -> Iterator[str]:
    """Random sentences of a language's templates; about half as they are."""
    chance = random.Random(seed)
    reader = grammar(language)
    reader.read("warm up", HOME, None)
    assert reader._index is not None
    assert reader._home is not None
    intents = reader._index.intents
    lists = {**intents.slot_lists, **reader._home.slot_lists}

    def say(part: Expression) -> str:
        if isinstance(part, TextChunk):
            return part.text
        if isinstance(part, Alternative):
            return say(chance.choice(part.items))
        if isinstance(part, Group):
            return "".join(say(item) for item in part.items)
        if isinstance(part, RuleReference):
            return say(intents.expansion_rules[part.rule_name].expression)
        assert isinstance(part, ListReference)
        values = lists.get(part.list_name)
        if isinstance(values, TextSlotList):
            return say(chance.choice(values.values).text_in)
        return "20" if isinstance(values, RangeSlotList) else "Ärger mit abba"

    for template in chance.choices(reader._index.templates, k=count):
        text = " ".join(say(template.data.sentences[0].expression).split())
        yield chance.choice([text, text.upper(), text + "?!", text.replace(" ", "-", 1)])


def _plain(text: str, language: str) -> object:
    reader = grammar(language)
    assert reader._index is not None
    return _recognised(text, language, reader._index.intents)


def _filtered(text: str, language: str) -> object:
    reader = grammar(language)
    assert reader._index is not None
    assert reader._home is not None
    left = possible(reader._index, text, reader._home.words, placed=True)
    return _recognised(text, language, left) if left else None


def _recognised(text: str, language: str, intents: Any) -> object:
    reader = grammar(language)
    assert reader._home is not None
    result: RecognizeResult | None = recognize_best(
        text, intents, slot_lists=dict(reader._home.slot_lists), best_slot_name="name",
        best_metadata_key=CUSTOM, intent_context={"area": "Kitchen"}, language=intents.language,
    )  # fmt: skip
    if result is None:
        return None
    values = sorted((e.name, str(e.value), e.is_wildcard) for e in result.entities_list)
    return result.intent.name, values, result.text_chunks_matched, result.response


def test_a_list_that_carries_a_domain_is_not_ruled_out(tmp_path: Path) -> None:
    text = """
intents: {A: {data: [{sentences: ["wake {pet} with {name}"], requires_context: {domain: pet}}]}}
lists: {pet: {values: [{in: cat, out: cat, context: {domain: pet}}]}}
"""
    own(tmp_path, pet=text)
    intents, faults = load_intents(SMALL, tmp_path)
    assert not faults
    assert None in build(intents).named
