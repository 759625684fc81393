"""Message -> dialect -> registry -> StateChanged. Nothing that arrives can raise in here."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import structlog

from devices.adapters.dialect import Dialect
from devices.adapters.values import json_of
from devices.model import Device, Message, Publish, StateChanged
from devices.registry import Registry
from devices.topics import topic_matches

PAYLOAD_BYTES_MAX = 262_144  # A state has a few hundred bytes; the biggest seen, a few thousand.
ANNOUNCEMENT_BYTES_MAX = 4_194_304  # `bridge/devices`: up to 20 kB for each of 200 devices.
HEARD_MAX, HEARD_BYTES_MAX = 4096, 4096  # 16 MB at the very worst, 0.2 MB in a real home.
TOPICS_CACHED_MAX = 8192  # Topics whose dialect is remembered; beyond it all are forgotten.
PARTS_MAX = 4096  # Announcements in several messages: one for each board of that many.
BAD_TOPICS_MAX = 1024  # Topics whose bad payloads are counted one by one; the oldest are forgotten.

_log = structlog.get_logger(__name__)


class Ingest:
    """Turns messages into facts, and keeps the subscriptions as the devices need them."""

    def __init__(
        self,
        registry: Registry,
        dialects: Sequence[Dialect],
        subscribe: Callable[[Iterable[str]], None],
        publish: Callable[[Publish], None],
    ) -> None:
        """`subscribe` and `publish` are the broker's."""
        self.counts: Counter[str] = Counter()
        """Messages, changes, unclaimed, bad."""
        self._registry = registry
        self._dialects = {dialect.NAME: dialect for dialect in dialects}
        self._subscribe = subscribe
        self._publish = publish
        self._subscribed: set[str] = set()
        self._bad: OrderedDict[str, int] = OrderedDict()
        self._heard: dict[str, Message] = {}
        """Last message of each topic, for devices that are announced after they spoke."""
        self._parts: dict[str, dict[str, bytes]] = {}
        """What announces one thing together: by the topics' common beginning and last level."""
        self._announcers: dict[str, Dialect | None] = {}
        """By topic, as topics come again and again."""

    def start(self) -> None:
        """Subscribe to every announcement."""
        self._subscribe(
            tuple(f for dialect in self._dialects.values() for f in dialect.ANNOUNCEMENTS)
        )

    def resync(self) -> None:
        """Ask every device whose state is not retained; after each connect."""
        self._poll(self._registry.devices.values())

    def take(self, message: Message) -> tuple[StateChanged, ...]:
        """What this message changes in the house."""
        self.counts["messages"] += 1
        announcer = self._announcer(message.topic)
        devices = self._registry.by_topic(message.topic) if announcer is None else ()
        if announcer is None and not devices:
            self.counts["unclaimed"] += 1
            return ()
        limit = ANNOUNCEMENT_BYTES_MAX if announcer else PAYLOAD_BYTES_MAX
        if len(message.payload) > limit:
            self._complain(message, f"larger than {limit} bytes")
            return ()
        if announcer:
            facts = self._announce(announcer, message)
            devices = self._registry.by_topic(message.topic)
            return facts + self._read(devices, message) if devices else facts
        self._remember(message)
        return self._read(devices, message)

    def _remember(self, message: Message) -> None:
        known = message.topic in self._heard
        if len(message.payload) > HEARD_BYTES_MAX:
            self._heard.pop(message.topic, None)
        elif message.payload and (known or len(self._heard) < HEARD_MAX):
            self._heard[message.topic] = message

    def _read(self, devices: Iterable[Device], message: Message) -> tuple[StateChanged, ...]:
        facts: list[StateChanged] = []
        for device in devices:
            try:
                report = self._dialects[device.dialect].read(device, message)
                fact = report and self._registry.report(
                    report,
                    message.received_at,
                    topic=message.topic,
                    retained=message.retained,
                )
            except Exception as error:
                self._complain(message, error)
                continue
            if fact:
                facts.append(fact)
        self.counts["changes"] += len(facts)
        return tuple(facts)

    def _announce(self, dialect: Dialect, message: Message) -> tuple[StateChanged, ...]:
        try:
            questions = dialect.asks(message)
            message = self._whole(dialect, message)
            devices = dialect.announced(message)
        except Exception as error:
            self._complain(message, error)
            return ()
        self._ask(questions)
        version = self._registry.version
        before = self._registry.devices
        self._registry.announce(message.topic, devices)
        return self._follow(before) if self._registry.version != version else ()

    def _whole(self, dialect: Dialect, message: Message) -> Message:
        """The message, together with what else announces the same thing."""
        base, _, level = message.topic.rpartition("/")
        if level not in dialect.TOGETHER:
            return message
        parts = dict(self._parts.get(base, {}))
        parts.pop(level, None)
        if message.payload:
            json_of(message.payload)  # A bad part is complained of, and not kept.
            parts[level] = message.payload
        if parts and (base in self._parts or len(self._parts) < PARTS_MAX):
            self._parts[base] = parts
        elif not parts:
            self._parts.pop(base, None)
        told = b",".join(b'"%s":%s' % (key.encode(), part) for key, part in parts.items())
        return replace(
            message,
            topic=f"{base}/{dialect.TOGETHER[0]}",
            payload=b"{%s}" % told if parts else b"",
        )

    def _follow(self, before: Mapping[str, Device]) -> tuple[StateChanged, ...]:
        """Subscribe to what is new, ask it for its state, tell it what was said before it came.

        A topic that we hear already brings its retained message no second time.
        """
        topics = self._registry.topics
        added = [device for id, device in self._registry.devices.items() if id not in before]
        late = {topic for device in added for topic in device.topics if topic in self._heard}
        known, self._subscribed = self._subscribed, set(topics)
        if new := topics - known:
            self._subscribe(sorted(new))
        for topic in known - topics:
            self._heard.pop(topic, None)
        self._poll(added)
        facts: list[StateChanged] = []
        for topic in sorted(late & known):
            message = replace(self._heard[topic], retained=True)
            facts += self._read((each for each in added if topic in each.topics), message)
        return tuple(facts)

    def _poll(self, devices: Iterable[Device]) -> None:
        self._ask(
            question
            for device in devices
            for question in self._dialects[device.dialect].poll(device)
        )

    def _ask(self, questions: Iterable[Publish]) -> None:
        for question in dict.fromkeys(questions):
            try:
                self._publish(question)
            except ConnectionError:
                return  # `resync` asks again when the broker is back.

    def _announcer(self, topic: str) -> Dialect | None:
        """The dialect whose announcement this is."""
        if topic in self._announcers:
            return self._announcers[topic]
        if len(self._announcers) >= TOPICS_CACHED_MAX:
            self._announcers.clear()
        found = (
            dialect
            for dialect in self._dialects.values()
            if any(topic_matches(each, topic) for each in dialect.ANNOUNCEMENTS)
        )
        self._announcers[topic] = dialect = next(found, None)
        return dialect

    def _complain(self, message: Message, why: object) -> None:
        """One line for the first bad payload of a topic, the tenth, the hundredth..."""
        self.counts["bad"] += 1
        times = self._bad.pop(message.topic, 0) + 1
        self._bad[message.topic] = times
        if len(self._bad) > BAD_TOPICS_MAX:
            self._bad.popitem(last=False)
        if _is_power_of_ten(times):
            reason = str(why)[:200] or type(why).__name__
            _log.warning(
                "bad payload", topic=message.topic, times=times,
                bytes=len(message.payload), why=reason,
            )  # fmt: skip


def _is_power_of_ten(number: int) -> bool:
    """
    >>> [n for n in range(1, 200) if _is_power_of_ten(n)]
    [1, 10, 100]
    """
    while number % 10 == 0 and number:
        number //= 10
    return number == 1
