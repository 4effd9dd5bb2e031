"""A dictionary that cannot be changed.

    >>> FrozenDict({"month": ()})["month"]
    ()

It can be copied, pickled and passed to `dataclasses.asdict`, which `types.MappingProxyType` cannot.
"""

from __future__ import annotations

from typing import Any, NoReturn, TypeVar

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class FrozenDict(dict[_Key, _Value]):
    """A dictionary that raises TypeError where it would be changed."""

    __slots__ = ()

    def _refuse(self, *arguments: Any, **values: Any) -> NoReturn:
        raise TypeError("this dictionary cannot be changed: copy it with dict()")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __reduce__(self) -> tuple[type[FrozenDict[_Key, _Value]], tuple[dict[_Key, _Value]]]:
        return type(self), (dict(self),)
