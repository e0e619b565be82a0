"""Values of ln, exp and the normal quantile, rounded from 200 bits to the nearest double: python3 portable-math.py > portable-math.txt"""
from mpmath import mp, mpf, erfc, exp, findroot, log, sqrt

mp.prec = 200


def quantile(p):
    """Solves Phi(x) = p through the smaller tail, whose logarithm is close to a parabola."""
    p = mpf(p)
    if p == 0.5:
        return mpf(0)
    tail = log(min(p, 1 - p))
    x = findroot(lambda z: log(erfc(z / sqrt(2)) / 2) - tail, (0, 9), solver="anderson", tol=mpf(10) ** -50)
    return x if p > 0.5 else -x


LOG = [
    5e-324, 1e-310, 2.2250738585072014e-308, 1e-300, 1e-100, 1e-16, 2.0**-53, 1e-8, 0.001, 0.1, 0.25, 0.5, 0.7,
    0.7071067811865475, 0.7071067811865476, 0.75, 0.9, 0.99, 0.9999999, 1 - 2.0**-53, 1.0, 1 + 2.0**-52, 1.0000001, 1.01,
    1.1, 1.25, 1.4142135623730951, 1.4142135623730954, 1.5, 2.0, 2.718281828459045, 3.0, 7.0, 10.0, 1000.0, 1e10, 1e100,
    1e308, 1.7976931348623157e308,
]
EXP = [
    -745.1, -744.0, -708.4, -700.0, -100.0, -37.0, -10.0, -2.5, -1.0, -0.6931471805599453, -0.5, -0.35, -0.34, -0.1,
    -1e-3, -1e-9, -1e-17, 0.0, 1e-17, 1e-9, 1e-3, 0.1, 0.34, 0.35, 0.5, 0.6931471805599453, 1.0, 1.5, 2.0,
    2.302585092994046, 10.0, 20.0, 100.0, 500.5, 709.0, 709.78,
]
QUANTILE = [
    2.0**-54, 2.0**-53, 1e-15, 1e-12, 1.3e-11, 1.4e-11, 1e-9, 1e-6, 1e-4, 0.0013498980316300946, 0.01, 0.025, 0.05,
    0.0749, 0.0751, 0.1, 0.25, 0.4, 0.49, 0.4999999, 0.5, 0.5000001, 0.51, 0.6, 0.75, 0.9, 0.9249, 0.9251, 0.95, 0.975,
    0.99, 0.9999, 0.999999, 1 - 1e-9, 1 - 1e-12, 1 - 2.0**-53,
]

for name, function, points in [
    ("log", lambda x: log(mpf(x)), LOG),
    ("exp", lambda x: exp(mpf(x)), EXP),
    ("quantile", quantile, QUANTILE),
]:
    for point in points:
        print(name, repr(point), repr(float(function(point))))
