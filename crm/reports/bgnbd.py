"""Owns the BG/NBD model: who still buys and how often (Fader, Hardie and Lee 2005).

A client orders at random with a rate of its own, and after each order stops for good with a
probability of its own. Rates are spread as a gamma distribution (r, alpha), probabilities as a
beta distribution (a, b). Time may be in any unit; alpha is in the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, lgamma, log, log1p
from typing import NamedTuple

from crm.reports.minimum import minimum
from crm.reports.special import digamma, hypergeometric

# Logarithms of the parameters are sought within these limits: beyond them nothing changes.
_LIMIT = 9.0


class Past(NamedTuple):
    """What the model needs to know of a client."""

    frequency: int  # orders after the first
    recency: float  # from the first order to the last
    age: float  # from the first order to today


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """The parameters of the model for a base, and how well they explain it."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float


class NoFit(Exception):
    """The search for the parameters came to no end."""


def fit(pasts: Iterable[Past]) -> Fitted:
    """Return the parameters that make these pasts most likely; raises NoFit."""
    journal = _Journal(pasts)
    start = (0.0, log(journal.mean_age or 1.0), 0.0, 0.0)
    found = minimum(journal.badness, start, limit=_LIMIT)
    if found is None:
        raise NoFit
    r, alpha, a, b = map(exp, found.place)
    return Fitted(r=r, alpha=alpha, a=a, b=b, log_likelihood=-found.value * journal.clients)


class _Journal:
    """Pasts in the form that makes their likelihood quick to compute.

    What depends on the frequency alone is computed once for each frequency, logarithms once for
    each time, and clients that ordered once differ by their age only.
    """

    def __init__(self, pasts: Iterable[Past]) -> None:
        counts = Counter(pasts)
        self.clients = sum(counts.values())
        self.mean_age = sum(past.age * n for past, n in counts.items()) / max(self.clients, 1)
        self.frequencies = sorted(Counter(past.frequency for past in counts.elements()).items())
        once = Counter[float]()
        for past, n in counts.items():
            if not past.frequency:
                once[past.age] += n
        self.once = sorted(once.items())
        self.repeated: list[tuple[int, list[tuple[float, float, int]]]] = [
            (
                frequency,
                sorted(
                    (past.recency, past.age, n)
                    for past, n in counts.items()
                    if past.frequency == frequency
                ),
            )
            for frequency, _ in self.frequencies
            if frequency
        ]
        self.times = sorted({time for past in counts for time in (past.recency, past.age)})

    def badness(self, logs: Sequence[float]) -> tuple[float, list[float]]:
        """Return minus the mean log-likelihood and its slope along the logarithms of r, α, a, b."""
        r, alpha, a, b = map(exp, logs)
        total, by_r, by_alpha, by_a, by_b = self._of_frequencies(r, alpha, a, b)
        logarithm = {time: log(alpha + time) for time in self.times}
        for age, n in self.once:
            total -= n * r * logarithm[age]
            by_r -= n * logarithm[age]
            by_alpha -= n * r / (alpha + age)
        for frequency, pasts in self.repeated:
            shape = r + frequency
            offset = log(a / (b + frequency - 1))
            gone = 0.0
            for recency, age, n in pasts:
                log_age = logarithm[age]
                gap = log_age - logarithm[recency]
                odds = offset + shape * gap  # of having stopped to still buying, as a logarithm
                if odds > 0:
                    rest = exp(-odds)
                    stopped = 1 / (1 + rest)
                    total += n * (odds + log1p(rest) - shape * log_age)
                else:
                    rest = exp(odds)
                    stopped = rest / (1 + rest)
                    total += n * (log1p(rest) - shape * log_age)
                by_r += n * (stopped * gap - log_age)
                by_alpha -= (
                    n * shape * ((1 - stopped) / (alpha + age) + stopped / (alpha + recency))
                )
                gone += n * stopped
            by_a += gone / a
            by_b -= gone / (b + frequency - 1)
        scale = -1.0 / self.clients
        slope = [by_r * r * scale, by_alpha * alpha * scale, by_a * a * scale, by_b * b * scale]
        return total * scale, slope

    def _of_frequencies(
        self, r: float, alpha: float, a: float, b: float
    ) -> tuple[float, float, float, float, float]:
        """Return the part of the log-likelihood that frequencies alone decide, with its slopes."""
        total = by_r = by_alpha = by_a = by_b = 0.0
        level = r * log(alpha) - lgamma(r)
        slope, both, second = log(alpha) - digamma(r), digamma(a + b), digamma(b)
        ratio = lgamma(a + b) - lgamma(b)
        for x, n in self.frequencies:
            total += n * (level + lgamma(r + x) + ratio + lgamma(b + x) - lgamma(a + b + x))
            lasting = digamma(a + b + x)
            by_r += n * (slope + digamma(r + x))
            by_alpha += n * r / alpha
            by_a += n * (both - lasting)
            by_b += n * (both - second + digamma(b + x) - lasting)
        return total, by_r, by_alpha, by_a, by_b


def log_likelihood(fitted: Fitted, past: Past) -> float:
    """Return the logarithm of the likelihood of one past."""
    journal = _Journal([past])
    logs = [log(value) for value in (fitted.r, fitted.alpha, fitted.a, fitted.b)]
    return -journal.badness(logs)[0]


def alive(fitted: Fitted, past: Past) -> float:
    """Return the probability that a client still buys."""
    if not past.frequency:
        return 1.0
    shape = fitted.r + past.frequency
    gap = log(fitted.alpha + past.age) - log(fitted.alpha + past.recency)
    odds = log(fitted.a / (fitted.b + past.frequency - 1)) + shape * gap
    return 1 / (1 + exp(odds)) if odds < 0 else exp(-odds) / (1 + exp(-odds))


def expected(fitted: Fitted, past: Past, time: float) -> float:
    """Return the expected number of orders in a time to come."""
    return alive(fitted, past) * expected_alive(fitted, past.frequency, past.age, time)


def expected_alive(fitted: Fitted, frequency: int, age: float, time: float) -> float:
    """Return the expected number of orders of a client that is known to still buy."""
    if time <= 0:
        return 0.0
    r, alpha, a, b = fitted.r, fitted.alpha, fitted.a, fitted.b
    # The formula has no value at these two places, but the same one from both sides.
    if abs(a - 1) < _NEAR or abs(a + b + frequency - 1) < _NEAR:
        shift = 2 * _NEAR
        return 0.5 * sum(
            _expected_alive((r, alpha, a + way, b + way / 2), frequency, age, time)
            for way in (shift, -shift)
        )
    return _expected_alive((r, alpha, a, b), frequency, age, time)


_NEAR = 1e-5


def _expected_alive(
    parameters: tuple[float, float, float, float], frequency: int, age: float, time: float
) -> float:
    """Return the expectation by equation 10 of the paper, its series turned by Euler's formula."""
    r, alpha, a, b = parameters
    part = time / (alpha + age + time)
    third = a + b + frequency - 1
    series = hypergeometric(third - r - frequency, a - 1, third, part)
    return third / (a - 1) * (1 - exp((a - 1) * log1p(-part)) * series)
