"""What a scalar means to Kubernetes: the resolver of goyaml.v2, which sigs.k8s.io/yaml reads manifests with."""

from __future__ import annotations

from math import inf, isfinite, isnan, nan

from policycheck.model import Value
from policycheck.patterns import regex

_WORDS: dict[str, Value] = {
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), nan),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -inf),
}
_NUMBER_STARTS = frozenset("+-.0123456789")
_DECIMAL = regex(r"-?(?:0|[1-9][0-9]{0,17})")
_INTEGER = regex(r"([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[oO]([0-7]+)|0[bB]([01]+)|(0[0-7]*)|([1-9][0-9]{0,19}))")
_SIGNED_BINARY = regex(r"0b([-+])([01]+)")
_FLOAT = regex(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_FRACTION = regex(r"\.[0-9](?:_?[0-9])*(?:[eE][-+]?[0-9](?:_?[0-9])*)?")
_BASES = (16, 8, 2, 8, 10)
_WITHOUT_EXPONENT = range(-4, 6)
_LEAST, _MOST, _MOST_UNSIGNED = -(1 << 63), (1 << 63) - 1, (1 << 64) - 1


def resolve(plain: str) -> Value:
    """The value of an unquoted, untagged scalar: str, int (64 bits), float (also inf and nan), bool or None."""
    if plain in _WORDS:
        return _WORDS[plain]
    if plain[0] not in _NUMBER_STARTS:
        return plain
    if _DECIMAL.fullmatch(plain):
        return int(plain)
    number = _number(plain)
    return plain if number is None else number


def _number(text: str) -> int | float | None:
    """An int that fits in 64 bits, else a float; None for what only begins like a number."""
    if text[0] == ".":
        return _float(text) if _FRACTION.fullmatch(text) else None
    digits = text.replace("_", "")
    integer = _integer(digits)
    if integer is not None:
        return integer
    return _float(digits) if _FLOAT.fullmatch(digits) else None


def _float(text: str) -> float | None:
    """None beyond the range of 64-bit floats: goyaml.v2 then leaves the text."""
    number = float(text)
    return number if isfinite(number) else None


def _integer(digits: str) -> int | None:
    match = _INTEGER.fullmatch(digits)
    if match:
        sign = match[1]
        group = match.lastindex or 0
        number = int(match[group], _BASES[group - 2])
        most = _MOST if sign else _MOST_UNSIGNED
    elif match := _SIGNED_BINARY.fullmatch(digits):  # an accident of goyaml.v2: 0b-11 is -3
        sign, number, most = match[1], int(match[2], 2), _MOST
    else:
        return None
    number = -number if sign == "-" else number
    return number if _LEAST <= number <= most else None


def key_text(key: Value) -> str | None:
    """The JSON key that a scalar key becomes: 8080 -> "8080", 1.10 -> "1.1", y -> "true".

    None for what Kubernetes refuses as a key: null, and integers beyond a signed 64-bit one.
    """
    if isinstance(key, str):
        return key
    if isinstance(key, bool):
        return "true" if key else "false"
    if isinstance(key, int):
        return str(key) if key <= _MOST else None
    return _shortest_float32(key) if isinstance(key, float) else None


def _shortest_float32(number: float) -> str:
    """Go's FormatFloat(number, 'g', -1, 32), in which sigs.k8s.io/yaml writes keys."""
    import struct  # noqa: PLC0415 - a float key is rare

    try:
        (single,) = struct.unpack("f", struct.pack("f", number))
    except OverflowError:
        single = number * inf
    if not isfinite(single):
        return ".nan" if isnan(single) else ".inf" if single > 0 else "-.inf"
    for digits in range(9):
        text = f"{single:.{digits}e}"
        if struct.unpack("f", struct.pack("f", float(text)))[0] == single:
            break
    mantissa, _, exponent = text.partition("e")
    if int(exponent) in _WITHOUT_EXPONENT:
        return f"{single:.{max(0, digits - int(exponent))}f}"
    return f"{mantissa}e{exponent}"
