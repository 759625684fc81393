"""The prompt of `ambient demo`: a line is a sentence, or a command that begins with a colon.

The prompt has the main thread (so that readline and Ctrl-C work as anywhere), the home lives on
an event loop in another one.
"""

import asyncio
import json
import sys
import threading
from collections.abc import Callable, Coroutine
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, TypeVar

from context.turn import Turn
from gateway.entrypoints.demo import (
    Demo,
    DemoError,
    default_satellite,
    known_person,
    open_store,
)
from gateway.entrypoints.device_table import device_rows, table
from gateway.entrypoints.story import brief, story
from gateway.evaluate import WILLOW
from gateway.evaluate.home_file import Home, read_home

TURN_SECONDS_MAX = 60.0  # A turn waits for echoes; beyond it something is stuck.
START_SECONDS_MAX = 60.0
STOP_SECONDS_MAX = 10.0

HELP = """\
Say what you like, as in: turn on the kitchen light
  :why          how the last turn came about, stage by stage
  :devices      every device and its state
  :at PLACE     speak at another satellite ({satellites})
  :as PERSON    be recognised as somebody ({people}); alone: nobody
  :quit         end (also Ctrl-D)"""

T = TypeVar("T")
Tell = Callable[[str], None]


class Loop:
    """An event loop on a thread of its own: `with Loop() as loop: loop.run(coroutine)`."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="demo", daemon=True)

    def __enter__(self) -> "Loop":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(STOP_SECONDS_MAX)
        if not self._thread.is_alive():
            self._loop.close()

    def run(self, work: Coroutine[Any, Any, T], seconds_max: float) -> T:
        """Wait for it on this thread."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(seconds_max)
        except BaseException:
            future.cancel()
            raise


class Prompt:
    """Who speaks, where, and what lines mean."""

    def __init__(
        self, home: Home, say: Callable[[str, str | None, str | None], Turn], demo: Demo, tell: Tell
    ) -> None:
        self._home = home
        self._say = say
        self._demo = demo
        self._tell = tell
        self.satellite = default_satellite(home, None)
        self.person: str | None = None
        self._last: Turn | None = None

    @property
    def sign(self) -> str:
        """What stands before the cursor."""
        return f"{self.person or 'somebody'} at {self.satellite or 'home'}> "

    def take(self, line: str) -> bool:
        """Do what a line says; False when it says that it is over."""
        line = line.strip()
        if not line.startswith(":"):
            if line:
                self._last = self._say(line, self.satellite, self.person)
                self._tell(brief(self._last))
            return True
        verb, _, rest = line[1:].partition(" ")
        try:
            return self._command(verb.lower(), rest.strip() or None)
        except DemoError as error:
            self._tell(str(error))
            return True

    def _command(self, verb: str, rest: str | None) -> bool:
        match verb:
            case "quit" | "q" | "exit":
                return False
            case "why":
                self._why()
            case "devices":
                self._tell(table(device_rows(self._demo.snapshot())))
            case "at":
                self.satellite = default_satellite(self._home, rest)
            case "as":
                self.person = known_person(self._home, rest)
            case _:
                self._tell(self.help())
        return True

    def help(self) -> str:
        """What can be written here."""
        household = self._home.household
        return HELP.format(
            satellites=", ".join(household.satellites), people=", ".join(household.people)
        )

    def _why(self) -> None:
        if self._last is None:
            self._tell("nothing has been said yet")
        else:
            self._tell(story(self._last, self._demo.states()))


def converse(
    home_path: Path | None,
    store_path: Path | None,
    tell: Tell,
    *,
    satellite: str | None = None,
    person: str | None = None,
) -> None:
    """Bring a home up and take lines until there are no more."""
    home = read_home(home_path or WILLOW)
    at, by = default_satellite(home, satellite), known_person(home, person)

    def spoken(text: str, where: str | None) -> None:
        tell(f"\n{where or 'gateway'} says {json.dumps(text, ensure_ascii=False)}")

    with ExitStack() as stack:
        loop = stack.enter_context(Loop())
        store = open_store(store_path, home, stack)
        demo = Demo(home, store, spoken)
        loop.run(demo.__aenter__(), START_SECONDS_MAX)
        stack.callback(lambda: loop.run(demo.__aexit__(), STOP_SECONDS_MAX))
        prompt = Prompt(home, lambda *said: loop.run(demo.say(*said), TURN_SECONDS_MAX), demo, tell)
        prompt.satellite, prompt.person = at, by
        tell(f"{home.household.id}: {len(demo.snapshot().devices)} devices. :help tells more.")
        _read_lines(prompt)


def _read_lines(prompt: Prompt) -> None:
    at_terminal = sys.stdin.isatty()
    if at_terminal:
        with suppress(ImportError):  # Not built into every Python; lines can be typed without.
            import readline  # noqa: F401
    while True:
        try:
            line = input(prompt.sign if at_terminal else "")
        except (EOFError, KeyboardInterrupt):
            return
        if not prompt.take(line):
            return
