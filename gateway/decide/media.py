"""What is to be played, and on which player: titles and players weighed together.

Films need a screen; of the same title a room without one gets the audiobook. The speaker's room
comes first, then where something plays already; what stands there at this title, and what this
person usually has played there, weigh as well. Where no title is named, taste says what.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from context.habits import Habit, clear
from context.lesson import Lesson
from context.places import CatalogItem
from context.snapshot import Snapshot
from context.taught import holding
from context.turn import Ask, Choice, Decline, Resolution, Transcript
from devices.model import Command, Device
from gateway.decide import usual

VISUAL = frozenset({"movie", "tv_show"})
MUSIC = frozenset({"song", "artist", "album", "playlist", "genre", "radio_station"})
BEGUN = 4.0  # A title that stands half played somewhere is gone on with there.
TASTE = 2.0  # Of the logarithm of how much likelier than a guess; three evenings outweigh a room.
ONCE = 0.5  # Of taste one evening is enough to go by, half forgotten too.


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
    if names_nothing(resolution):
        return _anything(players, resolution, snapshot, transcript)
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
    if not explicit:
        players += _elsewhere(resolution, players, titles, snapshot, transcript)
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


def names_nothing(resolution: Resolution) -> bool:
    """ "Play something": no title was named, nor chosen when we asked."""
    slots = resolution.reading.slots
    return slots.get("search_query") is None and not slots.get("media_ids")


def _elsewhere(
    resolution: Resolution, players: Sequence[Device], titles: Sequence[CatalogItem],
    snapshot: Snapshot, transcript: Transcript,
) -> list[Device]:  # fmt: skip
    """Players that are not at hand, but stand at one of these titles or usually play it."""
    others = [
        snapshot.devices[c.entity_id]
        for c in resolution.candidates
        if c.entity_id in snapshot.devices
    ]
    return [
        p for p in others if p not in players
        and any(_begun(t, p, snapshot) or (_plays(p, snapshot) and "instead" in transcript.text) or _taste(t, p, snapshot, transcript) > 0 for t in titles)
    ]  # fmt: skip


def command_for(player: Device, title: CatalogItem) -> Command:
    """Play this title there."""
    return Command(
        player.id, "play_media", {"media_content_id": title.id, "media_content_type": title.kind}
    )


def _titles(ids: Sequence[str], snapshot: Snapshot) -> list[CatalogItem]:
    return [item for item in snapshot.household.catalog if item.id in ids]


def _merit(title: CatalogItem, player: Device, snapshot: Snapshot, transcript: Transcript) -> float:
    merit = _nearness(player, snapshot, transcript) + _begun(title, player, snapshot)
    merit += _taste(title, player, snapshot, transcript)
    if "instead" in transcript.text.casefold().split() and _plays(player, snapshot):
        merit += BEGUN
    if title.kind in VISUAL:
        return merit + (5.0 if player.screen else -5.0)
    if title.kind == "game":  # a quiz can be played by ear, where nothing else of that name can
        return merit + (4.0 if player.screen else -2.0)
    return merit - (1.5 if player.screen else 0.0)


def _begun(title: CatalogItem, player: Device, snapshot: Snapshot) -> float:
    """What stands at this title, and is of its kind where it says so."""
    state = snapshot.states.get(player.id)
    if state is None or state.state not in ("paused", "playing"):
        return 0.0
    kind = str(state.get("media_content_type") or title.kind).replace(" ", "_")
    same = str(state.get("media_title") or "").casefold() == title.title.casefold()
    return BEGUN if same and kind == title.kind else 0.0


def _plays(player: Device, snapshot: Snapshot) -> bool:
    state = snapshot.states.get(player.id)
    return state is not None and state.state == "playing"


def _taste(title: CatalogItem, player: Device, snapshot: Snapshot, transcript: Transcript) -> float:
    """How much likelier this person has this title there than a guess among what they have."""
    now = usual.situation(snapshot, transcript)
    alike = {
        i.id for i in snapshot.household.catalog if i.title.casefold() == title.title.casefold()
    }
    among = frozenset(
        f"{i} {p}" for i in alike for p in snapshot.devices if p.startswith("media_player.")
    )
    known = snapshot.habits.likely("play on", now, among)
    if not known:
        return 0.0
    evidence = sum(h.count for h in known)
    chance = next((h.probability for h in known if h.what == f"{title.id} {player.id}"), 0.0)
    guess = 1.0 / (len(known) + 1)
    mixed = (evidence * chance + guess) / (evidence + 1)
    return TASTE * math.log(mixed / guess)


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
    players: Sequence[Device], resolution: Resolution, snapshot: Snapshot, transcript: Transcript
) -> Command | Ask | Decline:
    """ "Play something": what this person has at this hour, else what was paused, else ask."""
    slots = resolution.reading.slots
    if slots.get("player") == "radio":
        players = _radios(resolution, players, snapshot)
    kinds = slots.get("kinds")
    of_kind = {i.id: i for i in snapshot.household.catalog if not kinds or i.kind in kinds}
    likings = [one for one in holding(snapshot, transcript) if one.kind == "preference"]
    of_kind = {i: item for i, item in of_kind.items() if not _among(item, likings, liked=False)}
    told = [item for item in of_kind.values() if _among(item, likings, liked=True)]
    if told:
        first = min(told, key=lambda item: _among(item, likings, liked=True))
        return _wanted(first, players, snapshot, transcript)
    now = usual.situation(snapshot, transcript, slots.get("hour"))
    known = snapshot.habits.likely("play", now, frozenset(of_kind))
    favourite = clear(_by_maker(known, of_kind), often=ONCE)
    if favourite is not None:
        return _wanted(of_kind[favourite.what], players, snapshot, transcript)
    paused = [
        p for p in players if (s := snapshot.states.get(p.id)) is not None and s.state == "paused"
    ]
    if paused and not known:
        return Command(_best_player(paused, None, snapshot, transcript).id, "media_play", {})
    if slots.get("player") == "radio" and not known:
        return Command(_best_player(players, None, snapshot, transcript).id, "turn_on", {})
    offered = [of_kind[h.what] for h in known] or [
        i for i in of_kind.values() if kinds or i.kind in MUSIC
    ]
    if not offered:
        return Decline("not_found", {"what": "media", "name": "music"})
    choices = tuple(Choice(item.title, item.id) for item in offered[:4])
    return Ask(
        "which", choices, (), 0, "media_ids", why=("no taste is known that is clear enough",)
    )


def _among(item: CatalogItem, likings: Sequence[Lesson], *, liked: bool) -> int:
    """Whether somebody said they like this, or its maker, or its kind; 1 is what was said last."""
    names = {n.casefold() for n in (item.title, item.by, item.genre) if n}
    for rank, one in enumerate(likings, 1):
        if one.liked is liked and one.means.casefold() in names:
            return rank * 10 + (0 if item.title.casefold() == one.means.casefold() else 1)
    return 0


def _radios(
    resolution: Resolution, players: Sequence[Device], snapshot: Snapshot
) -> Sequence[Device]:
    """ "The radio" is a player so called, here or else elsewhere, where there is one."""
    all_of_them = [
        snapshot.devices[c.entity_id]
        for c in resolution.candidates
        if c.entity_id in snapshot.devices
    ]
    for near in (players, all_of_them):
        so_called = [p for p in near if "radio" in " ".join((p.name, *p.aliases)).casefold()]
        if so_called:
            return so_called
    return players


def _wanted(
    title: CatalogItem, players: Sequence[Device], snapshot: Snapshot, transcript: Transcript
) -> Command | Decline:
    """A title on the player that fits it best."""
    player = _best_player(players, title, snapshot, transcript)
    if title.kind in VISUAL and not player.screen:
        return Decline("nothing_there", {"what": "a screen"})
    return command_for(player, title)


def why(
    played: Command, resolution: Resolution, snapshot: Snapshot, transcript: Transcript
) -> tuple[str, ...]:
    """What of habits spoke for this title, and what came next; empty where it was asked for by name."""
    slots, title = resolution.reading.slots, played.data.get("media_content_id")
    if not names_nothing(resolution) or title is None:
        return ()
    known = snapshot.habits.likely("play", usual.situation(snapshot, transcript, slots.get("hour")))
    titles = {item.id: item.title for item in snapshot.household.catalog}
    others = [titles.get(h.what, h.what) for h in known if h.what != title][:1]
    return tuple(
        f"{titles.get(h.what, h.what)}: played {h.count:.0f} times lately, {h.probability:.0%} of what is heard"
        f" at this hour{f', before {others[0]}' if others else ''}"
        for h in known if h.what == title
    )  # fmt: skip


def _by_maker(known: Sequence[Habit], titles: Mapping[str, CatalogItem]) -> list[Habit]:
    """Titles of one maker speak for each other: who hears a band and its record likes the band."""
    merged: dict[str, Habit] = {}
    for habit in known:
        item = titles[habit.what]
        key = (item.by or item.title).casefold()
        best = merged.get(key)
        merged[key] = habit if best is None else replace(
            best, probability=best.probability + habit.probability, count=best.count + habit.count
        )  # fmt: skip
    return sorted(merged.values(), key=lambda habit: -habit.probability)
