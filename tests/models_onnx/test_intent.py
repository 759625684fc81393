"""The committed model: sane answers, places inside the text, bounded and quick."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models_onnx.encoder import Mark
from models_onnx.intent import Hypothesis, IntentModel, IntentPrediction, best_path
from models_onnx.labels import INTENTS, SLOTS, tags

SENTENCES = [
    ("turn on the kitchen light", "HassTurnOn"),
    ("could you switch the bedside lamp off please", "HassTurnOff"),
    ("lock the back door", "HassTurnOn"),
    ("unlock the front door", "HassTurnOff"),
    ("open the bedroom curtains", "HassTurnOn"),
    ("close all the blinds upstairs", "HassTurnOff"),
    ("activate the movie night scene", "HassTurnOn"),
    ("toggle the desk lamp", "HassToggle"),
    ("is the garage door open", "HassGetState"),
    ("how many lights are on downstairs", "HassGetState"),
    ("dim the living room lights to 40%", "HassLightSet"),
    ("make the hall lamp blue", "HassLightSet"),
    ("a bit brighter please", "HassLightSet"),
    ("set the blinds to fifty percent", "HassSetPosition"),
    ("stop the curtains", "HassStopMoving"),
    ("set the thermostat to 21.5 degrees", "HassClimateSetTemperature"),
    ("two degrees warmer", "HassClimateSetTemperature"),
    ("i'm freezing", "HassClimateSetTemperature"),
    ("what's the temperature in the bedroom", "HassClimateGetTemperature"),
    ("set the ceiling fan to high", "HassFanSetSpeed"),
    ("send the vacuum back to its dock", "HassVacuumReturnToBase"),
    ("vacuum the living room", "HassVacuumCleanArea"),
    ("set the volume to thirty", "HassSetVolume"),
    ("turn it down a bit", "HassSetVolumeRelative"),
    ("pause the music", "HassMediaPause"),
    ("play some jazz in the office", "HassMediaSearchAndPlay"),
    ("what song is this", "MediaQuery"),
    ("set a timer for ten minutes", "HassStartTimer"),
    ("how much time is left on the pizza timer", "HassTimerStatus"),
    ("cancel all timers", "HassCancelAllTimers"),
    ("wake me up at half past six tomorrow", "AlarmSet"),
    ("remind me to take out the trash at nine", "ReminderSet"),
    ("add milk to the shopping list", "HassListAddItem"),
    ("what's on my to do list", "ListQuery"),
    ("what time is it", "HassGetCurrentTime"),
    ("will it rain tomorrow", "HassGetWeather"),
    ("announce that dinner is ready", "HassBroadcast"),
    ("never mind", "HassNevermind"),
    ("arm the alarm for the night", "AlarmPanelArm"),
    ("i painted the kitchen yesterday", "OutOfScope"),
    ("and that is why the senator resigned", "OutOfScope"),
    ("how do i clean a carpet", "OutOfScope"),
    ("book a table for two in berlin", "OutOfScope"),
    ("she turned off the lamp and left the room", "OutOfScope"),
]
RIGHT_MIN = 0.85
SECONDS_A_SENTENCE_MAX = 0.05  # Fifty times what a desktop core needs.


@pytest.fixture(scope="module")
def model() -> IntentModel:
    return _model()


def test_hand_written_sentences_are_mostly_understood(model: IntentModel) -> None:
    said = model.predict_batch([text for text, _ in SENTENCES])
    wrong = [
        (text, one.intent)
        for (text, intent), one in zip(SENTENCES, said, strict=True)
        if one.intent != intent
    ]
    assert len(wrong) <= (1 - RIGHT_MIN) * len(SENTENCES), wrong


@pytest.mark.parametrize(
    ("text", "slots"),
    [
        ("turn on the kitchen light", {"area": "kitchen", "device_class": "light"}),
        ("switch off zorblax", {"name": "zorblax"}),
        ("dim the living room lights to 40%", {"area": "living room", "brightness": "40%"}),
        ("set the thermostat to 21.5 degrees", {"temperature": "21.5 degrees"}),
        ("set a timer for ten minutes", {"duration": "ten minutes"}),
        ("add oat milk to the shopping list", {"item": "oat milk", "list": "shopping list"}),
        ("is the front door locked", {"name": "front door", "state": "locked"}),
    ],
)
def test_slots_are_the_words_that_were_said(
    model: IntentModel, text: str, slots: dict[str, str]
) -> None:
    assert slots.items() <= {one.slot: one.text for one in model.predict(text).slots}.items()


def test_a_delay_does_not_change_the_intent(model: IntentModel) -> None:
    assert model.predict("turn off the heater in ten minutes").intent == "HassTurnOff"


def test_at_most_five_intents_come_best_first(model: IntentModel) -> None:
    shares = [share for _, share in model.predict("make it warmer").intents]
    assert len(shares) <= 5
    assert shares == sorted(shares, reverse=True)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_spans_are_the_text_they_point_at(text: str) -> None:
    end = 0
    for one in _model().predict(text).slots:
        assert end <= one.start < one.end <= len(text)
        assert text[one.start : one.end] == one.text
        assert one.slot in SLOTS
        end = one.end


@pytest.mark.parametrize("text", ["", "   ", "\u200b"])
def test_nothing_said_is_nothing_to_act_on(model: IntentModel, text: str) -> None:
    assert model.predict(text) == IntentPrediction((Hypothesis("OutOfScope", 1.0),))


def test_an_endless_text_is_cut(model: IntentModel) -> None:
    assert isinstance(model.predict("turn on the light and " * 5000), IntentPrediction)


def test_a_batch_answers_as_one_by_one(model: IntentModel) -> None:
    texts = ["mute", "turn on the light in the really very big dining room please"]
    alone = [model.predict(text) for text in texts]
    assert [one.intent for one in model.predict_batch(texts)] == [one.intent for one in alone]


def test_a_batch_larger_than_the_limit_is_answered_whole(model: IntentModel) -> None:
    assert len(model.predict_batch(["next song"] * 130)) == 130


def test_the_artifact_answers_with_our_labels(model: IntentModel) -> None:
    assert (model.settings.intents, model.settings.tags) == (INTENTS, tags())


def test_each_hypothesis_has_only_slots_of_its_intent(model: IntentModel) -> None:
    for text in ("turn it up to forty percent", "set the lamp to 21", "play the kitchen radio"):
        for one in model.predict(text).hypotheses:
            assert {span.slot for span in one.slots} <= set(model.settings.slots_of[one.intent])


def test_what_the_home_calls_by_name_is_one_name(model: IntentModel) -> None:
    text = "turn on big bertha"
    said = model.predict(text, [Mark("name", 8, len(text))])
    assert [(one.slot, one.text) for one in said.slots] == [("name", "big bertha")]


def test_a_mark_moves_a_word_from_room_to_name(model: IntentModel) -> None:
    text = "switch off quortin"
    area = model.predict(text, [Mark("area", 11, len(text))])
    name = model.predict(text, [Mark("name", 11, len(text))])
    assert [one.slot for one in area.slots] == ["area"]
    assert [one.slot for one in name.slots] == ["name"]


def test_marks_beyond_the_text_change_nothing(model: IntentModel) -> None:
    text = "turn on the lamp"
    assert model.predict(text, [Mark("name", 90, 99)]) == model.predict(text)


def test_a_sentence_takes_no_noticeable_time(model: IntentModel) -> None:
    model.predict("warm up")
    begin = time.process_time()
    for text, _ in SENTENCES:
        model.predict(text)
    assert time.process_time() - begin < SECONDS_A_SENTENCE_MAX * len(SENTENCES)


def test_a_tag_never_continues_another_slot() -> None:
    follow = np.array([[True, True, False], [True, True, True], [True, True, True]])
    likely = np.array([[0.3, 0.1, 0.6], [0.1, 0.2, 0.7]], dtype=np.float32)
    assert best_path(likely, follow) == [1, 2]


_OPENED: list[IntentModel] = []


def _model() -> IntentModel:
    if not _OPENED:
        _OPENED.append(IntentModel.open())
    return _OPENED[0]


@pytest.mark.parametrize("text", ["turn off the heater in ten minutes", "tell me a joke", "", "?!"])
def test_what_is_wanted_is_what_is_predicted_above_the_operating_point(text: str) -> None:
    model = _model()
    told = model.predict(text)
    sure = told.intent != "OutOfScope" and told.probability >= model.reject_below
    wanted = model.wanted(text)
    assert (wanted is not None) == sure
    assert wanted is None or [h.slots for h in wanted.hypotheses] == [
        h.slots for h in told.hypotheses
    ]
