"""Messages become facts; nothing that arrives can raise."""

from typing import Any

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from devices.adapters import DIALECTS
from devices.ingest import PAYLOAD_BYTES_MAX
from tests.devices import fakes
from tests.devices.fakes import House, message, zigbee

SWITCH = {"name": "Pump", "stat_t": "pump", "cmd_t": "pump/set", "avty_t": "bridge"}
TV = "ambient/media_player/tv"


def house() -> House:
    """One device of each dialect."""
    found = House()
    exposes = (fakes.LIGHT, fakes.COVER, fakes.LOCK, fakes.CLIMATE, fakes.FAN)
    found.zigbee(*(zigbee(f"thing{number}", each) for number, each in enumerate(exposes)))
    found.hear("homeassistant/switch/pump/config", SWITCH)
    found.hear(f"{TV}/config", {"name": "TV"})
    return found


def test_every_announcement_is_subscribed_at_the_start() -> None:
    home = House()
    home.ingest.start()
    assert set(home.subscribed) == {topic for each in DIALECTS for topic in each.ANNOUNCEMENTS}


def test_a_new_device_is_listened_to_and_asked() -> None:
    home = House()
    home.zigbee(zigbee("lamp", fakes.LIGHT))
    assert "zigbee2mqtt/lamp" in home.subscribed
    assert [each.topic for each in home.published] == ["zigbee2mqtt/lamp/get"]


def test_a_message_is_a_fact() -> None:
    home = house()
    (fact,) = home.hear("zigbee2mqtt/thing0", {"state": "ON"})
    assert (fact.entity_id, fact.after.state) == ("light.thing0", "on")


def test_an_empty_announcement_removes_the_device() -> None:
    home = house()
    home.hear("homeassistant/switch/pump/config", "")
    assert "switch.pump" not in home.registry.devices


def test_a_device_that_left_is_subscribed_again_when_it_comes_back() -> None:
    home = house()
    home.hear("homeassistant/switch/pump/config", "")
    home.subscribed.clear()
    home.hear("homeassistant/switch/pump/config", SWITCH)
    assert "pump" in home.subscribed


def test_a_second_device_on_a_topic_learns_what_was_said_there() -> None:
    home = house()
    home.hear("bridge", "offline")
    second = SWITCH | {"name": "Well", "stat_t": "well"}
    facts = home.hear("homeassistant/switch/well/config", second)
    assert [fact.entity_id for fact in facts] == ["switch.well"]
    assert not home.registry.states["switch.well"].available


def test_after_a_reconnect_all_are_asked_again() -> None:
    home = house()
    home.published.clear()
    home.ingest.resync()
    assert {each.topic for each in home.published} >= {"zigbee2mqtt/thing0/get"}


def test_a_device_that_cannot_be_asked_now_is_no_error() -> None:
    def down(_: Any) -> None:
        raise ConnectionError

    home = house()
    home.ingest._publish = down
    home.ingest.resync()
    home.zigbee(zigbee("lamp", fakes.LIGHT))
    assert "light.lamp" in home.registry.devices


@pytest.mark.parametrize(
    "payload",
    [
        b"\xff\xfe", b"{", b"null", b"[" * 100_000, b'{"a":' * 100_000, b"NaN", b"3", b'"x"',
        b'{"state": NaN}', b"{" + b" " * PAYLOAD_BYTES_MAX + b"}",
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "topic",
    ["zigbee2mqtt/bridge/devices", "zigbee2mqtt/thing0", "homeassistant/light/x/config",
     f"{TV}/state"],
)  # fmt: skip
def test_a_bad_payload_is_counted_and_changes_nothing(topic: str, payload: bytes) -> None:
    home = house()
    before, states = home.registry.devices, home.registry.states
    with structlog.testing.capture_logs() as lines:
        assert home.ingest.take(message(topic, payload)) == ()
    assert home.ingest.counts["bad"] == 1
    assert [line["topic"] for line in lines] == [topic]
    assert (home.registry.devices, home.registry.states) == (before, states)


def test_bad_payloads_of_a_topic_are_logged_ever_more_rarely() -> None:
    home = house()
    with structlog.testing.capture_logs() as lines:
        for _ in range(150):
            home.hear("zigbee2mqtt/thing0", "{")
    assert [line["times"] for line in lines] == [1, 10, 100]


def test_a_message_for_nobody_is_counted() -> None:
    home = house()
    home.hear("elsewhere", "x")
    assert home.ingest.counts["unclaimed"] == 1


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
state_keys = st.sampled_from(
    ["state", "brightness", "color", "color_temp", "color_mode", "position", "lock_state", "mode",
     "system_mode", "occupied_heating_setpoint", "volume_level", "media_title", "speed"]
)  # fmt: skip
payloads = (
    st.binary(max_size=64)
    | st.text(max_size=64)
    | anything
    | st.dictionaries(state_keys, anything, max_size=6)
)


@given(payloads, st.integers(0, 40))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_state_message_can_raise(payload: Any, which: int) -> None:
    home = house()
    topics = sorted(home.registry.topics)
    home.hear(topics[which % len(topics)], payload)


config_keys = st.sampled_from(
    ["name", "device", "dev", "~", "schema", "availability", "avty", "components", "cmps", "modes",
     "state_topic", "command_topic", "value_template", "identifiers", "min_temp", "effect_list",
     "brightness_scale", "position_open", "speed_range_min", "friendly_name", "definition",
     "exposes", "features", "sources", "sets", "members", "scenes", "id", "type", "platform"]
)  # fmt: skip
configs = st.recursive(
    anything,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(config_keys, inner, max_size=6),
    max_leaves=15,
)


@given(
    configs,
    st.sampled_from(
        ["zigbee2mqtt/bridge/devices", "zigbee2mqtt/bridge/groups", "homeassistant/light/x/config",
         "homeassistant/climate/x/y/config", "homeassistant/device/x/config",
         "homeassistant/cover/x/config", "ambient/media_player/x/config", "ambient/scene/x/config"]
    ),
)  # fmt: skip
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_announcement_can_raise(config: Any, topic: str) -> None:
    home = House()
    home.hear(topic, [config] if topic.startswith("zigbee") else config)
    for heard in sorted(home.registry.topics):
        home.hear(heard, {"state": "ON"})
