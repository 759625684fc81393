"""Did it happen? Wait for the state echo of what was sent; a PUBACK proves nothing.

A broker acknowledges what an ACL then drops, and a device may be off at the wall: only a report of
the device itself, going where the command leads, counts as done.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from context.turn import Confirmation, Status
from devices.expected import expected
from devices.model import Command, Device, State
from devices.origins import ON_THE_WAY

NUMBER_NEAR = 0.02  # Of the target: devices round, and 127 of 254 is half.
UNTRACEABLE = frozenset({"button", "input_button", "scene", "script"})
"""Domains that may show nothing of what they did."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A command on its way, and how the house was when it was sent."""

    command: Command
    before: Mapping[str, State | None]
    """By entity id: what it acts on."""
    wanted: Mapping[str, Mapping[str, Any]]
    """By entity id: state and attributes that will show it; None as a value is any."""
    at: float
    """Seconds of the event loop's clock."""


def sent(command: Command, device: Device, states: Mapping[str, State], at: float) -> Sent:
    """What to watch for after a command."""
    wanted = dict(device.sets) or {command.entity_id: expected(command)}
    acted_on = {command.entity_id, *wanted}
    return Sent(command, {i: states.get(i) for i in acted_on}, wanted, at)


class Echoes:
    """Lets turns wait for reports; whoever takes reports in calls `heard` after each."""

    def __init__(self) -> None:
        self._heard = asyncio.Event()

    def heard(self) -> None:
        """Something was reported."""
        self._heard.set()

    async def wait(
        self, waiting: Sequence[Sent], states: Callable[[], Mapping[str, State]], timeout_s: float
    ) -> tuple[Confirmation, ...]:
        """What became of each command, as soon as all are shown or the time is up."""
        loop = asyncio.get_running_loop()
        done: dict[int, Confirmation] = {}
        deadline = loop.time() + timeout_s
        while True:
            now_states = states()
            for index, item in enumerate(waiting):
                if index not in done and (status := judge(item, now_states)) is not None:
                    done[index] = _confirmation(item, status, loop.time())
            left = deadline - loop.time()
            if len(done) == len(waiting) or left <= 0:
                break
            self._heard.clear()
            try:
                async with asyncio.timeout(left):
                    await self._heard.wait()
            except TimeoutError:
                continue
        return tuple(
            done.get(i) or _confirmation(item, "unconfirmed", loop.time())
            for i, item in enumerate(waiting)
        )


def _confirmation(item: Sent, status: Status, now: float) -> Confirmation:
    before = item.before.get(item.command.entity_id)
    others = {i: s for i, s in item.before.items() if s is not None and i != item.command.entity_id}
    return Confirmation(item.command, status, before, others, ms=(now - item.at) * 1000)


def judge(item: Sent, states: Mapping[str, State]) -> Status | None:
    """What the reports say of a command; None while they say nothing yet."""
    domain = item.command.entity_id.partition(".")[0]
    if domain in UNTRACEABLE and not any(item.wanted.values()):
        return "confirmed"
    for entity_id, wanted in item.wanted.items():
        before, now = item.before.get(entity_id), states.get(entity_id)
        if now is not None and not now.available and before is not None and before.available:
            return "unavailable"
        already = domain in UNTRACEABLE and now is not None and _all_shown(wanted, None, now)
        if (
            now is None
            or (now is before and not already)
            or not (already or _all_shown(wanted, before, now))
        ):
            return None
    return "confirmed"


def _all_shown(wanted: Mapping[str, Any], before: State | None, now: State) -> bool:
    position = wanted.get("current_position")
    if isinstance(position, int | float) and before is not None:
        was, is_at = before.get("current_position"), now.get("current_position")
        if _near(float(position), was, is_at) and is_at != was:
            return True  # it travels there, whatever it calls its state on the way
    return all(
        shown(target, before.get(key) if before else None, now.get(key))
        for key, target in wanted.items()
    )


def shown(target: Any, before: Any, after: Any) -> bool:
    """Whether a value is the wanted one, or on its way there.

    >>> shown("open", "closed", "opening"), shown(200, 20, 80), shown(200, 20, 20)
    (True, True, False)
    """
    if target is None or after == target:
        return True
    if after is None:
        return before is None  # not told by this device
    if isinstance(target, str):
        return target.casefold() == str(after).casefold() or target in ON_THE_WAY.get(
            str(after), frozenset()
        )
    if isinstance(target, list | tuple):
        return isinstance(after, list | tuple) and (after != before or _near_all(target, after))
    if isinstance(target, bool) or not isinstance(target, int | float):
        return False
    return _near(float(target), before, after)


def _near(target: float, before: Any, after: Any) -> bool:
    if not isinstance(after, int | float):
        return False
    if abs(after - target) <= max(1.0 if abs(target) > 2 else 0.02, abs(target) * NUMBER_NEAR):
        return True
    return isinstance(before, int | float) and abs(after - target) < abs(before - target)


def _near_all(target: Sequence[Any], after: Sequence[Any]) -> bool:
    return len(target) == len(after) and all(
        _near(float(t), None, a) for t, a in zip(target, after, strict=True)
    )
