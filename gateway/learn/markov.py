"""Sessions as an absorbing Markov chain -> where those that begin badly end well.

Ponnusamy et al., "Feedback-Based Self-Learning in Large-Scale Conversational AI Agents", AAAI 2020.
States are what was said; each session ends in success or in failure, which absorb. With `Q` the
probabilities between states, `R` those of ending well, the fundamental matrix `N = (I - Q)^-1`
says how often a session that begins in `h` comes through `h'`, and `S[h, h'] = N[h, h'] R[h']` how
likely it ends well, and there. The sum of a row is the probability to end well at all.

By hand: "make it cosy" was followed by "dim the lamp" three times, which each time ended well;
each state fails once more than was seen, so that few sessions prove little. From "cosy" 3/4 go to
"dim" and 1/4 fail; from "dim" 3/4 end well. `N[cosy, dim] = 3/4`, so `S[cosy, dim] = 3/4 * 3/4 =
9/16`:

>>> counts = {"cosy": {"dim": 3.0}, "dim": {GOOD: 3.0}}
>>> ends_well(counts, ["cosy"], prior=1.0)
{'cosy': {'dim': 0.5625}}

Two ways out of a loop, a session that repeats itself: half of "louder" is "louder" again.

>>> ends_well({"louder": {"louder": 2.0, GOOD: 2.0}}, ["louder"], prior=0.0)
{'louder': {'louder': 1.0}}
"""

from collections.abc import Iterable, Mapping
from typing import Final

import numpy as np

GOOD: Final = "+"
BAD: Final = "-"
"""The absorbing states; no state of words is called so."""

PRIOR = 1.0  # Failures that each state is taken to have had before anything was seen.
STATES_MAX = 400  # Of one component, solved densely: 10 ms; larger ones are talk about everything.
LEAST = 1e-9

Counts = Mapping[str, Mapping[str, float]]
"""From a state to a state, or to `GOOD` or `BAD`: how often, weighed."""


def ends_well(
    counts: Counts, sources: Iterable[str], prior: float = PRIOR
) -> dict[str, dict[str, float]]:
    """For sessions that begin in each source: how likely they end well, by the state where they do.

    Solved exactly, component by component; of one that is too large nothing is said.
    """
    wanted = set(sources)
    found: dict[str, dict[str, float]] = {}
    for states in components(counts):
        begins = [s for s in states if s in wanted]
        if not begins or len(states) > STATES_MAX:
            continue
        at = {state: i for i, state in enumerate(states)}
        q, good = _chances(states, at, counts, prior)
        paths = np.linalg.inv(np.eye(len(states)) - q)  # N, the fundamental matrix
        for source in begins:
            row = paths[at[source]] * good
            found[source] = {s: round(float(row[i]), 6) for s, i in at.items() if row[i] > LEAST}
    return found


def _chances(
    states: list[str], at: Mapping[str, int], counts: Counts, prior: float
) -> tuple[np.ndarray, np.ndarray]:
    """Q, and the column of R that ends well."""
    q, good = np.zeros((len(states), len(states))), np.zeros(len(states))
    for state in states:
        row = counts.get(state, {})
        total = sum(row.values()) + prior
        for target, count in row.items():
            if target == GOOD:
                good[at[state]] = count / total
            elif target != BAD:
                q[at[state], at[target]] = count / total
    if prior == 0.0:  # A state that only repeats itself never ends: nothing leaves it.
        q *= 1 - LEAST
    return q, good


def components(counts: Counts) -> list[list[str]]:
    """States that a path connects, in whichever direction, in the order of their first mention."""
    parent: dict[str, str] = {}

    def root(state: str) -> str:
        parent.setdefault(state, state)
        while parent[state] != state:
            parent[state] = parent[parent[state]]
            state = parent[state]
        return state

    for state, row in counts.items():
        top = root(state)
        for target in row:
            if target not in (GOOD, BAD):
                parent[root(target)] = top
    found: dict[str, list[str]] = {}
    for state in list(parent):
        found.setdefault(root(state), []).append(state)
    return list(found.values())
