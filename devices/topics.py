"""MQTT topics: which of them a filter matches, and what may be one at all."""

import re
from functools import lru_cache

FILTERS_MAX = 4096  # Kept compiled: the dialects' announcements, and the topics of a home.
TOPIC_CHARS_MAX = 1024  # MQTT allows 65,535 bytes; no device that we know needs 100.


def topic_matches(topic_filter: str, topic: str) -> bool:
    """Whether a subscription to the filter receives the topic.

    >>> topic_matches("+/bridge/devices", "zigbee2mqtt/bridge/devices")
    True
    >>> topic_matches("homeassistant/#", "homeassistant")
    True
    >>> topic_matches("#", "$SYS/broker/uptime")
    False
    """
    return _pattern(topic_filter).fullmatch(topic) is not None


@lru_cache(maxsize=FILTERS_MAX)
def _pattern(topic_filter: str) -> re.Pattern[str]:
    """The filter as a regular expression: compiled once, asked for every topic."""
    spelt = "" if topic_filter[:1] not in {"+", "#"} else r"(?!\$)"
    for index, level in enumerate(topic_filter.split("/")):
        if level == "#":  # The level above it, too, and whatever may stand behind it.
            return re.compile(f"{spelt}.*" if index == 0 else f"{spelt}(?:/.*)?", re.DOTALL)
        slash = "/" if index else ""
        spelt += slash + ("[^/]*" if level == "+" else re.escape(level))
    return re.compile(spelt, re.DOTALL)


def is_topic(topic: str) -> bool:
    """Whether this is one topic that a broker takes. mosquitto ends the connection over a bad one.

    >>> is_topic("zigbee2mqtt/lamp"), is_topic("zigbee2mqtt/#"), is_topic("a\\x01b"), is_topic("")
    (True, False, False, False)
    """
    return 0 < len(topic) <= TOPIC_CHARS_MAX and not any(_is_bad(char) for char in topic)


def _is_bad(char: str) -> bool:
    """Wildcards, control characters, surrogates, and code points that Unicode says are none."""
    code = ord(char)
    return (
        char in "+#"
        or code < 0x20
        or 0x7F <= code <= 0x9F
        or 0xD800 <= code <= 0xDFFF
        or 0xFDD0 <= code <= 0xFDEF
        or code & 0xFFFE == 0xFFFE
    )
