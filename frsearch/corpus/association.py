"""How much more, or less, often a word stands in a part of a corpus than chance would have it.

Each function takes parallel arrays of whole numbers, or single ones: `inside` is how often the word
occurs in the part, `part` how many words the part has, `everywhere` how often the word occurs in the
corpus, `corpus` how many words the corpus has; 0 <= inside <= everywhere, and so on.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

# Below it, a factorial's logarithm is looked up: Stirling's series is exact to 1e-12 from there on.
_LOOKED_UP = 32
# Terms of a sum of probabilities that are this many times smaller than the sum do not count.
_NEGLIGIBLE = 1e-13


def log_likelihood(
    inside: ArrayLike, part: ArrayLike, everywhere: ArrayLike, corpus: ArrayLike
) -> Floats:
    """Return the log-likelihood ratio G² of each word, 0 or more; 3.84 is significant at 5 %.

    G² = 2 · Σ O · ln(O / E) over the four cells of the table: the word or another, in the part or not
    (Dunning 1993, *Accurate Methods for the Statistics of Surprise and Coincidence*).
    """
    a, b, c, d = _table(inside, part, everywhere, corpus)
    total = a + b + c + d
    sums = _x_log_x(a) + _x_log_x(b) + _x_log_x(c) + _x_log_x(d) + _x_log_x(total)
    sums -= _x_log_x(a + b) + _x_log_x(c + d) + _x_log_x(a + c) + _x_log_x(b + d)
    return np.maximum(2.0 * sums, 0.0)


def log_ratio(inside: ArrayLike, part: ArrayLike, everywhere: ArrayLike, corpus: ArrayLike) -> Floats:
    """Return the binary logarithm of how many times more frequent each word is inside than outside.

    1 is twice as frequent, -1 half. A word that is missing on one side counts half an occurrence there
    (Hardie 2014, *Log Ratio: an informal introduction*).
    """
    a, b, c, d = _table(inside, part, everywhere, corpus)
    rates = np.maximum(a, 0.5) / np.maximum(a + c, 1), np.maximum(b, 0.5) / np.maximum(b + d, 1)
    ratio: Floats = np.log2(rates[0] / rates[1])
    return ratio


def specificity(inside: ArrayLike, part: ArrayLike, everywhere: ArrayLike, corpus: ArrayLike) -> Floats:
    """Return the specificity index of each word: 2 is one chance in 100, -3 one in 1,000.

    Of a word that occurs more often than expected, it is -log10 of the probability to find it as often
    or more in a part drawn at random without replacement (hypergeometric); of others, log10 of the
    probability to find it as seldom or less (Lafon 1980, *Sur la variabilité de la fréquence des formes
    dans un corpus*, Mots 1).
    """
    numbers = np.broadcast_arrays(*map(_column, (inside, part, everywhere, corpus)))
    found, drawn, marked, total = (np.array(each, dtype=np.float64) for each in numbers)
    is_more = found * total > drawn * marked
    step = np.where(is_more, 1.0, -1.0)
    logarithm = (
        _log_choose(marked, found)
        + _log_choose(total - marked, drawn - found)
        - _log_choose(total, drawn)
    )
    sums, term = np.ones_like(found), np.ones_like(found)
    at, left = found.copy(), np.arange(len(found))
    # The following terms of the tail, relative to the first; each is the one before times a ratio.
    while len(left):
        here, n, m, t, up = at[left], drawn[left], marked[left], total[left], is_more[left]
        over = np.where(up, (m - here) * (n - here), here * (t - m - n + here))
        under = np.where(up, (here + 1) * (t - m - n + here + 1), (m - here + 1) * (n - here + 1))
        term[left] *= np.divide(over, under, out=np.zeros_like(over), where=under > 0)
        sums[left] += term[left]
        at[left] += step[left]
        left = left[term[left] > _NEGLIGIBLE * sums[left]]
    index: Floats = -step * (logarithm + np.log(sums)) / np.log(10)
    # A sum of all probabilities may be a little above 1.
    return np.where(is_more, np.maximum(index, 0.0), np.minimum(index, 0.0))


def _column(numbers: ArrayLike) -> Floats:
    return np.atleast_1d(np.asarray(numbers, dtype=np.float64))


def _table(
    inside: ArrayLike, part: ArrayLike, everywhere: ArrayLike, corpus: ArrayLike
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the word inside and outside, other words inside and outside."""
    found, drawn, marked, total = map(_column, (inside, part, everywhere, corpus))
    return found, marked - found, drawn - found, total - marked - drawn + found


def _x_log_x(numbers: Floats) -> Floats:
    logarithms: Floats = numbers * np.log(np.where(numbers > 0, numbers, 1.0))
    return logarithms


def _log_choose(total: Floats, chosen: Floats) -> Floats:
    return _log_factorial(total) - _log_factorial(chosen) - _log_factorial(total - chosen)


def _log_factorial(numbers: Floats) -> Floats:
    """Return the natural logarithms of factorials, by Stirling's series where they are large."""
    known = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1.0, _LOOKED_UP)))])
    n = np.maximum(numbers, _LOOKED_UP)
    series = n * np.log(n) - n + 0.5 * np.log(2 * np.pi * n) + 1 / (12 * n) - 1 / (360 * n**3)
    series += 1 / (1260 * n**5)
    small = known.take(np.clip(numbers, 0, _LOOKED_UP - 1).astype(np.int64))
    return np.where(numbers < _LOOKED_UP, small, series)
