"""Statistics of fixed scores from their published definitions, in exact fractions where there are such: python3 statistics.py > statistics.json

IQM, median of task means, optimality gap, run-score distribution, probability of improvement: Agarwal et al. 2021, sections 4.2 and 4.3.
Signed ranks: all 2^N patterns of signs. Holm: the step-down procedure itself, level by level, not the formula for adjusted p.
Power: two-sided t-test of two means with the noncentral t distribution, integrated numerically. Coverage: all 2^S sides of the median.
"""
import itertools
import json
import math
import random
from fractions import Fraction

draw = random.Random(20211)


def scores(rounds, seeds, tasks, low, high):
    return [[[Fraction(draw.randint(64 * low, 64 * high), 64) for _ in range(tasks)] for _ in range(seeds)] for _ in range(rounds)]


def mean(values):
    values = [Fraction(value) for value in values]
    return sum(values) / len(values)


def iqm(values):
    values = sorted(values)
    cut = len(values) // 4
    return mean(values[cut:len(values) - cut])


def median(values):
    values = sorted(values)
    return (values[(len(values) - 1) // 2] + values[len(values) // 2]) / 2


def pool(rows):
    return [x for row in rows for x in row]


def improvement(a, b):
    wins = [Fraction(x > y) + Fraction(x == y) / 2 for task in range(len(a[0])) for x in (r[task] for r in a) for y in (r[task] for r in b)]
    return mean(wins)


def signed_rank(differences):
    """Two-sided p of Wilcoxon's signed-rank test: zeros dropped, mean ranks for ties, every pattern of signs."""
    kept = [d for d in differences if d != 0]
    ranks = [mean(i + 1 for i, x in enumerate(sorted(map(abs, kept))) if x == abs(d)) for d in kept]

    def distance(signs):
        return abs(sum(rank for rank, sign in zip(ranks, signs) if sign > 0) - sum(ranks) / 2)

    patterns = list(itertools.product([1, -1], repeat=len(kept)))
    return Fraction(sum(distance(signs) >= distance(kept) for signs in patterns), len(patterns))


def task_differences(a, b):
    return [mean(x[task] - y[task] for x in a for y in b) for task in range(len(a[0]))]


def holm_rejects(p, level):
    """Indices that Holm's procedure rejects at a level."""
    rejected = set()
    for step, index in enumerate(sorted(range(len(p)), key=lambda i: p[i])):
        if p[index] > level / (len(p) - step):
            break
        rejected.add(index)
    return rejected


def holm(p):
    """The least level at which each is rejected; those at which anything can change are multiples of the p."""
    levels = sorted({min(Fraction(1), k * x) for x in p for k in range(1, len(p) + 1)} | {Fraction(1)})
    return [next(level for level in levels if level == 1 or index in holm_rejects(p, level)) for index in range(len(p))]


def simpson(f, low, high, steps=4000):
    h = (high - low) / steps
    return h / 3 * sum((1 if i in (0, steps) else 4 if i % 2 else 2) * f(low + i * h) for i in range(steps + 1))


def t_cumulative(t, freedom):
    scale = math.exp(math.lgamma((freedom + 1) / 2) - math.lgamma(freedom / 2)) / math.sqrt(freedom * math.pi)
    return 0.5 + simpson(lambda x: scale * (1 + x * x / freedom) ** (-(freedom + 1) / 2), 0, t)


def t_quantile(p, freedom):
    low, high = 0.0, 20.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if t_cumulative(middle, freedom) < p else (low, middle)
    return high


def power(effect, n):
    """Of n in each group and an effect in standard deviations, at 5 %."""
    freedom, shift = 2 * (n - 1), effect * math.sqrt(n / 2)
    critical = t_quantile(0.975, freedom)

    def normal(x):
        return math.erfc(-x / math.sqrt(2)) / 2

    def density(s):  # of sqrt(chi^2 / freedom)
        if s == 0:
            return 0.0
        return math.exp(math.log(2) + freedom / 2 * math.log(freedom / 2) - math.lgamma(freedom / 2)
                        + (freedom - 1) * math.log(s) - freedom * s * s / 2)

    return simpson(lambda s: density(s) * (1 - normal(critical * s - shift) + normal(-critical * s - shift)), 0, 5)


def seeds_for(effect):
    n = 2
    while power(effect, n) < 0.8:
        n += 1
    return n


def coverage(seeds, rank):
    """Of [x_(rank), x_(seeds + 1 - rank)]: at least rank seeds on either side of the median."""
    sides = [sum(below) for below in itertools.product([0, 1], repeat=seeds)]
    return Fraction(sum(rank <= below <= seeds - rank for below in sides), len(sides))


a_rounds, b_rounds = scores(4, 3, 9, -1, 2), scores(1, 2, 9, -1, 2)
a, b = a_rounds[-1], b_rounds[0]
b[0][2] = a[0][2]  # a tie
optimal = [2 + Fraction(draw.randint(0, 64), 64) for _ in range(9)]
thresholds = [Fraction(k, 8) for k in range(-8, 17)]
per_round = [mean(optimal[n] - row[n] for row in rows for n in range(9)) for rows in a_rounds]
p_values = [Fraction(x, 1000) for x in (10, 40, 30, 5, 200, 5, 900)]

print(json.dumps({
    "a_rounds": a_rounds, "b": b, "optimal": optimal,
    "iqm": iqm(pool(a)),
    "median": median([mean(row[n] for row in a) for n in range(9)]),
    "optimality_gap": 1 - mean(min(x, Fraction(1)) for x in pool(a)),
    "thresholds": thresholds,
    "profile": [mean(Fraction(x > t) for x in pool(a)) for t in thresholds],
    "improvement": improvement(a, b),
    "area": iqm([sum((a_rounds[k][s][n] + a_rounds[k + 1][s][n]) / 2 for k in range(3)) / 3 for s in range(3) for n in range(9)]),
    "regret": per_round,
    "cumulative_regret": list(itertools.accumulate(per_round)),
    "signed_rank": signed_rank(task_differences(a, b)),
    "signed_ranks": [[d, signed_rank(d)] for d in (
        [1, 2, 3, 4, 5, 6], [3, -1, 1, 0, 2, 2, -2, 5, 5], [-1, -1, -1, 1, 0, 0], [4, 4, 4, -4, -4, -4, 4], [0, 0, -3],
        [7, 9, -2, 11, 4, -1, 6, 3, 8, 10, 5, -12])],
    "p_values": p_values, "holm": holm(p_values),
    "t": [[t, freedom, t_cumulative(t, freedom)] for freedom in (2, 4, 10, 38) for t in (-1.5, 0.25, 1.0, 2.5)],
    "seeds": [[effect, seeds_for(effect)] for effect in (0.5, 0.8, 1.0, 1.2, 1.5, 2.0, 3.0, 4.0)],
    "coverage": [[seeds, rank, coverage(seeds, rank)] for seeds, rank in
                 ((1, 1), (2, 1), (3, 1), (5, 1), (6, 1), (8, 1), (9, 2), (12, 3), (15, 4))],
}, default=float))
