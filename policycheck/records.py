"""Records: frozen named tuples, declared as those of `typing` and at a ninth of the price.

`typing` compiles every annotation of every class, and a function for each, at every start: an eighth of a small run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:  # to a type checker a record is a NamedTuple, and it can do what one can
    from typing import NamedTuple as Record
else:
    from collections import _tuplegetter as field_at
    from collections.abc import Iterable, Mapping
    from functools import cache
    from types import CodeType, FunctionType

    @cache
    def _making(size: int) -> CodeType:
        """What makes a tuple of so many arguments: compiled once a size, not once a record."""
        names = ", ".join(f"_{place}" for place in range(size))
        made: CodeType = eval(f"lambda _cls, {names}: _new(_cls, ({names},))").__code__  # noqa: S307 - our own text
        return made

    class _Tuple(tuple):
        """What every record can do."""

        __slots__ = ()

        @classmethod
        def _make(cls, values: Iterable[object]) -> _Tuple:
            return cls(*values)

        def _replace(self, /, **changed: object) -> _Tuple:
            made = tuple.__new__(type(self), map(changed.pop, self._fields, self))
            if changed:
                raise ValueError(f"{type(self).__name__} has no field {', '.join(changed)}")
            return made

        def _asdict(self) -> dict[str, object]:
            return dict(zip(self._fields, self, strict=True))

        def __getnewargs__(self) -> tuple[object, ...]:
            return tuple(self)

        def __repr__(self) -> str:
            pairs = zip(self._fields, self, strict=True)
            return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in pairs)})"

    class _Declared(type):
        """Takes the body of a class for the fields of a record; those with a default stand last."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: Mapping[str, object]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body["__annotations__"])
            defaults = {field: body[field] for field in fields if field in body}
            if tuple(defaults) != fields[len(fields) - len(defaults) :]:
                raise TypeError(f"{name}: a field without a default stands behind one that has one")
            code = _making(len(fields)).replace(co_varnames=("_cls", *fields))
            new = FunctionType(code, {"_new": tuple.__new__}, "__new__", tuple(defaults.values()))
            new.__qualname__ = f"{body['__qualname__']}.__new__"
            named = {field: field_at(place, None) for place, field in enumerate(fields)}
            own = {"__slots__": (), "__new__": new, "__match_args__": fields, "_fields": fields}
            return type(name, (_Tuple, *bases[1:]), {**body, **named, **own, "_field_defaults": defaults})

    class Record(metaclass=_Declared):
        """What a declaration names as its base; a record is no instance of it, but a plain tuple."""


__all__ = ["Record"]
