"""Owns the BG/NBD model: who still buys and how often (Fader, Hardie and Lee 2005).

A client orders at random with a rate of its own, and after each order stops for good with a
probability of its own. Rates are spread as a gamma distribution (r, alpha), probabilities as a
beta distribution (a, b). Time may be in any unit; alpha is in the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log, log1p
from typing import NamedTuple, TypeAlias

from crm.reports.minimum import Start, minimum
from crm.reports.special import hypergeometric

# The coordinates of the search are kept within these limits: beyond them nothing changes any more.
_LIMIT = 10.0
# So many different pasts are enough to begin with.
_SAMPLE = 1000

# A part of the log-likelihood with its slopes along r, alpha, a and b.
_Part: TypeAlias = tuple[float, float, float, float, float]


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
    journal = _Journal(Counter(pasts))
    start = Start((0.0, -log(journal.mean_age or 1.0), 0.0, 0.0))
    if len(journal.counts) > 2 * _SAMPLE:
        # A sample tells nearly where the place is, in a fraction of the time.
        some = sorted(journal.counts.items())[:: len(journal.counts) // _SAMPLE]
        near = minimum(_Journal(Counter(dict(some))).badness, start, limit=_LIMIT)
        start = near or start
    found = minimum(journal.badness, start, limit=_LIMIT)
    if found is None:
        raise NoFit
    r, alpha, a, b = _parameters(found.place)
    return Fitted(r=r, alpha=alpha, a=a, b=b, log_likelihood=-found.value * journal.clients)


def _parameters(place: Sequence[float]) -> tuple[float, float, float, float]:
    """Return r, alpha, a and b at a place of the search.

    The search goes along r, the mean rate r / alpha and the sum a + b (their logarithms) and the
    mean probability a / (a + b) (its logit): where clients are all alike, only one of them grows
    without end, and the others stay where they are.
    """
    shape, rate, mean, weight = place
    r, both = exp(shape), exp(weight)
    share = 1 / (1 + exp(-mean))
    return r, exp(shape - rate), both * share, both * (1 - share)


class _Journal:
    """Pasts in the form that makes their likelihood quick to compute.

    What depends on the frequency alone is computed once for each frequency, logarithms once for
    each time, and clients that ordered once differ by their age only.
    """

    def __init__(self, counts: Counter[Past]) -> None:
        self.counts = counts
        self.clients = counts.total()
        ordered = sorted(counts.items())  # the order of files must not matter to the last digit
        self.mean_age = sum(past.age * n for past, n in ordered) / max(self.clients, 1)
        self.times = sorted({time for past in counts for time in (past.recency, past.age)})
        self.frequencies = Counter[int]()
        once = Counter[float]()
        repeated: dict[int, list[tuple[float, float, int]]] = {}
        for (frequency, recency, age), n in ordered:
            self.frequencies[frequency] += n
            if frequency:
                repeated.setdefault(frequency, []).append((recency, age, n))
            else:
                once[age] += n
        self.once = sorted(once.items())
        self.repeated = sorted(repeated.items())

    def badness(self, place: Sequence[float]) -> tuple[float, list[float]]:
        """Return minus the mean log-likelihood at a place of the search, and its slope there."""
        r, alpha, a, b = _parameters(place)
        total, by_r, by_alpha, by_a, by_b = map(
            sum, zip(self._counts(r, alpha, a, b), self._times(r, alpha, a, b), strict=True)
        )
        slope = (
            by_r * r + by_alpha * alpha,
            -by_alpha * alpha,
            (by_a - by_b) * a * b / (a + b),
            by_a * a + by_b * b,
        )
        return -total / self.clients, [-part / self.clients for part in slope]

    def _counts(self, r: float, alpha: float, a: float, b: float) -> _Part:
        """Return what frequencies alone decide: A1 and A2 of the paper.

        The gamma functions of whole steps are products: sums of logarithms, exact for any size.
        """
        total = by_r = by_alpha = by_a = by_b = 0.0
        rate = r * log(alpha)
        levels = [0.0] * 4  # the logarithm so far, its slopes along r, a and b
        for x in range(max(self.frequencies, default=0) + 1):
            n = self.frequencies.get(x, 0)
            if n:
                total += n * (rate + levels[0])
                by_r += n * (log(alpha) + levels[1])
                by_alpha += n * r / alpha
                by_a += n * levels[2]
                by_b += n * levels[3]
            levels[0] += log(r + x) + log((b + x) / (a + b + x))
            levels[1] += 1 / (r + x)
            levels[2] -= 1 / (a + b + x)
            levels[3] += 1 / (b + x) - 1 / (a + b + x)
        return total, by_r, by_alpha, by_a, by_b

    def _times(self, r: float, alpha: float, a: float, b: float) -> _Part:
        """Return what times decide: A3 and A4 of the paper."""
        logs = {time: log(alpha + time) for time in self.times}
        total = by_r = by_alpha = by_a = by_b = 0.0
        for age, n in self.once:
            total -= n * r * logs[age]
            by_r -= n * logs[age]
            by_alpha -= n * r / (alpha + age)
        for frequency, pasts in self.repeated:
            shape, rest = r + frequency, b + frequency - 1
            offset = log(a / rest)
            ended = 0.0
            for recency, age, n in pasts:
                log_age = logs[age]
                gap = log_age - logs[recency]
                odds = offset + shape * gap  # of having stopped to still buying, as a logarithm
                if odds > 0:
                    less = exp(-odds)
                    stopped = n / (1 + less)
                    total += n * (odds + log1p(less) - shape * log_age)
                else:
                    less = exp(odds)
                    stopped = n * less / (1 + less)
                    total += n * (log1p(less) - shape * log_age)
                by_r += stopped * gap - n * log_age
                by_alpha -= shape * ((n - stopped) / (alpha + age) + stopped / (alpha + recency))
                ended += stopped
            by_a += ended / a
            by_b -= ended / rest
        return total, by_r, by_alpha, by_a, by_b


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
    """Return the expectation by equation 10 of the paper."""
    r, alpha, a, b = parameters
    part = time / (alpha + age + time)
    shape, third = r + frequency, a + b + frequency - 1
    series, exponent = hypergeometric(shape, b + frequency, third, part)
    return third / (a - 1) * (1 - series * exp(exponent + shape * log1p(-part)))
