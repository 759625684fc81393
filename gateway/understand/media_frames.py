"""A clause about what plays -> a reading: titles from the catalogue, volume words, what is on."""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from rapidfuzz import fuzz

from context.places import CatalogItem
from context.snapshot import Snapshot
from context.turn import Phrase, Reading
from gateway.understand import habitual, media_wishes, phrases
from gateway.understand.tagging import tag
from gateway.understand.vocabulary import Vocabulary, bare_name

PLAY = re.compile(
    r"^(?:play|put on|listen to|i want to (?:hear|watch|listen to)|i would like to (?:hear|watch|listen to)|watch|stream|start playing|shuffle"
    r"|let us (?:hear|watch|listen to|have)|let me hear|show(?: me)?|start|i feel like (?:listening to|watching|hearing)|i am in the mood for|(?:i )?fancy (?:watching|listening to|hearing|a bit of)?"
    r"|we (?:want|would like) to (?:hear|watch|listen to)|(?:can|could|may) (?:we|i|you) (?:play|hear|watch|listen to|have|get)|queue|hear|turn on|switch on|tune (?:in )?to"
    r"|put|stick|pop|whack|bung|chuck|throw|read(?: me| us)?|give (?:me|us)|how about|something|some|a bit of|a little|any) (?P<what>.+)$"
)
STRONG = re.compile(
    r"^(?:play|listen to|watch|stream|start playing|shuffle|queue|hear|i want to|tune|i feel like|let us (?:hear|watch|listen)|i would like to|fancy (?:watching|listening|hearing)|i fancy (?:watching|listening|hearing)|we want to|(?:can|could) (?:we|i|you) (?:play|hear|watch|listen))\b"
)
KIND_WORDS = {
    "song": "song", "track": "song", "tune": "song", "album": "album", "record": "album", "artist": "artist", "band": "artist",
    "movie": "movie", "film": "movie", "show": "tv_show", "series": "tv_show", "tv show": "tv_show", "audiobook": "audiobook",
    "audio book": "audiobook", "book": "audiobook", "podcast": "podcast", "radio station": "radio_station", "station": "radio_station",
    "playlist": "playlist", "game": "game", "genre": "genre",
}  # fmt: skip
VAGUE = frozenset({"something", "some music", "music", "anything", "a song", "some songs", "songs", "something nice", "tunes", "some tunes", "my music", "the music", "it", "that", "this", "again"})  # fmt: skip
RESUMES = frozenset({"it", "that", "this", "", "again", "the music", "the song", "the movie", "the film", "the show", "the video", "the podcast", "on"})  # fmt: skip
MAKER_SCORE = 88.0  # The same of names of makers.
PART_LENGTH_MIN = 4  # Letters; a shorter part of a title may be anything.
TITLE_SCORE = (
    86.0  # Ratio of rapidfuzz below which two titles are different titles (own check on 60 pairs).
)
QUERY = re.compile(
    r"^(?:what is (?:that|this|it) (?:playing|on)|who is (?:this|that|it) by|what is (?:playing|on|this song|that song|currently playing|being played)|what (?:song|track|music|movie|show|album|film|station) is (?:this|it|that|playing|on)|who (?:is this|(?:is singing|sings|is playing|plays|wrote|made|performs|recorded)(?: (?:this|that|it)(?: (?:one|song|tune|track))?)?)|what are (?:we|you|they) (?:playing|listening to|watching)|which song is (?:this|playing)|name (?:this|that) (?:song|tune)|what am i (?:listening to|watching))(?: (?:right )?now| at the moment| currently| please)?(?: (?:on|in) (?!my |november|december|january|february|march|april|may |june|july|august|september|october|the list|this list|that list).+)?$"
)
NEXT = re.compile(r"^(?:(?:play|go to|skip to|put on|jump to)(?: the)? next|next|skip|forward|another (?:song|one|track))(?: (?:the|this|that|it|one|song|track|tune|episode|station|to the next|on|ahead|next|please|chapter|a|video))*\b")  # fmt: skip
PREVIOUS = re.compile(
    r"^(?:(?:play|go to|go back to|skip to|skip back to|put on|jump back to|back to|return to|can i hear)?(?: ?the)? ?(?:previous|last|preceding) ?(?:song|track|tune|one|episode|video|chapter|title)?"
    r"|back|(?:go|skip|jump) back(?:wards?)?(?: (?:one|a|1))?(?: (?:song|track|episode))?|skip backwards?|back (?:one|a) (?:song|track)|previous|rewind)(?: again| please)?(?: (?:on|in) .+)?$"
)


RESUME = re.compile(r"^(?:play|roll (?:it|on|the (?:film|movie|tape))|play (?:on|it again)|start playing|keep playing|carry on playing|go on playing|continue playing|resume playing|hit play|press play)$")  # fmt: skip
OF_GENRE = re.compile(r" (?:music|songs|tunes|tracks)$")
ONCE_MORE = re.compile(r"\bonce (?:more|upon)\b")
"""Here "once" is no title."""
TRAILING = re.compile(r"^(?P<player>.+?) (?P<way>next|skip|previous|last|back)(?: (?:song|track|tune|episode|one|a song|a track))?$")  # fmt: skip
"""The player first: "bathroom speaker next song"."""


def read(words: Sequence[str], snapshot: Snapshot, vocabulary: Vocabulary) -> Reading | None:
    """The reading of a clause about media; None when it is about something else."""
    text = " ".join(w for w in words if w != ",")
    begun = _begun(text, snapshot) or _more_of(text, snapshot)
    if begun is not None:
        return begun
    if QUERY.match(text):
        return _with_player("MediaQuery", {}, _rest(words, "on", "in"), vocabulary)
    if NEXT.match(text) and not re.match(r"^skip (?:back|to the previous)", text):
        return _with_player("HassMediaNext", {}, _rest(words, "on", "in"), vocabulary)
    if (
        PREVIOUS.match(text)
        and text not in ("play", "go back")
        and not text.startswith(("put on", "play one"))
    ):
        return _with_player("HassMediaPrevious", {}, _rest(words, "on", "in"), vocabulary)
    if RESUME.match(text):
        return Reading("HassMediaUnpause", {}, probability=0.9)
    trailing = TRAILING.match(text)
    if trailing is not None:
        players = _players(trailing.group("player"), vocabulary)
        if players:
            intent = (
                "HassMediaNext"
                if trailing.group("way") in ("next", "skip")
                else "HassMediaPrevious"
            )
            return Reading(intent, {}, players, probability=0.93)
    match = PLAY.match(text)
    wish = media_wishes.read(text, _splits, lambda target: _players(target, vocabulary))
    if wish is not None and _names_other(words, vocabulary):
        wish = None  # "movie night" is a scene
    if wish is not None and not _titled(match, text, snapshot, vocabulary):
        return wish
    if match is None:
        bare = _bare_title(text.split(), snapshot, vocabulary) if text else None
        return bare or _wanted_title(text, snapshot)
    played = _play(match.group("what"), bool(STRONG.match(text)), snapshot, vocabulary)
    if played is None or "media_ids" not in played.slots:
        return _wanted_title(text, snapshot) or played
    return played


def _play(what: str, strong: bool, snapshot: Snapshot, vocabulary: Vocabulary) -> Reading | None:
    """A title, with the player and the room cut off its end."""
    best: tuple[float, Reading] | None = None
    for query, target in _splits(re.sub(r" on$", "", what)):
        phrase = _players(target, vocabulary) if target else ()
        if target and phrase is None:
            if query not in VAGUE | RESUMES or tag(target.split(), vocabulary).first("verb"):
                continue
            phrase = _named(target, vocabulary)  # "the music in the gym", where there is no gym
        whole = find(query, None, None, snapshot.household.catalog)
        kind = by = None
        if not whole:
            query, kind, by = _describe(query)
        found = whole or find(query, kind, by, snapshot.household.catalog)
        slots: dict[str, Any] = {"search_query": query}
        if kind:
            slots["media_class"] = kind
        if by:
            slots["artist"] = by
        if found:
            slots["media_ids"] = tuple(item.id for item in found[1])
        score = found[0] if found else 0.0
        if best is None or score > best[0] or (score == best[0] and target):
            reading = Reading(
                "HassMediaSearchAndPlay", slots, phrase or (), probability=0.95 if found else 0.6
            )
            best = (score, reading)
    if best is None:
        return None
    score, reading = best
    query = str(reading.slots["search_query"])
    if score == 0 and query in RESUMES and strong:
        return Reading("HassMediaUnpause", {}, reading.phrases, probability=0.9)
    if score == 0 and query in VAGUE:
        return Reading("HassMediaSearchAndPlay", {"search_query": None}, reading.phrases, probability=0.9 if strong or "music" in query else 0.4)  # fmt: skip
    if score == 0 and not strong:
        return None
    return reading


GOES_ON = frozenset(
    [
        "go",
        "on",
        "with",
        "continue",
        "resume",
        "take",
        "return",
        "get",
        "into",
        "carry",
        "more",
        "pick",
        "up",
        "back",
        "to",
        "where",
        "were",
        "was",
        "we",
        "finish",
        "keep",
        "playing",
        "again",
        "rest",
        "of",
        "stopped",
        "left",
        "off",
    ]
)
ENDS = frozenset(
    [
        "stop",
        "pause",
        "halt",
        "freeze",
        "hold",
        "kill",
        "off",
        "turn",
        "switch",
        "shut",
        "end",
        "quit",
        "playing",
        "that",
        "enough",
        "of",
    ]
)
BESIDE_TITLE = frozenset(
    [
        "the",
        "a",
        "some",
        "me",
        "us",
        "our",
        "my",
        "please",
        "it",
        "now",
        "then",
        "i",
        "he",
        "she",
        "they",
        "just",
        "want",
        "can",
        "could",
        "you",
        "let",
        "s",
    ]
)
ONWARDS = re.compile(
    r"\b(?:go on|continue|resume|carry on|take up|return to|back into|more|pick|back to|where were|finish|keep|rest of)\b"
)
ENDING = re.compile(r"\b(?:stop|pause|halt|freeze|hold|kill|off|end|quit|enough)\b")


MORE_OF = re.compile(
    r"^(?:(?:play|put on|give me|let us hear) )?(?:some )?(?:more|something|anything|another(?: one)?)(?: else)?(?: songs?| music| stuff)?"
    r" (?:by|from|of) (?:this|that|the same|him|her|them|these)(?: (?:artist|band|singer|group|guy|man|woman|lot|people))?$"
)


def _more_of(text: str, snapshot: Snapshot) -> Reading | None:
    """ "More by this artist": whoever is heard now, if the home has more of them."""
    if not MORE_OF.match(text):
        return None
    for state in snapshot.states.values():
        artist = state.get("media_artist") if state.state == "playing" else None
        found = find(str(artist), "artist", None, snapshot.household.catalog) if artist else None
        if found is not None:
            ids = tuple(item.id for item in found[1])
            slots = {"search_query": str(artist), "media_ids": ids}
            return Reading("HassMediaSearchAndPlay", slots, (), probability=0.95)
    return None


def _begun(text: str, snapshot: Snapshot) -> Reading | None:
    """ "Go on with Dune", "stop Tron": the player that stands at that title is meant."""
    people = {w for p in snapshot.household.people.values() for w in bare_name(p.name)}
    for entity_id, device in snapshot.devices.items():
        state = snapshot.states.get(entity_id)
        title = plain(str(state.get("media_title") or "")) if state is not None else ""
        if state is None or not title or f" {title} " not in f" {plain(text)} ":
            continue
        rest = f" {plain(text)} ".replace(f" {title} ", " ", 1).split()
        said, known = " ".join(rest), BESIDE_TITLE | people
        player = Phrase(text=title, name=" ".join(bare_name(device.name)))
        if state.state == "paused" and ONWARDS.search(said) and set(rest) <= GOES_ON | known:
            return Reading("HassMediaUnpause", {}, (player,), probability=0.95)
        if state.state == "playing" and ENDING.search(said) and set(rest) <= ENDS | known:
            return Reading("HassMediaPause", {}, (player,), probability=0.95)
    return None


WANTING = habitual.FILLERS | frozenset(
    [
        "crank",
        "turn",
        "whack",
        "bung",
        "chuck",
        "throw",
        "on",
        "start",
        "hear",
        "watch",
        "see",
        "listen",
        "feel",
        "mood",
        "bit",
        "couple",
        "next",
        "one",
        "of",
        "more",
        "episode",
        "film",
        "movie",
        "album",
        "song",
        "book",
        "game",
        "show",
        "podcast",
        "series",
        "kids",
        "children",
        "everyone",
        "all",
        "tonight",
        "do",
        "with",
        "could",
        "up",
        "fancy",
        "love",
        "thanks",
        "evening",
        "new",
        "newest",
        "latest",
    ]
)


def _wanted_title(text: str, snapshot: Snapshot) -> Reading | None:
    """ "Can we get Grease on for the kids": a whole title among words that only ask for it."""
    said = f" {plain(ONCE_MORE.sub('', text))} "
    found = [
        item for item in snapshot.household.catalog
        if len(plain(item.title)) >= PART_LENGTH_MIN and f" {plain(item.title)} " in said
    ]  # fmt: skip
    if not found:
        return None
    title = max((plain(item.title) for item in found), key=len)
    rest = said.replace(f" {title} ", " ", 1).split()
    if not set(rest) <= WANTING or "off" in rest:
        return None
    ids = tuple(item.id for item in found if plain(item.title) == title)
    slots = {"search_query": title, "media_ids": ids}
    return Reading("HassMediaSearchAndPlay", slots, (), probability=0.92)


def _names_other(words: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Whether a device is named that is no player."""
    return any(
        not i.startswith("media_player.")
        for t in tag(words, vocabulary).of("device") for i in t.value.ids
    )  # fmt: skip


def _titled(
    match: re.Match[str] | None, text: str, snapshot: Snapshot, vocabulary: Vocabulary
) -> bool:
    """Whether a title of the home is called so: "play Something"."""
    read = (
        _bare_title(text.split(), snapshot, vocabulary)
        if match is None
        else _play(match.group("what"), bool(STRONG.match(text)), snapshot, vocabulary)
    )
    return read is not None and "media_ids" in read.slots


def _splits(what: str) -> list[tuple[str, str]]:
    """Ways to cut "X on the kitchen radio" into title and player, the whole first."""
    found = [(what, "")]
    cuts = re.finditer(r" (?:on|in|to|through|using|over|via) (?:the |my )?", what)
    return found + [(what[: cut.start()], what[cut.end() :]) for cut in cuts]


def _players(words: str, vocabulary: Vocabulary) -> tuple[Phrase, ...] | None:
    tagged = tag(words.split(), vocabulary)
    if any(t.kind in ("unknown", "verb", "quantity") for t in tagged.tags):
        return None
    targets, _ = phrases.build(tagged)
    if tagged.first("here"):
        return ()
    return targets or None


def _describe(query: str) -> tuple[str, str | None, str | None]:
    """ "the movie dune", "dune by frank herbert", "the album blue" -> title, kind, creator."""
    query = re.sub(
        r"^(?:me |us |some |a bit of |a little |the latest |the new |the newest |any )+", "", query
    ).strip()
    by = None
    match = re.search(r"^(?P<title>.+) (?:by|from) (?P<by>[\w ]+)$", query)
    kind = None
    for words, name in sorted(KIND_WORDS.items(), key=lambda kv: -len(kv[0])):
        prefix = re.match(
            rf"^(?:the |a |an |my )?{words}s? (?:called |named |by |of )?(?:the )?(?P<rest>.+)$",
            query,
        )
        suffix = re.match(rf"^(?:the |my )?(?P<rest>.+?) {words}$", query)
        hit = prefix or suffix
        if hit:
            kind, query = name, hit.group("rest")
            break
    if match and not kind:
        query, by = match.group("title"), match.group("by")
    elif " by " in query:
        query, _, by = query.partition(" by ")
    query = re.sub(r" (?:music|songs|stuff|tracks)$", "", query)
    return query, kind, by


def find(
    query: str, kind: str | None, by: str | None, catalog: Sequence[CatalogItem]
) -> tuple[float, tuple[CatalogItem, ...]] | None:
    """The titles that a query means, with their score; several when they bear the same title."""
    wanted = plain(query)
    if not wanted or not catalog:
        return None
    pool = [item for item in catalog if kind in (None, item.kind)] or list(catalog)
    scored = _by_title(wanted, pool)
    if by:
        maker = plain(by)
        scored = [
            (s, i)
            for s, i in scored
            if i.by and fuzz.partial_ratio(maker, plain(i.by)) >= TITLE_SCORE
        ] or scored
    if not scored:
        return None
    top = max(score for score, _ in scored)
    return top, tuple(item for score, item in scored if score >= top - 1)


def _by_title(wanted: str, pool: Sequence[CatalogItem]) -> list[tuple[float, CatalogItem]]:
    """Near the whole title, else by its maker, else a telling part of it."""
    near = [(fuzz.ratio(wanted, plain(item.title)), item) for item in pool]
    whole = [(score, item) for score, item in near if score >= TITLE_SCORE]
    if whole:
        return whole
    makers = [(100.0, i) for i in pool if i.by and fuzz.ratio(plain(i.by), wanted) >= MAKER_SCORE]
    parts = [(90.0, i) for i in pool if _telling_part(wanted, plain(i.title))]
    return makers or parts


def _telling_part(wanted: str, title: str) -> bool:
    words = wanted.split()
    return (
        wanted not in media_wishes.NOUNS  # "music" asks for no "Capital Music"
        and len(wanted) >= PART_LENGTH_MIN
        and f" {wanted} " in f" {title} "
        and (len(words) > 1 or len(wanted) * 2 >= len(title))
    )


@lru_cache(maxsize=4096)
def plain(title: str) -> str:
    """Title or name without articles, case and accents: people say "Amelie".

    >>> plain("Le Fabuleux Destin d'Amélie")
    'le fabuleux destin damelie'
    """
    words = " ".join(bare_name(title))
    return "".join(c for c in unicodedata.normalize("NFKD", words) if not unicodedata.combining(c))


def _bare_title(words: Sequence[str], snapshot: Snapshot, vocabulary: Vocabulary) -> Reading | None:
    """A title and nothing else, perhaps with its player: "radio four please"."""
    text = " ".join(words)
    thing = vocabulary.match(words, 0)
    if thing is not None and thing[0] == len(words):
        return None
    for query, target in _splits(text):
        found = find(query, None, None, snapshot.household.catalog)
        if found is None and OF_GENRE.search(query):
            query = OF_GENRE.sub("", query)
            found = find(query, "genre", None, snapshot.household.catalog)
        players = _players(target, vocabulary) if target else ()
        if found and players is not None and len(plain(query)) >= PART_LENGTH_MIN:
            slots = {"search_query": query, "media_ids": tuple(i.id for i in found[1])}
            return Reading("HassMediaSearchAndPlay", slots, players, probability=0.9)
    return None


def _rest(words: Sequence[str], *prepositions: str) -> str:
    for index, word in enumerate(words):
        if word in prepositions and index + 1 < len(words) and index > 0:
            return " ".join(words[index + 1 :])
    return ""


def _with_player(intent: str, slots: dict[str, Any], words: str, vocabulary: Vocabulary) -> Reading:
    return Reading(intent, slots, _named(words, vocabulary), probability=0.95)


def _named(words: str, vocabulary: Vocabulary) -> tuple[Phrase, ...]:
    """The players that words name; what nobody knows stays named, so that nothing else plays."""
    if not words:
        return ()
    known = _players(words, vocabulary)
    return phrases.build(tag(words.split(), vocabulary))[0] if known is None else known
