"""Two counts of what went well and badly -> how likely the one is better than the other.

As "Self-Aware Feedback-Based Self-Learning" (Ponnusamy et al., NAACL 2022) weighs a rewrite against
none, by the two Beta distributions of their success.
"""

import numpy as np

from context.rewrites import Beta

POINTS = 400  # Of the integral; the third decimal holds.


def better(one: Beta, other: Beta) -> float:
    """P(theta_one > theta_other), by the integral of the one's density over the other's below it.

    >>> round(better(Beta(1, 1), Beta(1, 1)), 2), round(better(Beta(9, 1), Beta(1, 9)), 2)
    (0.5, 1.0)
    """
    at = (np.arange(POINTS) + 0.5) / POINTS
    density, below = _density(one, at), np.cumsum(_density(other, at))
    return float(np.sum(density * (below - _density(other, at) / 2)))


def _density(beta: Beta, at: np.ndarray) -> np.ndarray:
    logs = (beta.well - 1) * np.log(at) + (beta.badly - 1) * np.log1p(-at)
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())
