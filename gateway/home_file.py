"""A home file (or the `home:` of the configuration, or of a scenario) becomes a `Household`.

One format serves the gateway, the demo and the tests. Keys of the simulated home (`speaks`,
`features`, `sets`, `state`) are checked here and mean something to `gateway.evaluate` only.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, AliasChoices, BeforeValidator, Field, StringConstraints

from context.places import (
    Area,
    CatalogItem,
    Floor,
    Household,
    Person,
    Place,
    Satellite,
    Weather,
)
from devices.model import DeviceNote
from gateway.languages import package_language
from gateway.sections import Given, Section, validated
from gateway.yaml_lines import KeyPath, Problem, nearest, written

DEVICES_MAX = 5_000  # Twenty times the largest home that Home Assistant's users report.
KNOWN_MAX = 20  # Ids that are told when none is near the wrong one.
DOMAINS = frozenset(
    {
        "alarm_control_panel", "automation", "binary_sensor", "button", "calendar", "camera",
        "climate", "counter", "cover", "device_tracker", "event", "fan", "group", "humidifier",
        "image", "input_boolean", "input_button", "input_datetime", "input_number", "input_select",
        "input_text", "lawn_mower", "light", "lock", "media_player", "number", "person", "remote",
        "scene", "schedule", "script", "select", "sensor", "siren", "sun", "switch", "text",
        "timer", "todo", "update", "vacuum", "valve", "water_heater", "weather", "zone",
    }
)  # fmt: skip


def state_values(value: Any) -> Any:
    """`{state: ..., attribute: ...}` with `state` as text: a bare `on` is "on".

    What is no mapping is left for the caller to complain of.
    """
    if not isinstance(value, dict):
        return value
    return {
        key: state_text(value) if key == "state" else _plain(each) for key, each in value.items()
    }


def state_text(holder: Mapping[str, Any]) -> str:
    """A state as text, though YAML made a boolean or a number of it."""
    value = holder["state"]
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list | dict) or value is None:
        raise ValueError("`state` must be text")
    return written(holder, "state")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_plain(part) for part in value]
    return value


Id = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
EntityId = Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[\w-]+$", max_length=255)]
States = Annotated[dict[str, Any], BeforeValidator(state_values)]
"""A state and attributes."""
Dialect = Literal["homeassistant", "zigbee2mqtt", "tasmota", "shelly", "esphome", "homie"]
MediaKind = Literal[
    "movie", "tv_show", "song", "artist", "album", "audiobook", "podcast", "radio_station",
    "playlist", "game", "genre",
]  # fmt: skip


class FloorSection(Section):
    """A storey."""

    id: Id
    name: Name
    aliases: tuple[Name, ...] = ()


class AreaSection(Section):
    """A room, or part of the garden."""

    id: Id
    name: Name
    floor: Id | None = Field(default=None, description="Id of a floor.")
    aliases: tuple[Name, ...] = ()


class PersonSection(Section):
    """Somebody who lives here."""

    id: Id
    name: Name


class SatelliteSection(Section):
    """What hears and speaks in a room."""

    id: Id
    area: Id | None = Field(default=None, description="Id of an area.")
    screen: bool = False
    owner: Id | None = Field(default=None, description="Id of a person, for a personal device.")


class DeviceSection(Section):
    """What the household says of a device; for the demo also how it behaves."""

    id: EntityId
    name: Name | None = None
    aliases: tuple[Name, ...] = ()
    area: Id | None = Field(default=None, description="Id of an area.")
    type: str | None = Field(
        default=None,
        description="Device class or kind: oven, kettle, coffee_maker, garage_door, blind.",
    )
    screen: bool | None = None
    exposed: bool = Field(
        default=True, description="False: the gateway neither names nor touches it."
    )
    speaks: Dialect = Field(
        default="homeassistant", description="Demo only: the dialect it speaks."
    )
    features: tuple[str, ...] = Field(default=(), description="Demo only: what it can do.")
    sets: dict[str, States] = Field(
        default_factory=dict, description="Demo only: what running this scene or script does."
    )
    state: States | None = Field(
        default=None, description="Demo only: the state that it begins with."
    )

    @property
    def domain(self) -> str:
        """`light` of `light.hall`."""
        return self.id.partition(".")[0]


class CatalogSection(Section):
    """Something a media player can play."""

    id: Id
    kind: MediaKind
    title: Name
    by: str | None = None
    genre: str | None = None


class WeatherSection(Section):
    """Weather at a place."""

    temperature: float | None = None
    condition: str | None = None


class PlaceSection(Section):
    """A town that weather can be asked of."""

    id: Id
    name: Name
    region: str | None = None
    population: int | None = Field(default=None, ge=0)
    weather: WeatherSection | None = None


def _spoken(tag: str) -> str:
    """The tag, if there are sentences for it; else the error lists the languages that there are."""
    package_language(tag)
    return tag


class HomeSection(Section):
    """The home: its layout, who lives there, and what its devices are called."""

    home: Id = Field(
        default="home", validation_alias=AliasChoices("home", "id"), description="Its id."
    )
    language: Annotated[
        str,
        StringConstraints(pattern=r"^[A-Za-z]{2,3}([-_][A-Za-z0-9]+)*$"),
        AfterValidator(_spoken),
    ] = Field(default="en", description="BCP-47 tag: en, de-CH.")
    timezone: str = Field(default="UTC", description="IANA zone: Europe/Zurich.")
    temperature_unit: Literal["C", "F"] = "C"
    place: Id | None = Field(default=None, description="Id of the place that the home is in.")
    floors: tuple[FloorSection, ...] = ()
    areas: tuple[AreaSection, ...] = ()
    people: tuple[PersonSection, ...] = ()
    satellites: tuple[SatelliteSection, ...] = ()
    devices: tuple[DeviceSection, ...] = Field(default=(), max_length=DEVICES_MAX)
    catalog: tuple[CatalogSection, ...] = ()
    places: tuple[PlaceSection, ...] = ()

    def household(self) -> Household:
        """The values that the gateway works with."""
        return Household(
            id=self.home,
            language=self.language,
            timezone=self.timezone,
            temperature_unit=self.temperature_unit,
            place=self.place,
            floors={f.id: Floor(f.id, f.name, f.aliases) for f in self.floors},
            areas={a.id: Area(a.id, a.name, a.floor, a.aliases) for a in self.areas},
            people={p.id: Person(p.id, p.name) for p in self.people},
            satellites={s.id: Satellite(s.id, s.area, s.screen, s.owner) for s in self.satellites},
            notes={d.id: _note(d) for d in self.devices},
            catalog=tuple(CatalogItem(i.id, i.kind, i.title, i.by, i.genre) for i in self.catalog),
            places=tuple(_place(p) for p in self.places),
        )


def check_home(data: Any, file: str = "home") -> tuple[HomeSection | None, tuple[Problem, ...]]:
    """A home out of plain or located data; None and all that is wrong with it otherwise."""
    if not isinstance(data, dict):
        return None, (Given(data, file).problem((), "has to be a mapping of keys"),)
    home, _ = validated(HomeSection, Given(data, file))
    found = [] if home is None else list(wrong_references(home))
    if home is not None and not found:
        return home, ()
    given = Given.of(data, file)  # Only now: nobody who made no mistake pays for the places.
    if home is None:
        return None, tuple(validated(HomeSection, given)[1])
    return None, tuple(given.problem(path, text) for path, text in found)


def wrong_references(home: HomeSection) -> Iterator[tuple[KeyPath, str]]:
    """Ids that name nothing or stand twice, and a time zone that is none: path and complaint."""
    for name in ("floors", "areas", "people", "satellites", "devices", "catalog", "places"):
        yield from _twice(name, [item.id for item in getattr(home, name)])
    floors, areas = _ids(home.floors), _ids(home.areas)
    people, places, devices = _ids(home.people), _ids(home.places), _ids(home.devices)
    for index, area in enumerate(home.areas):
        yield from _unknown(("areas", index, "floor"), area.floor, floors, "floor")
    for index, satellite in enumerate(home.satellites):
        yield from _unknown(("satellites", index, "area"), satellite.area, areas, "area")
        yield from _unknown(("satellites", index, "owner"), satellite.owner, people, "person")
    for index, device in enumerate(home.devices):
        yield from _unknown(("devices", index, "area"), device.area, areas, "area")
        yield from _unknown(("devices", index, "id"), device.domain, DOMAINS, "domain")
        for other in device.sets:
            yield from _unknown(("devices", index, "sets", other), other, devices, "device")
    yield from _unknown(("place",), home.place, places, "place")
    if not _is_zone(home.timezone):
        yield ("timezone",), f"{home.timezone!r} is not a time zone, as Europe/Zurich is"


def _note(device: DeviceSection) -> DeviceNote:
    return DeviceNote(
        id=device.id,
        name=device.name,
        aliases=device.aliases,
        area=device.area,
        kind=device.type,
        screen=device.screen,
        exposed=device.exposed,
    )


def _place(place: PlaceSection) -> Place:
    told = place.weather
    weather = None if told is None else Weather(told.temperature, told.condition)
    return Place(place.id, place.name, place.region, place.population, weather)


def _ids(items: Iterable[Any]) -> frozenset[str]:
    return frozenset(item.id for item in items)


def _twice(name: str, ids: list[str]) -> Iterator[tuple[KeyPath, str]]:
    first: dict[str, int] = {}
    for index, id_ in enumerate(ids):
        if first.setdefault(id_, index) != index:
            yield (name, index, "id"), f"{id_!r} is the id of {name}[{first[id_]}] already"


def _unknown(
    path: KeyPath, wanted: str | None, known: frozenset[str], what: str
) -> Iterator[tuple[KeyPath, str]]:
    if wanted is None or wanted in known:
        return
    near = nearest(wanted, known)
    some = sorted(known)[:KNOWN_MAX] + (["..."] if len(known) > KNOWN_MAX else [])
    hint = f"; did you mean {near!r}?" if near else f"; known: {', '.join(some) or 'none'}"
    yield path, f"there is no {what} {wanted!r}{hint}"


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True
