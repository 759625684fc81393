"""What is said of lessons: read back, told, refused."""

from collections.abc import Sequence
from typing import Any

from context.lesson import Lesson, LessonChange
from context.turn import Answer, Decline
from gateway.speak.wording import enumerate_names, sentence

VERBS = frozenset(
    """turn switch set dim brighten open close shut lock unlock play pause stop start run put make bring lower raise draw pull roll
    tell say remind add wake mute activate arm disarm read show announce increase decrease change""".split()  # noqa: SIM905 - a table of words
)
LESSONS_MAX = 6
QUESTIONS = {
    "music": "What music do you like best?",
    "temperature": "What temperature do you like at home?",
    "radio station": "Which radio station is your favourite?",
    "evening light": "How bright do you like the light in the evening, in percent?",
    "name": "What shall I call you?",
}


def say(answer: Answer) -> str | None:
    """An answer about lessons; None when it is about something else."""
    facts = answer.facts
    match answer.kind:
        case "taught":
            return _read_back(facts["lesson"], facts.get("instead_of"), bool(facts.get("risky")))
        case "lessons":
            return _list(facts["lessons"], facts.get("what"))
        case "favourite":
            return _favourite(str(facts["subject"]), facts["lessons"])
        case "who_taught":
            return _who(facts)
        case "forgotten":
            return _forgotten(facts["lessons"])
        case "interviewed":
            return (
                "Thank you, that is all I wanted to know."
                if facts.get("asked")
                else "I know all I could ask for already."
            )
        case "regret" if facts.get("nothing"):
            return "Sorry about that. What should I do instead?"
        case "regret":
            return "Sorry, I took it back."
        case "recalled":
            return sentence(f"You told me that {_to_you(facts['lesson'].means)}")
        case _:
            return None


def _to_you(text: str) -> str:
    """ "My bike is at work" -> "your bike is at work"."""
    swap = {
        "my": "your",
        "our": "your",
        "i": "you",
        "me": "you",
        "mine": "yours",
        "we": "you",
        "us": "you",
        "am": "are",
    }
    return " ".join(swap.get(word, word) for word in text.split()).replace(" ,", ",")


def _read_back(lesson: Lesson, instead_of: str | None, risky: bool) -> str:
    instead = (
        f", and no longer {_to_you(instead_of)}"
        if instead_of and instead_of != lesson.means
        else ""
    )
    careful = " I will still ask you each time before I do it." if risky else ""
    return sentence(f"Okay: {meaning(lesson)}{instead}") + careful


def meaning(lesson: Lesson) -> str:
    """A lesson in a clause: "'movie time' means dim the lamp to 10"."""
    when = f" {_to_you(lesson.condition.words)}" if lesson.condition.words else ""
    means = _to_you(lesson.means)
    match lesson.kind:
        case "phrase":
            does = means.split()[0] in VERBS
            return f"when you say '{lesson.phrase}'{when}, {'I' if does else 'it means'} {means}"
        case "value":
            return f"'{lesson.phrase}' means {means}{when}"
        case "name":
            return f"'{lesson.phrase}' is the {means}" if means else f"'{lesson.phrase}' is a name"
        case "place":
            who = f"your {lesson.phrase}" if lesson.private else lesson.phrase.title()
            return f"I'll remember {means} as the place of {who}"
        case "fact":
            return f"I'll remember that {means}{when}"
    if lesson.phrase == "name":
        return f"I'll call you {means.title()}"
    if lesson.phrase == "diet":
        return f"I'll remember that you are {means}"
    if lesson.phrase == "temperature unit":
        return f"I'll tell you temperatures in {means.title()}{when}"
    if lesson.phrase in ("level", "temperature") and lesson.slots:
        thing = f"the {lesson.phrase}" if lesson.phrase == "temperature" else "it"
        where = (
            f" for {', '.join(i.partition('.')[2].replace('_', ' ') for ids in lesson.targets for i in ids)}"
            if lesson.targets
            else ""
        )
        purpose = f" for {lesson.purpose}" if lesson.purpose else ""
        return f"you like {thing} at {means}{where}{purpose}{when}"
    if not lesson.liked:
        return f"you don't like {means}{when}"
    if lesson.phrase:
        return f"your favourite {lesson.phrase} is {means}{when}"
    return f"you like {means}{when}"


def _list(lessons: Sequence[Lesson], what: str | None) -> str:
    if not lessons:
        return (
            sentence(f"Nobody taught me what '{what}' means")
            if what and what != "all"
            else "You have not taught me anything yet."
        )
    told = [meaning(one).removeprefix("I'll remember that ") for one in lessons[-LESSONS_MAX:]]
    more = len(lessons) - len(told)
    told += [f"{more} more things"] if more > 0 else []
    return sentence(f"I know that {enumerate_names(told, 'and')}")


def _favourite(subject: str, lessons: Sequence[Lesson]) -> str:
    if not lessons:
        return sentence(f"You have not told me your favourite {subject} yet")
    return sentence(f"Your favourite {subject} is {_to_you(lessons[-1].means)}")


def _who(facts: Any) -> str:
    lesson = facts.get("lesson")
    if lesson is None:
        return "Nobody taught me that."
    who = "You" if facts.get("you") else facts.get("name") or "Somebody whose voice I did not know"
    at = facts["at"]
    return f"{who} did, on {at:%A} at {at:%H:%M}: {meaning(lesson)}."


def _forgotten(lessons: Sequence[Lesson]) -> str:
    if len(lessons) == 1:
        one = lessons[0]
        return sentence(
            f"Okay, I forgot {f'what {chr(39)}{one.phrase}{chr(39)} means' if one.kind in ('phrase', 'value', 'name') else 'that ' + meaning(one).removeprefix(chr(73) + chr(39) + 'll remember that ')}"
        )
    return f"Okay, I forgot all {len(lessons)} things."


def question(slot: str, phrase: str, subject: str, tries: int, offered: bool) -> str:
    """What we ask for during a lesson."""
    if slot == "phrase":
        return "What is the phrase?"
    if slot == "preference":
        return QUESTIONS.get(subject, "What do you like?")
    if tries:
        return f"Sorry, I did not understand that. What should I do when you say '{phrase}'?"
    if offered:
        return f"I don't know '{phrase}' yet. What should I do when you say that?"
    return f"What should I do when you say '{phrase}'?"


def keeping(slots: Any) -> str:
    """Whether what a hand did is to be kept."""
    return f"You set it to {slots['percent']} percent by hand the last {slots['times']} times. Shall I always do that for you?"


def refusal(decline: Decline, because: str) -> str:
    """Why something cannot be taught."""
    facts = decline.facts
    phrase = facts.get("phrase") or ""
    match facts.get("why"):
        case "off":
            return "Learning is switched off, so I can't remember that."
        case "guest":
            return "I only learn from people whose voice I know."
        case "long":
            return "That is too long for me to remember as a phrase; try a shorter one."
        case "many":
            return "That is more than I can keep for one phrase; six things at most."
        case "loop":
            return f"I can't do that: '{phrase}' would mean itself, and go round in circles."
        case "theirs":
            return f"{facts.get('name')} taught me that, so only they can take it back."
        case _:
            return f"I can't learn that: {because[:1].lower() + because[1:] if not because.startswith('I ') else because}"


def sure(change: LessonChange, why: str) -> str:
    """Whether a lesson is really meant: it would change what some words mean."""
    if change.op == "forget":
        many = len(change.lessons)
        told = f"{many} things" if many > 1 else "one thing"
        return f"You taught me {told}. Shall I forget {'them all' if many > 1 else 'it'}?"
    return f"{sentence(why)} Should it be like this from now on: {meaning(change.lessons[-1])}?"
