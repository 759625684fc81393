"""A household that lives with the gateway for weeks: how often does it go wrong, learning or not?

    python -m gateway.evaluate.household --homes 4 --days 28 --world plain

People wish states of devices, in words of their own, through a recogniser that mishears; they see what
came of it, and say it again, set it by hand or give up. What they wanted is known here alone and is
compared with what the devices are; the gateway sees words, MQTT and the clock. Each home lives twice
with the same dice for its first attempts, once with learning and once without.

Worlds: `plain`; `null`, where nothing that fails fails the same way twice and nobody has words of their
own; `liar`, where half of what is said after a failure is about something else.
"""

import argparse
import asyncio
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from gateway.evaluate.commands import fresh_store
from gateway.evaluate.home_file import Home, read_home
from gateway.evaluate.player import GatewayLike, Story
from gateway.evaluate.scenarios import Interrupt, Say, SetStates, Wait
from gateway.evaluate.virtual_time import VirtualTimeLoop

ROOMS = ("Kitchen", "Lounge", "Study", "Bedroom", "Hall", "Nursery")
THINGS = (
    ("light", "ceiling light"), ("light", "floor lamp"), ("light", "desk lamp"), ("fan", "fan"),
    ("switch", "radio plug"), ("light", "wall light"), ("cover", "blind"), ("light", "spot"),
)  # fmt: skip
OWN = (
    "release the {x}", "{x} time", "give me some {x}", "wake the {x} up", "do the {x} thing",
    "let there be {x}", "{x} please and thank you", "more {x} for the people",
)  # fmt: skip
NONSENSE = (
    "kraken", "fireflies", "badger", "moonbeam", "sausage", "northern sky", "goblin", "lighthouse",
    "breeze", "walrus", "theatre", "cave", "sunrise", "dragonfly", "monsoon", "marmalade",
)  # fmt: skip
PLAIN = {
    "on": ("turn on the {n}", "switch the {n} on", "{n} on", "could you turn on the {n}", "put the {n} on please"),
    "off": ("turn off the {n}", "switch the {n} off", "{n} off", "could you turn off the {n}", "put the {n} off"),
    "open": ("open the {n}", "could you open the {n}", "raise the {n}"),
    "closed": ("close the {n}", "could you close the {n}", "lower the {n}"),
}  # fmt: skip
REACTIONS = (("verbatim", 0.312), ("near", 0.50), ("other", 0.139), ("quit", 0.049))
"""After a failure that was announced, as in DSTC2; of `near` some share but a word."""
AFTER_WRONG = (("near", 0.35), ("undo", 0.15), ("hand", 0.25), ("quit", 0.25))
"""After a wrong act that nobody announced: a guess, in the middle of wide ranges."""
PATIENCE = (1, 4)
WORD_ERRORS = 0.06
AGAIN_ALIKE = 0.5  # Of mishearings of one word by one person, how many are the same one.
OWN_SHARE, OWN_USED = 0.35, 0.7  # Of wishes that have words of their own; how often these are said.
LETTERS = "abdegiklmnoprstu"


@dataclass(frozen=True)
class Goal:
    """What somebody wants, and how they say it."""

    entity_id: str
    state: str
    name: str
    room: str
    own: str | None


@dataclass
class Tally:
    """What came of first attempts: by day, whether each went wrong."""

    defects: list[tuple[int, bool]] = field(default_factory=list)
    rewritten: int = 0
    wrong_rewrites: int = 0
    wrong_acts: int = 0
    turns: int = 0


def home_of(dice: random.Random) -> Home:
    """A home of some rooms and things."""
    rooms = dice.sample(ROOMS, dice.randint(3, 5))
    devices = []
    for room in rooms:
        for domain, noun in dice.sample(THINGS, dice.randint(2, 5)):
            cover = domain == "cover"
            devices.append({
                "id": f"{domain}.{room}_{noun}".lower().replace(" ", "_"), "name": f"{room} {noun}", "area": room.lower(),
                "features": ["position"] if cover else ["brightness"] if domain == "light" else [],
                "state": {"state": "closed", "current_position": 0} if cover else {"state": "off"},
            })  # fmt: skip
    return read_home({
        "home": "simulated", "language": "en", "timezone": "Europe/London",
        "areas": [{"id": r.lower(), "name": r} for r in rooms],
        "people": [{"id": "ada", "name": "Ada"}, {"id": "bea", "name": "Bea"}],
        "satellites": [{"id": f"{r.lower()}_ear", "area": r.lower(), "screen": False} for r in rooms],
        "devices": devices,
    })  # fmt: skip


def goals_of(home: Home, dice: random.Random, world: str) -> list[Goal]:
    """What one person wants now and then, the most frequent first."""
    own = [f.format(x=x) for f in OWN for x in NONSENSE]
    dice.shuffle(own)
    found = []
    for device in dice.sample(sorted(home.devices), min(10, len(home.devices))):
        states = ("open", "closed") if device.startswith("cover") else ("on", "off")
        for state in states:
            words = own.pop() if world != "null" and dice.random() < OWN_SHARE else None
            section = home.devices[device]
            found.append(Goal(device, state, section.name.lower(), str(section.area), words))
    dice.shuffle(found)
    return found


class Recogniser:
    """Mishears some words; of one person often the same way."""

    def __init__(self, seed: int, world: str) -> None:
        self._seed, self._alike = seed, 0.0 if world == "null" else AGAIN_ALIKE

    def hear(self, text: str, dice: random.Random) -> tuple[str, float]:
        """What is heard, and the recogniser's confidence."""
        words, wrong = [], 0
        for word in text.split():
            if len(word) > 2 and dice.random() < WORD_ERRORS:
                wrong += 1
                own = random.Random(f"{self._seed} {word}")  # the way that this voice is misheard
                word = _misheard(word, own if dice.random() < self._alike else dice)
            words.append(word)
        return " ".join(words), max(0.3, min(1.0, dice.gauss(0.9 if not wrong else 0.75, 0.07)))


def _misheard(word: str, dice: random.Random) -> str:
    letters = list(word)
    for _ in range(1 + len(word) // 5):
        letters[dice.randrange(len(letters))] = dice.choice(LETTERS)
    return "".join(letters)


async def live(home: Home, seed: int, days: int, world: str, learning: str) -> Tally:
    """One home's life."""
    schedule = random.Random(f"{seed} schedule")
    people = {p: goals_of(home, random.Random(f"{seed} {p}"), world) for p in home.household.people}
    ears = {p: Recogniser(hash_of(seed, p), world) for p in people}
    at = datetime(2026, 3, 2, 7, tzinfo=ZoneInfo("Europe/London"))
    story = Story(home, at, partial(_gateway, learning), fresh_store())
    tally = Tally()
    await story.begin()
    for day in range(days):
        for number in range(20):
            person = schedule.choice(sorted(people))
            goals = people[person]
            goal = goals[min(int(schedule.expovariate(0.25)), len(goals) - 1)]
            first = random.Random(f"{seed} {day} {number}")  # the same with and without learning
            await _wish(story, goal, goals, person, ears[person], first, day, world, tally)
            await story.step(Wait(seconds=first.uniform(600, 3000)))
        left = (at + timedelta(days=day + 1) - story.now()).total_seconds()
        await story.step(Wait(seconds=max(60.0, left)))
    await story.end()
    return tally


async def _wish(
    story: Story, goal: Goal, goals: Sequence[Goal], person: str, ears: Recogniser, dice: random.Random, day: int,
    world: str, tally: Tally,
) -> None:  # fmt: skip
    """One wish, from the first attempt until it is fulfilled or given up."""
    await _put(story, goal.entity_id, _opposite(goal.state))
    await story.step(Wait(seconds=300))  # what was set by hand is no longer before anyone's eyes
    said = goal.own if goal.own and dice.random() < OWN_USED else _plain(goal, dice)
    tries = dice.randint(*PATIENCE)
    for attempt in range(tries + 1):
        heard, confidence = ears.hear(said, dice)
        step = Say(said, f"{goal.room}_ear", person, (heard,), confidence)
        came = await story.step(step)
        tally.turns += 1
        right = story.house.state(goal.entity_id)["state"] == goal.state and set(came.changes) <= {goal.entity_id}  # fmt: skip
        rewritten = came.turn is not None and came.turn.rewrite is not None
        if attempt == 0:
            tally.defects.append((day, not right))
            tally.rewritten += rewritten
            tally.wrong_rewrites += rewritten and not right
            tally.wrong_acts += not right and bool(came.changes)
        if right or attempt == tries:
            break
        rates = AFTER_WRONG if came.changes else REACTIONS
        reaction = dice.choices([r for r, _ in rates], [w for _, w in rates])[0]
        if came.changes and dice.random() < 0.3:
            await story.step(Interrupt())
        if reaction == "quit":
            break
        if reaction == "hand":
            for entity_id in came.changes:
                await _put(story, entity_id, _opposite(story.house.state(entity_id)["state"]))
            await _put(story, goal.entity_id, goal.state)
            break
        if reaction == "undo":
            await story.step(Say("undo that", f"{goal.room}_ear", person))
        if reaction in ("near", "undo"):
            said = _plain(goal, dice)
        if reaction == "other" or (world == "liar" and dice.random() < 0.5):
            said = _plain(dice.choice(goals), dice)
        await story.step(Wait(seconds=dice.uniform(2, 15)))


def _plain(goal: Goal, dice: random.Random) -> str:
    return dice.choice(PLAIN[goal.state]).format(n=goal.name)


async def _put(story: Story, entity_id: str, state: str) -> None:
    changes: dict[str, Any] = {"state": state}
    if entity_id.startswith("cover"):
        changes["current_position"] = 100 if state == "open" else 0
    if story.house.state(entity_id)["state"] != state:
        await story.step(SetStates({entity_id: changes}))


def _opposite(state: str) -> str:
    return {"on": "off", "off": "on", "open": "closed", "closed": "open"}.get(state, "off")


def hash_of(seed: int, person: str) -> int:
    """The same in each run, as `hash` is not."""
    return random.Random(f"{seed} {person}").randrange(1 << 30)


@lru_cache(maxsize=1)
def _mind() -> Any:
    from gateway.understand.mind import mind_for

    return mind_for("en")


def _gateway(learning: str, household: Any, broker: Any, clock: Any, store: Any) -> GatewayLike:
    from gateway.app import Gateway

    gateway: GatewayLike = Gateway(
        household, broker, clock, store, learning=learning, threaded=False, mind=_mind()
    )
    return gateway


def compared(on: Sequence[Tally], off: Sequence[Tally]) -> Mapping[str, Any]:
    """Wins and losses of first attempts, and defect rates by week."""
    pairs = [
        (day, a, b)
        for with_it, without in zip(on, off, strict=True)
        for (day, a), (_, b) in zip(with_it.defects, without.defects, strict=True)
    ]
    weeks = sorted({day // 7 for day, _, _ in pairs})
    by_week = {}
    for week in weeks:
        rows = [(a, b) for day, a, b in pairs if day // 7 == week]
        by_week[week + 1] = (
            len(rows),
            round(100 * sum(b for _, b in rows) / len(rows), 1),
            round(100 * sum(a for a, _ in rows) / len(rows), 1),
        )
    losses = [
        sum(a and not b for (_, a), (_, b) in zip(x.defects, y.defects, strict=True))
        for x, y in zip(on, off, strict=True)
    ]
    return {
        "homes": len(on),
        "turns": (sum(t.turns for t in off), sum(t.turns for t in on)),
        "losses by home": losses,
        "first attempts": len(pairs),
        "wins": sum(b and not a for _, a, b in pairs),
        "losses": sum(a and not b for _, a, b in pairs),
        "rewritten": sum(t.rewritten for t in on),
        "wrong rewrites": sum(t.wrong_rewrites for t in on),
        "wrong acts without, with": (sum(t.wrong_acts for t in off), sum(t.wrong_acts for t in on)),
        "week: n, % defects without, with": by_week,
    }


def main() -> None:
    """Let homes live, and tell what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--homes", type=int, default=4)
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--world", choices=("plain", "null", "liar"), default="plain")
    parser.add_argument("--without", choices=("off", "taught"), default="off")
    asked = parser.parse_args()
    lives: dict[str, list[Tally]] = {"on": [], asked.without: []}
    for seed in range(asked.seed, asked.seed + asked.homes):
        for learning, tallies in lives.items():
            home = home_of(random.Random(f"{seed} home"))
            with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
                life = live(home, seed, asked.days, asked.world, learning)
                tallies.append(runner.run(life))
    for name, value in compared(lives["on"], lives[asked.without]).items():
        print(f"{name}: {value}")  # noqa: T201 - a command


if __name__ == "__main__":
    main()
