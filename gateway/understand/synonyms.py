"""Words of home life that people take for one another: "film" and "movie", "headache" and "my head hurts".

A small table, written by hand: what it does not hold is no paraphrase. The encoder's states were
measured for it first and do not tell a paraphrase from a near miss, see docs/learning.md.

>>> same("i have a headache".split())
('i', 'have', 'a', 'head', 'hurt')
"""

import re
from collections.abc import Iterable

GROUPS = """
sleep: asleep, sleeping, slept, sleeps, snoozing, slumber, nap, napping, dozing, bedtime, fallen asleep, out cold, out like a light, nodded off, dozed off, dropped off, gone to bed, going to bed, go to bed, off to bed, heading to bed, to bed, hit the hay, hit the sack, turning in, gone down, down for the night
leave: left, gone, leaving, leaves, heading out, heading off, head out, going out, off out, off now, popping out, nipping out, stepping out, going away, on my way out, on our way out, setting off, out the door, away now, out of here, making a move
home: back home, got home, come home, came home, coming home, back, returned, got in, got back
movie: movies, film, films, flick, flicks, cinema, motion picture
party: parties, bash, shindig, celebration, celebrations, hooley
over: finished, ended, through, done with, at an end
guest: guests, company, visitors, visitor, people coming over, people over
come: coming, comes, arriving, arrives, on their way, on the way, on his way, on her way, due, coming over, dropping by, popping over, popping round
kid: kids, children, child, little ones, youngsters, bairns, wee ones
baby: infant, newborn, little one, bub, bubba, bairn
food: dinner, supper, meal, grub, eat, eating, dine, dining
breakfast: brekkie, brekky
cold: freezing, frozen, chilly, icy, nippy, parky, chilled to the bone, perishing, baltic
hot: boiling, roasting, sweltering, baking, melting
dark: can not see a thing, can not see anything, can not see, see nothing, pitch black, gloomy
loud: noisy, deafening, racket, noise
quiet: silence, hush, peace and quiet, peace, silent
study: studying, homework, revise, revising, revision, schoolwork
work: working, at my desk, down to work, got work to do, work to do
workout: exercise, exercising, training, gym, work out, working out, sweat
clean: cleaning, tidy, tidying, tidy up, clean up, hoovering, housework, chores
read: reading, book, books
story: stories, tale, tales, storytime
game: games, gaming, gamer
tea: cuppa, brew, tea o'clock
coffee: espresso, java, latte
head hurt: headache, migraine, head hurts, head aches, head is killing me, sore head, head is pounding, head is splitting
hurt: hurts, aches, ache, aching, sore, killing me
stress: stressed, overwhelmed, tense, frazzled, rough day, hard day, long day, tough day
tired: exhausted, knackered, worn out, shattered, wiped out, sleepy, dead on my feet, drained
awake: woken up, got up, up now, woke up, wide awake
morning: good morning, rise and shine, wakey wakey, top of the morning
night: good night, nighty night, night night
bye: goodbye, bye bye, see you, see you later, farewell, cheerio
relax: relaxing, unwind, unwinding, chill, chilling, chill out, wind down, winding down, put my feet up, take it easy
focus: concentrate, concentrating, focusing, heads down, knuckle down
sick: ill, poorly, unwell, under the weather
scared: afraid, frightened, spooked
romantic: date night, romance
dog: dogs, pup, puppy, pooch
tv: telly, television, goggle box
cook: cooking, chef
bath: tub, soak
mad: angry, furious, cross
"""
"""The first of a row is what the others are taken for."""


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for row in GROUPS.strip().splitlines():
        concept, _, others = row.partition(": ")
        table.update((other.strip(), concept) for other in others.split(","))
    return table


TABLE = _table()
SAME = re.compile(
    r"\b(?:" + "|".join(sorted(map(re.escape, TABLE), key=len, reverse=True)) + r")s?\b"
)
"""With an "s" that may be a clitic: "companys coming"."""


def same(words: Iterable[str]) -> tuple[str, ...]:
    """The words, each that has a plainer one in its place."""
    return tuple(
        SAME.sub(lambda match: TABLE.get(match[0]) or TABLE[match[0][:-1]], " ".join(words)).split()
    )
