"""What is to be played, and on which player: titles and players weighed together.

Films need a screen; of the same title a room without one gets the audiobook. The speaker's room
comes first, then where something plays already.
"""

from collections.abc import Sequence

from context.places import CatalogItem
from context.snapshot import Snapshot
from context.turn import Ask, Choice, Decline, Resolution, Transcript
from devices.model import Command, Device

VISUAL = frozenset({"movie", "tv_show", "game"})
MUSIC = frozenset({"song", "artist", "album", "playlist", "genre", "radio_station"})


def play(
    resolution: Resolution, snapshot: Snapshot, transcript: Transcript
) -> Command | Ask | Decline:
    """The command that plays what was asked for, or why there is none."""
    slots = resolution.reading.slots
    candidates = resolution.targets or tuple(c.entity_id for c in resolution.candidates)
    players = [snapshot.devices[i] for i in candidates if i in snapshot.devices]
    if not players:
        return Decline("no_such_device", {"name": resolution.spoken or "player"})
    query = slots.get("search_query")
    if query is None:
        return _anything(players, snapshot, transcript)
    titles = _titles(slots.get("media_ids", ()), snapshot)
    if not titles:
        if snapshot.household.catalog:
            return Decline("not_found", {"what": "media", "name": query})
        best = _best_player(players, None, snapshot, transcript)
        return Command(
            best.id,
            "play_media",
            {"media_content_id": query, "media_content_type": slots.get("media_class") or "music"},
        )
    explicit = bool(resolution.reading.phrases)
    ranked = sorted(
        ((_merit(title, player, snapshot, transcript), title, player) for title in titles for player in players),
        key=lambda row: row[0], reverse=True,
    )  # fmt: skip
    _, title, player = ranked[0]
    if title.kind in VISUAL and not player.screen:
        if explicit and len(titles) == 1:
            return Decline("not_capable", {"names": (player.name,), "what": "show pictures"})
        return Decline("nothing_there", {"what": "a screen"})
    return command_for(player, title)


def command_for(player: Device, title: CatalogItem) -> Command:
    """Play this title there."""
    return Command(
        player.id, "play_media", {"media_content_id": title.id, "media_content_type": title.kind}
    )


def _titles(ids: Sequence[str], snapshot: Snapshot) -> list[CatalogItem]:
    return [item for item in snapshot.household.catalog if item.id in ids]


def _merit(title: CatalogItem, player: Device, snapshot: Snapshot, transcript: Transcript) -> float:
    merit = _nearness(player, snapshot, transcript)
    if title.kind in VISUAL:
        return merit + (5.0 if player.screen else -5.0)
    return merit - (1.5 if player.screen else 0.0)


def _nearness(player: Device, snapshot: Snapshot, transcript: Transcript) -> float:
    satellite = snapshot.satellite(transcript.satellite)
    here = transcript.area or (satellite.area if satellite else None)
    state = snapshot.states.get(player.id)
    merit = 3.0 if here is not None and player.area == here else 0.0
    if state is not None and not state.available:
        merit -= 10.0
    if state is not None and state.state == "playing":
        merit += 1.0
    return merit


def _best_player(
    players: Sequence[Device], title: CatalogItem | None, snapshot: Snapshot, transcript: Transcript
) -> Device:
    if title is None:
        return max(
            players, key=lambda p: _nearness(p, snapshot, transcript) - (1.5 if p.screen else 0.0)
        )
    return max(players, key=lambda p: _merit(title, p, snapshot, transcript))


def _anything(
    players: Sequence[Device], snapshot: Snapshot, transcript: Transcript
) -> Command | Ask | Decline:
    """ "Play something": go on with what was paused, else ask what."""
    paused = [
        p for p in players if (s := snapshot.states.get(p.id)) is not None and s.state == "paused"
    ]
    if paused:
        return Command(_best_player(paused, None, snapshot, transcript).id, "media_play", {})
    choices = tuple(
        Choice(item.title, item.id) for item in snapshot.household.catalog if item.kind in MUSIC
    )
    if not choices:
        return Decline("not_found", {"what": "media", "name": "music"})
    return Ask("which", choices[:4], (), 0, "media_ids")
