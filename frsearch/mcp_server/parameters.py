"""The parameters of tools, each defined once: a JSON value -> a checked value; and -> JSON Schema.

>>> Parameter("limit", "how many", 10, most=50).read(20)
20
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from frsearch.errors import QueryError
from frsearch.messages.wording import Message

_TYPES = {str: "string", int: "integer", bool: "boolean"}
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a tool; `default` sets its type, and its value if it is absent.

    A number is between `least` and `most`; a text has up to `most` characters and, if there are
    `choices`, is one of them. `many` is how many texts a list may have, which is empty by default; 0:
    no list. `examples` are for the description.
    """

    name: str
    what: str
    default: str | int | bool = ""
    most: int = 200
    least: int = 0
    choices: tuple[str, ...] = ()
    many: int = 0
    required: bool = False
    examples: tuple[Any, ...] = ()

    def read(self, value: Any) -> Any:
        """Return the checked value, the default for None; QueryError if it is wrong."""
        if value is None:
            if self.required:
                raise QueryError(Message("{name} is required", name=self.name))
            return [] if self.many else self.default
        if not self.many:
            return self._one(value)
        # A model may write a single text where a list is expected.
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or len(values) > self.many:
            raise QueryError(
                Message("{name} must be a list of at most {most} texts", name=self.name, most=self.many)
            )
        if self.required and not values:
            raise QueryError(Message("{name} is required", name=self.name))
        return [self._one(each) for each in values]

    def _one(self, value: Any) -> str | int | bool:
        if isinstance(self.default, bool):
            if not isinstance(value, bool):
                raise QueryError(Message("{name} must be true or false", name=self.name))
            return value
        return self._number(value) if isinstance(self.default, int) else self._text(value)

    def _number(self, value: Any) -> int:
        # In JSON Schema, 10.0 is a whole number too.
        is_whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
        if isinstance(value, bool) or not is_whole or not self.least <= value <= self.most:
            raise QueryError(
                Message(
                    "{name} must be a whole number from {least} to {most}",
                    name=self.name,
                    least=self.least,
                    most=self.most,
                )
            )
        return int(value)

    def _text(self, value: Any) -> str:
        if not isinstance(value, str):
            raise QueryError(Message("{name} must be a text", name=self.name))
        if len(value) > self.most:
            raise QueryError(
                Message("{name} must have at most {most} characters", name=self.name, most=self.most)
            )
        if self.choices and value not in self.choices:
            raise QueryError(
                Message("{name} must be one of {choices}", name=self.name, choices=self.choices)
            )
        return value

    def described(self) -> dict[str, Any]:
        """Return the parameter as a JSON Schema."""
        schema: dict[str, Any] = {"type": _TYPES[type(self.default)]}
        if schema["type"] == "integer":
            schema |= {"minimum": self.least, "maximum": self.most}
        elif self.choices:
            schema |= {"enum": list(self.choices)}
        elif schema["type"] == "string":
            schema |= {"maxLength": self.most}
        if self.many:
            schema = {"type": "array", "items": schema, "maxItems": self.many}
            if self.required:
                schema |= {"minItems": 1}
        elif not self.required:
            schema |= {"default": self.default}
        if self.examples:
            schema |= {"examples": list(self.examples)}
        return {"description": self.what, **schema}


def read_all(parameters: Sequence[Parameter], given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the value of each parameter; QueryError if one is wrong or unknown."""
    unknown = set(given) - {each.name for each in parameters}
    if unknown:
        raise QueryError(
            Message(
                "unknown parameter {name!r} (known: {known})",
                name=min(unknown)[:_LONGEST_NAME],
                known=tuple(each.name for each in parameters),
            )
        )
    return {each.name: each.read(given.get(each.name)) for each in parameters}


def schema(parameters: Sequence[Parameter]) -> dict[str, Any]:
    """Return the JSON Schema of all arguments of a tool."""
    return {
        "type": "object",
        "properties": {each.name: each.described() for each in parameters},
        "required": [each.name for each in parameters if each.required],
        "additionalProperties": False,
    }
