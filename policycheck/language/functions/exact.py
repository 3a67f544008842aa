"""jmespath.py's functions, taking exact fractions for numbers: `sum($containers[].quantity(...))`."""

from __future__ import annotations

from jmespath.functions import Functions

_FRACTION = "Fraction"  # jmespath.py tells types by the names of their classes


class ExactFunctions(Functions):
    def _get_allowed_pytypes(self, types: list[str]) -> tuple[list[str], list[tuple[str, ...]]]:
        allowed, of_elements = super()._get_allowed_pytypes(types)  # type: ignore[misc]  # no stub for what is private
        if "int" in allowed:
            allowed = [*allowed, _FRACTION]
        return allowed, [(*names, _FRACTION) if "int" in names else names for names in of_elements]

    def _convert_to_jmespath_type(self, pyobject: str) -> str:
        return "number" if pyobject == _FRACTION else str(super()._convert_to_jmespath_type(pyobject))  # type: ignore[misc]  # idem
