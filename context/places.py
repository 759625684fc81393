"""The household as people see it: floors, areas, people, satellites, and their names for devices.

Comes from the configuration (a home file or the `home:` section); nothing here changes by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from devices.model import DeviceNote


@dataclass(frozen=True, slots=True)
class Floor:
    """A storey."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """A room, or part of the garden."""

    id: str
    name: str
    floor: str | None = None
    """Floor id."""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who lives here."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Satellite:
    """What hears and speaks in a room."""

    id: str
    area: str | None = None
    screen: bool = False
    owner: str | None = None
    """Person id, for a personal device."""


@dataclass(frozen=True, slots=True)
class CatalogItem:
    """Something a media player can play."""

    id: str
    kind: str
    """movie, tv_show, song, artist, album, audiobook, podcast, radio_station, playlist, game or
    genre."""
    title: str
    by: str | None = None
    genre: str | None = None


@dataclass(frozen=True, slots=True)
class Weather:
    """What a local source says of a place: temperature in the home's unit, condition as in Home
    Assistant."""

    temperature: float | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A town that weather can be asked of."""

    id: str
    name: str
    region: str | None = None
    population: int | None = None
    weather: Weather | None = None


@dataclass(frozen=True)
class Household:
    """The layout of one home."""

    id: str = "home"
    language: str = "en"
    timezone: str = "UTC"
    temperature_unit: str = "C"
    """`C` or `F`: the unit of every temperature in this home."""
    place: str | None = None
    """Id of the place that the home is in."""
    floors: Mapping[str, Floor] = field(default_factory=dict)
    areas: Mapping[str, Area] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    satellites: Mapping[str, Satellite] = field(default_factory=dict)
    notes: Mapping[str, DeviceNote] = field(default_factory=dict)
    """By entity id."""
    catalog: tuple[CatalogItem, ...] = ()
    places: tuple[Place, ...] = ()
