import pytest

from context.places import Area, Household
from context.sensing import read_sensors
from devices.model import Device

HOUSEHOLD = Household(
    areas={
        "kitchen": Area("kitchen", "Kitchen"),
        "hall": Area("hall", "Hallway"),
        "r1": Area("r1", "Emma", aliases=("guest bedroom",)),
        "garden": Area("garden", "Garden"),
        "study": Area("study", "Study"),
    }
)


def channel(entity_id: str, name: str, area: str | None = None, kind: str | None = None) -> object:
    device = Device(entity_id, name, "fake", "fake", area=area, kind=kind)
    return read_sensors({device.id: device}, HOUSEHOLD).channels.get(device.id)


@pytest.mark.parametrize(
    ("name", "area", "kind", "expected"),
    [
        ("Front door", "hall", "door", "entrance"),
        ("Contact", "hall", "door", "entrance"),
        ("Closet door", "hall", "door", "elsewhere"),
        ("Bathroom door", "hall", "door", "bathroom"),
        ("Motion", "hall", "motion", "elsewhere"),
        ("Motion", "r1", "motion", "bedroom"),
        ("Bed occupancy", "r1", "occupancy", "bed"),
        ("Bedroom motion", None, "motion", "bedroom"),
        ("Cupboard", "kitchen", "opening", "kitchen"),
        ("Fridge door", None, "door", "fridge"),
        ("Toilet flush", None, None, "water"),
        ("Kitchen tap", "kitchen", None, "kitchen"),
        ("Induction hob", "kitchen", "power", "heat"),
        ("Washing machine", None, "running", "laundry"),
        ("Desk drawer", "study", "opening", "elsewhere"),
        ("Gate", "garden", "door", None),
        ("Smoke", "kitchen", "smoke", None),
        ("Battery", "kitchen", "battery", None),
    ],
)
def test_the_channel_of_a_binary_sensor(
    name: str, area: str | None, kind: str | None, expected: str | None
) -> None:
    assert channel("binary_sensor.x", name, area, kind) == expected


def test_a_lock_is_a_way_in_and_a_lamp_tells_of_its_room() -> None:
    assert channel("lock.x", "Lock") == "entrance"
    assert channel("light.x", "Ceiling", "kitchen") == "kitchen"


def test_measurements_tell_of_no_person() -> None:
    assert channel("sensor.x", "Kitchen temperature", "kitchen", "temperature") is None
