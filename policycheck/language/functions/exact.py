"""jmespath.py's functions, taking exact fractions for numbers: `sum($containers[].quantity(...))`."""

from __future__ import annotations

from math import isfinite

from jmespath.functions import Functions, signature

from policycheck.language.values import is_number
from policycheck.model import Value

_FRACTION = "Fraction"  # jmespath.py tells types by the names of their classes


class ExactFunctions(Functions):
    def _get_allowed_pytypes(self, types: list[str]) -> tuple[list[str], list[tuple[str, ...]]]:
        allowed, of_elements = super()._get_allowed_pytypes(types)  # type: ignore[misc]  # no stub for what is private
        if "int" in allowed:
            allowed = [*allowed, _FRACTION]
        return allowed, [(*names, _FRACTION) if "int" in names else names for names in of_elements]

    def _convert_to_jmespath_type(self, pyobject: str) -> str:
        return "number" if pyobject == _FRACTION else str(super()._convert_to_jmespath_type(pyobject))  # type: ignore[misc]  # idem

    @signature({"types": []})
    def _func_to_number(self, arg: Value) -> Value:
        found: Value = arg if is_number(arg) else super()._func_to_number(arg)  # type: ignore[misc]  # idem
        return None if isinstance(found, float) and not isfinite(found) else found  # Python reads "inf" and "nan"

    @signature({"types": []})
    def _func_to_string(self, arg: Value) -> str:
        if is_number(arg) and not isinstance(arg, (int, float)):
            whole = getattr(arg, "denominator", None) == 1
            return str(arg) if whole else str(float(arg))  # type: ignore[arg-type]  # a Fraction
        return str(super()._func_to_string(arg))  # type: ignore[misc]  # idem
