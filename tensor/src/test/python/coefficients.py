"""Derives the constants of the vector kernels and the tables' normal quantile, and checks those in the sources against them.

README.md beside this program has the usage and the results. It shares no code with the project: the definitions are
mpmath's, with 60 digits. Every constant is derived in full and rounded once; the errors of the polynomials are then
measured with the constants as they are in the sources.
"""
import pathlib
import re
import sys

from mpmath import cos, erf, erfc, erfinv, exp, factorial, log, mp, mpf, pi, polyval, sqrt, taylor

mp.dps = 60

ROOT = pathlib.Path(__file__).resolve().parents[4]
KERNELS = ROOT / "tensor/src/main/java/io/github/panagrad/tensor/kernel"
CHOICES = ROOT / "tensor/src/main/java/io/github/panagrad/tensor/Activation.java"
QUANTILE = ROOT / "table/src/main/java/io/github/panagrad/table/pipeline/NormalQuantile.java"

CONSTANT = re.compile(r"static final (?:float|double) (\w+) =\s*([^;]+);")
failures = []


def rounded(x, bits, lowest):
    """The number of so many bits that is nearest to x; lowest is the exponent of the smallest normal number."""
    if x == 0:
        return mpf(0)
    exponent = max(int(mp.floor(log(abs(x), 2))), lowest)
    unit = mpf(2) ** (exponent - bits + 1)
    return mp.nint(x / unit) * unit


class Type:
    def __init__(self, name, bits, lowest, degree, last, high_bits, end, centre, w_degree):
        self.name, self.bits, self.lowest = name, bits, lowest
        self.degree, self.last, self.high_bits = degree, last, high_bits
        self.end, self.centre, self.w_degree = mpf(end), mpf(centre), w_degree

    def round(self, x):
        return rounded(x, self.bits, self.lowest)


FLOAT = Type("F32", 24, -126, 7, 15, 16, "14", 4, 10)
DOUBLE = Type("F64", 53, -1022, 13, 33, 32, "38.5", 6, 22)


def literal(text, kind):
    """The value of a Java constant: a number, or a quotient or product of numbers and constants before it."""
    text = text.strip()
    number = re.fullmatch(r"(-?)(0x[0-9a-f.]+p-?\d+|[\d.]+(?:e[-+]?\d+)?)[fL]?", text)
    if number:
        digits = number[2]
        exact = mpf(float.fromhex(digits)) if digits.startswith("0x") else mpf(digits)
        return kind.round(-exact if number[1] else exact)
    quotient = re.fullmatch(r"(\S+) / (\S+)", text)
    if quotient:
        return kind.round(literal(quotient[1], kind) / literal(quotient[2], kind))
    return None


def constants(file, kind):
    found = {}
    for name, text in CONSTANT.findall(file.read_text()):
        value = literal(text, kind)
        if value is not None:
            found[name] = value
    return found


def source(name, kind):
    """The one file of that name, wherever it is below the kernels."""
    (file,) = KERNELS.rglob(f"{name}{kind.name}.java")
    return constants(file, kind)


def check(what, derived, found):
    is_same = derived == found
    print(f"  {what}: {'exactly' if is_same else f'derived {mp.nstr(derived, 20)}, found {mp.nstr(found, 20)}'}")
    if not is_same:
        failures.append(what)


def bound(what, error, stated):
    print(f"  {what}: {mp.nstr(error, 3)}, stated {stated}")
    if not error <= mpf(stated):
        failures.append(what)


def points(a, b, count=2000):
    return [a + (b - a) * mpf(i) / count for i in range(count + 1)]


def exponential(kind, c):
    """exp(y) = 2^n exp(r), r = y - n LN2_HIGH - n LN2_LOW, and the Taylor polynomial of exp(r) - 1."""
    check("LOG2_E", kind.round(1 / log(2)), c["LOG2_E"])
    # The leading bits of ln 2, so many that n LN2_HIGH is exact, and the nearest number to the remainder.
    unit = mpf(2) ** -kind.high_bits
    check("LN2_HIGH", mp.floor(log(2) / unit) * unit, c["LN2_HIGH"])
    check("LN2_LOW", kind.round(log(2) - c["LN2_HIGH"]), c["LN2_LOW"])
    # The last number whose exponential is not below the smallest normal number.
    smallest = kind.lowest * log(2)
    ulp = mpf(2) ** (mp.floor(log(-smallest, 2)) - kind.bits + 1)
    check("MIN_EXP", mp.ceil(smallest / ulp) * ulp, c["MIN_EXP"])
    orders = range(2, kind.degree + 1)
    found = [c[f"EXP_{n}"] for n in orders]
    check(f"EXP_2 to EXP_{kind.degree}", [kind.round(1 / factorial(n)) for n in orders], found)
    series = taylor(exp, 0, kind.degree)[::-1]
    worst = max(abs(polyval(series, r) - exp(r)) for r in points(-log(2) / 2, log(2) / 2))
    bound("remainder of the series of exp", worst, {"F32": "6e-9", "F64": "5e-18"}[kind.name])


def logarithm(kind, c):
    """ln(1 + y) = 2 artanh(s) = 2 s (1 + s^2 / 3 + s^4 / 5 + ...) with s = y / (2 + y)."""
    odd = range(3, kind.last + 1, 2)
    check(f"LOG_3 to LOG_{kind.last}", [kind.round(1 / mpf(k)) for k in odd], [c[f"LOG_{k}"] for k in odd])
    worst = 0
    for y in points(mpf(0), mpf(1)):
        s = y / (2 + y)
        worst = max(worst, abs(2 * (s + sum(s**k / k for k in odd)) - log(1 + y)))
    bound("remainder of the series of ln(1 + y)", worst, {"F32": "1.1e-9", "F64": "2e-18"}[kind.name])


def tail(x):
    """w = (1 + x) exp(x^2 / 2) Phi(-x)."""
    return (1 + x) * exp(x * x / 2) * erfc(x / sqrt(mpf(2))) / 2


def chebyshev(f, a, b, degree, nodes=64):
    """The coefficients of the powers of t, 1 first, of f's Chebyshev series on [a, b], truncated after a degree."""
    angles = [pi * (2 * k + 1) / (2 * nodes) for k in range(nodes)]
    values = [f((a + b) / 2 + (b - a) / 2 * cos(angle)) for angle in angles]
    series = [2 * sum(v * cos(n * angle) for v, angle in zip(values, angles)) / nodes for n in range(degree + 1)]
    series[0] /= 2
    # T_0 = 1, T_1 = u, T_n+1 = 2 u T_n - T_n-1, with u = (2 t - a - b) / (b - a) put in.
    u = [-(a + b) / (b - a), 2 / (b - a)]
    before, last, powers = [mpf(1)], u, [series[0]] + [mpf(0)] * degree
    for n in range(1, degree + 1):
        for i, x in enumerate(last):
            powers[i] += series[n] * x
        following = [mpf(0)] * (len(last) + 1)
        for i, x in enumerate(last):
            following[i] += 2 * u[0] * x
            following[i + 1] += 2 * u[1] * x
        for i, x in enumerate(before):
            following[i] -= x
        before, last = last, following
    return powers


def normal(kind, c):
    """Phi(-x) = exp(-x^2 / 2) w(t) / (1 + x) with t = (x - CENTRE) / (x + CENTRE)."""
    check("CENTRE", kind.centre, c["CENTRE"])
    check("END", kind.end, c["END"])
    check("INVERSE_SQRT_2PI", kind.round(1 / sqrt(2 * pi)), c["INVERSE_SQRT_2PI"])
    place = lambda t: kind.centre * (1 + t) / (1 - t)
    last = (kind.end - kind.centre) / (kind.end + kind.centre)
    derived = chebyshev(lambda t: tail(place(t)), mpf(-1), last, kind.w_degree)
    found = [c[f"W_{n}"] for n in range(kind.w_degree + 1)]
    check(f"W_0 to W_{kind.w_degree}", [kind.round(w) for w in derived], found)
    error = lambda powers: max(abs(polyval(powers[::-1], t) / tail(place(t)) - 1) for t in points(mpf(-1), last))
    print(f"  relative error of w before its coefficients are rounded: {mp.nstr(error(derived), 3)}")
    bound("relative error of w", error(found), {"F32": "2e-8", "F64": "4e-17"}[kind.name])


def smooth(kind, c):
    check("GELU_1", kind.round(2 * sqrt(2 / pi)), c["GELU_1"])
    check("GELU_3", kind.round(2 * sqrt(2 / pi) * mpf("0.044715")), c["GELU_3"])


def selu(c):
    """Mean 0 and variance 1 are kept for normal inputs (Klambauer et al., 2017, equation 14)."""
    half = erfc(1 / sqrt(mpf(2)))
    root = half * exp(mpf(1) / 2) - 1
    alpha = -sqrt(2 / pi) / root
    quadratic = erfc(sqrt(mpf(2))) * exp(mpf(2))
    scale = (1 - half * sqrt(exp(mpf(1)))) * sqrt(2 * pi)
    scale *= (2 * quadratic + pi * half**2 * exp(mpf(1)) - 2 * (2 + pi) * half * exp(mpf(1) / 2) + pi + 2) ** mpf("-0.5")
    check("ALPHA of SELU", DOUBLE.round(alpha), c["ALPHA"])
    check("LAMBDA of SELU", DOUBLE.round(scale), c["LAMBDA"])


def quantile():
    """Acklam's rational approximation: its coefficients are his; the error that he states is measured."""
    text = QUANTILE.read_text()
    arrays = {}
    for name, body in re.findall(r"double\[\] (\w+) = \{([^}]*)\}", text):
        arrays[name] = [mpf(x.strip()) for x in body.split(",")]
    border = constants(QUANTILE, DOUBLE)["TAIL"]

    def of(p):
        if p < border:
            q = sqrt(-2 * log(p))
            return polyval(arrays["TAIL_ABOVE"], q) / polyval(arrays["TAIL_BELOW"], q)
        q = p - mpf("0.5")
        return q * polyval(arrays["MIDDLE_ABOVE"], q * q) / polyval(arrays["MIDDLE_BELOW"], q * q)

    worst = 0
    for x in points(mpf(-9), mpf("-0.001")):
        p = erfc(-x / sqrt(mpf(2))) / 2
        worst = max(worst, abs(of(p) / x - 1))
    bound("relative error of the normal quantile, from -9 to -0.001", worst, "1.2e-9")


def tests():
    """Quantiles and moments that tests use."""
    normal_quantile = lambda p: sqrt(mpf(2)) * erfinv(2 * mpf(p) - 1)
    density = exp(mpf(-2)) / sqrt(2 * pi)
    print("  variance of a standard normal number within 2:", mp.nstr(1 - 4 * density / erf(sqrt(mpf(2))), 12))
    for p in ("0.9", "0.3", "0.75", "0.975", "0.001", "1e-6"):
        print(f"  normal quantile of {p}: {mp.nstr(normal_quantile(p), 17)}")


def main():
    for kind in (FLOAT, DOUBLE):
        print(f"VectorMath{kind.name}")
        exponential(kind, source("VectorMath", kind))
        logarithm(kind, source("VectorMath", kind))
        print(f"SmoothVectorMath{kind.name}")
        smooth(kind, source("SmoothVectorMath", kind))
        print(f"NormalVectorMath{kind.name}")
        normal(kind, source("NormalVectorMath", kind))
    print("Activation")
    selu(constants(CHOICES, DOUBLE))
    print("NormalQuantile")
    quantile()
    print("tests")
    tests()
    if failures:
        sys.exit("not as derived or stated: " + ", ".join(failures))


if __name__ == "__main__":
    main()
