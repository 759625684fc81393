"""Every language of the package is understood and answered in, by its own templates."""

import unicodedata
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from home_assistant_intents import get_languages

from context.snapshot import Snapshot
from context.turn import Clause, Decline, Interpretation, Outcome, Transcript
from gateway.entrypoints.parsing import meaning
from gateway.evaluate.commands import snapshot_of
from gateway.evaluate.nlu.languages import Sampler, judge
from gateway.languages import UnknownLanguageError, is_own, package_language, plain
from gateway.replies import replies
from gateway.speak.phrase import phrase
from gateway.understand.mind import mind_for
from gateway.yaml_lines import FormatError
from tests.gateway.evaluate.fakes import home_with

HOMES = Path(__file__).parents[1] / "stories" / "homes"
HOME_OF = {"de": "linde", "fr": "tilleul", "es": "olivo", "ko": "sonamu"}
DECOMPOSED = unicodedata.normalize("NFD", "스탠드 켜줘")
ENOUGH = 95.0  # Per cent; the rest are titles that a player cannot show, and twins of templates.


@cache
def home(language: str) -> Snapshot:
    """A home with names of its language; the German one for languages without a home here."""
    found = snapshot_of(HOMES / f"{HOME_OF.get(language, 'linde')}.yaml")
    return replace(found, household=replace(found.household, language=language))


def understood(language: str, text: str, area: str | None = None) -> dict[str, Any]:
    return dict(meaning(home(language), Transcript(text, area=area)))


@pytest.mark.slow
@pytest.mark.parametrize("language", HOME_OF)
def test_what_the_templates_say_is_understood(language: str) -> None:
    tally = judge(language, home(language), meaning, each=1, seed=7)
    assert tally.n > 60
    wrong = [(kind, drawn.text) for kind, drawn, _ in tally.misses]
    assert 100 * tally.intents / tally.n >= ENOUGH, wrong
    assert 100 * tally.hit / tally.aimed >= ENOUGH, wrong


@pytest.mark.slow
@pytest.mark.parametrize("language", get_languages())
def test_every_language_turns_on_a_light(language: str) -> None:
    drawn = next(
        d
        for d in Sampler(language, home(language)).draw(8, frozenset({"HassTurnOn"}))
        if d.targets and "name" in d.slots and all(t.startswith("light.") for t in d.targets)
    )
    found = understood(language, drawn.text, drawn.area)
    assert (found["intent"], set(found["targets"])) == ("HassTurnOn", drawn.targets)


@pytest.mark.parametrize("language", [x for x in get_languages() if not is_own(x)])
def test_what_is_not_understood_is_declined_in_the_language(language: str) -> None:
    snapshot = home("de")
    snapshot = replace(snapshot, household=replace(snapshot.household, language=language))
    told = phrase(Decline("not_understood"), Outcome(), (), snapshot)
    assert told.rstrip(".!?\u3002") == replies(language).of_error("no_intent").rstrip(".!?\u3002")
    assert "Sorry, I did not" not in told


@pytest.mark.parametrize("language", ["de", "fr-CA", "ko"])
def test_the_model_is_not_asked_about_other_languages(language: str) -> None:
    assert mind_for(language).model is None
    parsed = (
        mind_for(language)
        .parser()
        .parse("turn on the lights", Transcript("turn on the lights"), home("de"))
    )
    assert parsed == Interpretation("turn on the lights", (Clause("turn on the lights"),))


@pytest.mark.parametrize(
    ("language", "text", "area", "intent", "targets"),
    [
        ("de", "SCHALTE DIE STEHLAMPE EIN!", None, "HassTurnOn", ["light.floor_lamp"]),
        ("de", "Licht aus", "living", "HassTurnOff", ["light.floor_lamp", "light.reading"]),
        ("de", "pausieren", "bath", "HassMediaPause", ["media_player.tv"]),
        ("fr", "allume l\u2019applique", None, "HassTurnOn", ["light.hall"]),
        ("fr", "eteins la lumiere", "kitchen", "HassTurnOff", ["light.ceiling", "light.strip"]),
        ("de", "Licht in der Kueche an", None, "HassTurnOn", ["light.ceiling", "light.strip"]),
        ("de", "oeffne den Rollladen", None, "HassTurnOn", ["cover.living"]),
        ("es", "abre las persianas del salón", None, "HassTurnOn", ["cover.living"]),
        ("ko", DECOMPOSED, None, "HassTurnOn", ["light.floor_lamp"]),
        ("ko", "스탠드를 켜 줘", None, "HassTurnOn", ["light.floor_lamp"]),
        ("ko", "서재 불을 꺼줘", None, "HassTurnOff", ["light.desk"]),
        ("de", "sind alle Lichter im Büro an", None, "HassGetState", ["light.desk"]),
        ("de", "schalte alle Lichter außer in der Küche aus", None, None, []),
        ("de", "schalte nicht das Licht in der Küche aus", None, None, []),
        ("de", "schalte das Licht in der Küche und im Wohnzimmer nicht aus", None, None, []),
        ("fr", "n'allume pas la lumière de la cuisine", None, None, []),
        ("es", "no enciendas la luz de la cocina", None, None, []),
        ("ko", "거실 불 켜지 마", None, None, []),
        ("de", "sind alle Lichter schön bunt angemalt", None, None, []),
    ],
)  # fmt: skip
def test_sentences_as_people_write_them(
    language: str, text: str, area: str | None, intent: str | None, targets: list[str]
) -> None:
    found = understood(language, text, area)
    assert (found["intent"], sorted(found["targets"])) == (intent, targets)


def test_what_is_put_on_a_list_keeps_its_accents() -> None:
    found = understood("es", "anade piñas a la lista de la compra")
    assert (found["intent"], found["slots"]["item"]) == ("HassListAddItem", "piñas")


def test_yes_no_and_and_come_from_the_package() -> None:
    told = [(replies(x).yes, replies(x).no, replies(x).joiner) for x in ("de", "fr", "es", "ko")]
    assert told == [
        ("ja", "nein", " und "),
        ("oui", "non", " et "),
        ("sí", "no", " y "),
        ("네", "아니요", " 그리고 "),
    ]


def test_an_unknown_language_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(UnknownLanguageError, match="de, de-CH, el, en"):
        package_language("xx")
    with pytest.raises(FormatError, match="no sentences for language 'xx'; there are: af, ar"):
        home_with(language="xx")


def test_plain_text_has_one_form_of_each_letter() -> None:
    assert plain("e\u0301le\u0300ve l\u2019e\u0301tage") == "élève l'étage"
