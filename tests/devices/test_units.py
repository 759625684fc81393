"""Temperatures are in the home's unit inside the gateway, whatever a device counts in."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.adapters import DIALECTS, NotCapable
from devices.model import Command
from devices.units import in_home_unit
from tests.devices import fakes
from tests.devices.fakes import House, zigbee

SETPOINT = "zigbee2mqtt/valve/set"


def valve(unit: Any = "F") -> House:
    home = House(unit=unit)
    home.zigbee(zigbee("valve", fakes.CLIMATE))
    return home


def climate(home_unit: Any, **config: Any) -> House:
    home = House(unit=home_unit)
    shared = {"name": "Valve", "temp_cmd_t": "set", "temp_stat_t": "goal", "curr_temp_t": "now"}
    home.hear("homeassistant/climate/valve/config", shared | config)
    return home


def told(home: House, entity_id: str, **data: Any) -> str:
    device = home.device(entity_id)
    (sent,) = home.write(device, Command(entity_id, "set_temperature", data))
    return sent.payload


def test_a_zigbee_thermostat_is_in_fahrenheit_in_a_fahrenheit_home() -> None:
    home = valve()
    home.hear("zigbee2mqtt/valve", {"occupied_heating_setpoint": 20, "local_temperature": 21.5})
    assert home.get("climate.valve", "temperature") == 68
    assert home.get("climate.valve", "current_temperature") == 70.7


def test_its_range_is_in_fahrenheit_too() -> None:
    goal = valve().device("climate.valve").capabilities["target_temperature"]
    assert (goal.minimum, goal.maximum, goal.step) == (41, 86, 1)


def test_it_is_told_in_celsius() -> None:
    assert told(valve(), "climate.valve", temperature=68) == '{"occupied_heating_setpoint":20}'


def test_a_goal_out_of_its_range_is_cut_in_its_own_unit() -> None:
    assert told(valve(), "climate.valve", temperature=120) == '{"occupied_heating_setpoint":30.0}'


def test_in_a_celsius_home_nothing_is_touched() -> None:
    home = valve("C")
    assert told(home, "climate.valve", temperature=20.55) == '{"occupied_heating_setpoint":20.55}'
    assert home.device("climate.valve").capabilities["target_temperature"].step == 0.5


def test_a_zigbee_thermometer_says_the_homes_unit() -> None:
    home = House(unit="F")
    home.zigbee(zigbee("hall", fakes.numeric("temperature", access=1, unit="°C")))
    home.hear("zigbee2mqtt/hall", {"temperature": 20})
    assert home.get("sensor.hall") == "68"
    assert home.get("sensor.hall", "unit_of_measurement") == "°F"


@pytest.mark.parametrize(
    ("home_unit", "own", "expected"), [("C", "F", 20), ("F", "C", 154.4), ("F", "F", 68)]
)
def test_discovery_says_its_unit(home_unit: str, own: str, expected: float) -> None:
    home = climate(home_unit, temp_unit=own)
    home.hear("goal", "68")
    assert home.get("climate.valve", "temperature") == expected


def test_discovery_without_a_unit_counts_as_the_home_does() -> None:
    home = climate("F")
    home.hear("now", "68")
    assert home.get("climate.valve", "current_temperature") == 68


def test_both_ends_of_a_range_are_converted() -> None:
    home = climate("F", temp_unit="C", temp_lo_cmd_t="low", temp_hi_cmd_t="high")
    device = home.device("climate.valve")
    data = {"target_temp_low": 68, "target_temp_high": 77}
    sent = home.write(device, Command(device.id, "set_temperature", data))
    assert [each.payload for each in sent] == ["20", "25"]


def test_a_thermometer_by_discovery_is_converted_but_its_battery_is_not() -> None:
    home = House(unit="C")
    for name, unit in (("heat", "°F"), ("charge", "%")):
        config = {"name": name, "stat_t": name, "unit_of_meas": unit}
        home.hear(f"homeassistant/sensor/{name}/config", config)
        home.hear(name, "68")
    assert home.get("sensor.heat") == "20"
    assert home.get("sensor.heat", "unit_of_measurement") == "°C"
    assert home.get("sensor.charge") == "68"


def test_a_difference_of_temperatures_is_none() -> None:
    home = House(unit="C")
    config = {"name": "d", "stat_t": "d", "unit_of_meas": "°F", "dev_cla": "temperature_delta"}
    home.hear("homeassistant/sensor/d/config", config)
    home.hear("d", "9")
    assert home.get("sensor.d") == "9"


def test_a_number_that_is_a_temperature_is_told_in_its_own_unit() -> None:
    home = House(unit="F")
    config = {"name": "n", "stat_t": "n", "cmd_t": "set", "unit_of_meas": "°C", "min": 0, "max": 50}
    home.hear("homeassistant/number/n/config", config)
    (sent,) = home.write(home.device("number.n"), Command("number.n", "set_value", {"value": 68}))
    assert sent.payload == "20"


def test_a_thermometer_that_is_unknown_stays_so() -> None:
    home = House(unit="C")
    config = {"name": "heat", "stat_t": "heat", "unit_of_meas": "°F"}
    home.hear("homeassistant/sensor/heat/config", config)
    home.hear("heat", "unknown")
    assert home.get("sensor.heat") == "unknown"


def test_what_is_no_number_is_refused_as_in_any_home() -> None:
    with pytest.raises(NotCapable):
        told(valve(), "climate.valve", temperature="warm")


def test_every_dialect_keeps_its_name() -> None:
    assert [each.NAME for each in in_home_unit(DIALECTS, "F")] == [each.NAME for each in DIALECTS]


@given(st.integers(410, 860))
def test_a_tenth_of_a_degree_survives_the_way_there_and_back(tenths: int) -> None:
    home = valve()
    home.hear("zigbee2mqtt/valve", told(home, "climate.valve", temperature=tenths / 10))
    assert home.get("climate.valve", "temperature") == tenths / 10
