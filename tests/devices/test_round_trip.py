"""What we tell a device comes back as what it reports, in every dialect."""

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from devices.adapters import write
from devices.expected import expected
from devices.model import Command
from tests.devices import fakes
from tests.devices.fakes import House, zigbee

levels = st.integers(1, 255)
percents = st.integers(0, 100)
kelvins = st.integers(2000, 6500)


def zigbee_house(*exposes: Any) -> House:
    home = House()
    home.zigbee(*(zigbee("thing", each) for each in exposes))
    return home


def obey(home: House, command: Command, back: dict[str, str]) -> Any:
    """The state of a device that repeats on its state topic what it was told."""
    device = home.device(command.entity_id)
    for sent in write(device, command, home.registry.states.get(device.id)):
        if sent.topic in back:
            home.hear(back[sent.topic], sent.payload)
    return home.registry.states[device.id]


ZIGBEE = {"zigbee2mqtt/thing/set": "zigbee2mqtt/thing"}


@given(levels)
def test_brightness_over_zigbee2mqtt(level: int) -> None:
    state = obey(
        zigbee_house(fakes.LIGHT), Command("light.thing", "turn_on", {"brightness": level}), ZIGBEE
    )
    assert state.state == "on"
    assert abs(state.get("brightness") - level) <= 1  # 254 steps there, 255 here.


@given(kelvins)
def test_colour_temperature_over_zigbee2mqtt(kelvin: int) -> None:
    command = Command("light.thing", "turn_on", {"color_temp_kelvin": kelvin})
    state = obey(zigbee_house(fakes.LIGHT), command, ZIGBEE)
    assert abs(state.get("color_temp_kelvin") - kelvin) <= 25  # One mired at 6500 kelvin is 42.


@given(st.integers(0, 359), st.integers(20, 100))
def test_colour_over_zigbee2mqtt(hue: int, saturation: int) -> None:
    command = Command("light.thing", "turn_on", {"hs_color": [hue, saturation]})
    state = obey(zigbee_house(fakes.LIGHT), command, ZIGBEE)
    assert set(state.attributes) == {"hs_color", "rgb_color", "xy_color"}


@given(percents)
def test_position_over_zigbee2mqtt(percent: int) -> None:
    command = Command("cover.thing", "set_cover_position", {"position": percent})
    assert obey(zigbee_house(fakes.COVER), command, ZIGBEE).get("current_position") == percent


@given(st.floats(5, 30))
def test_temperature_over_zigbee2mqtt(degrees: float) -> None:
    command = Command("climate.thing", "set_temperature", {"temperature": degrees})
    state = obey(zigbee_house(fakes.CLIMATE), command, ZIGBEE)
    assert state.get("temperature") == degrees


@given(st.sampled_from(["lock", "unlock"]))
def test_a_lock_over_zigbee2mqtt(service: str) -> None:
    command = Command("lock.thing", service)
    assert obey(zigbee_house(fakes.LOCK), command, ZIGBEE).state == expected(command)["state"]


@given(percents)
def test_speed_over_zigbee2mqtt(percent: int) -> None:
    command = Command("fan.thing", "set_percentage", {"percentage": percent})
    assert abs(obey(zigbee_house(fakes.FAN), command, ZIGBEE).get("percentage") - percent) <= 20


def discovered(component: str, **config: Any) -> House:
    home = House()
    home.hear(f"homeassistant/{component}/thing/config", {"name": "thing"} | config)
    return home


@given(levels, st.sampled_from([100, 254, 255, 1000]))
def test_brightness_over_discovery(level: int, scale: int) -> None:
    home = discovered(
        "light", schema="json", cmd_t="set", stat_t="state", brightness=True, bri_scl=scale
    )
    command = Command("light.thing", "turn_on", {"brightness": level})
    state = obey(home, command, {"set": "state"})
    assert abs(state.get("brightness") - level) <= 255 / scale


@given(percents, st.sampled_from([(0, 100), (100, 0), (0, 255)]))
def test_position_over_discovery(percent: int, ends: tuple[int, int]) -> None:
    home = discovered("cover", set_pos_t="set", pos_t="state", pos_clsd=ends[0], pos_open=ends[1])
    command = Command("cover.thing", "set_cover_position", {"position": percent})
    assert obey(home, command, {"set": "state"}).get("current_position") == percent


@given(st.floats(5, 30))
def test_temperature_over_discovery(degrees: float) -> None:
    home = discovered("climate", temp_cmd_t="set", temp_stat_t="state", min_temp=5, max_temp=30)
    command = Command("climate.thing", "set_temperature", {"temperature": degrees})
    assert obey(home, command, {"set": "state"}).get("temperature") == degrees


@given(percents, st.integers(1, 100))
def test_speed_over_discovery(percent: int, speeds: int) -> None:
    home = discovered(
        "fan", cmd_t="on", stat_t="is_on", pct_cmd_t="set", pct_stat_t="state", spd_rng_max=speeds
    )
    command = Command("fan.thing", "set_percentage", {"percentage": percent})
    state = obey(home, command, {"set": "state", "on": "is_on"})
    if percent == 0:
        assert state.state == "off"
    else:
        assert abs(state.get("percentage") - percent) <= 100 / speeds


@given(st.floats(0, 1))
def test_volume_over_the_ambient_convention(level: float) -> None:
    home = House()
    base = "ambient/media_player/tv"
    home.hear(f"{base}/config", {"name": "TV"})
    command = Command("media_player.tv", "volume_set", {"volume_level": level})
    (sent,) = write(home.device(command.entity_id), command, None)
    told = json.loads(sent.payload)
    assert told.pop("service") == "volume_set"
    home.hear(f"{base}/state", told)
    assert home.get("media_player.tv", "volume_level") == level
