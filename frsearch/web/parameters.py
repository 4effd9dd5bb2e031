"""The parameters of the API, each defined once: text of an address -> values; and -> OpenAPI.

>>> Parameter("limit", "how many", 10, most=100).read(["20"])
20
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from frsearch.messages.wording import Message
from frsearch.web.state import BadRequest

_TRUTHS = {"true": True, "1": True, "false": False, "0": False}
_TYPES = {str: "string", int: "integer", bool: "boolean"}
# Characters of an unknown name that its error shows.
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an operation; `default` sets its type (None: text), and its value if it is absent.

    A number is between `least` and `most`; a text has up to `most` characters and, if there are
    `choices`, is one of them; `examples` are for the description. `many` is how many parameters of the
    same name are accepted, if their value is a list, which is empty by default; 0: one, and no list.
    `place` is "query" or "path"; `is_number` says that a parameter without a default is a number.
    """

    name: str
    what: str
    default: str | int | bool | None = None
    most: int = 200
    choices: tuple[str, ...] = ()
    many: int = 0
    required: bool = False
    place: str = "query"
    examples: tuple[str, ...] = ()
    least: int = 0
    is_number: bool = False

    @property
    def kind(self) -> type:
        """The type of a value."""
        if self.is_number:
            return int
        return str if self.default is None else type(self.default)

    def read(self, texts: Sequence[str]) -> Any:
        """Return the value of the texts in the address; BadRequest if they are wrong."""
        if self.required and not texts:
            raise BadRequest(Message("{name} is required", name=self.name))
        if len(texts) > (self.many or 1):
            raise BadRequest(Message("{name} is given too many times", name=self.name))
        values = [self._value(each) for each in texts]
        if self.many:
            return values
        return values[0] if values else self.default

    def _value(self, text: str) -> str | int | bool:
        if self.kind is bool:
            return self.truth(_TRUTHS.get(text))
        if self.kind is int:
            is_number = text.isascii() and text.isdecimal() and len(text) <= 9
            return self.number(int(text) if is_number else None)
        return self.text(text)

    def truth(self, value: bool | None) -> bool:
        """Return a truth value; BadRequest for None."""
        if value is None:
            raise BadRequest(Message("{name} must be true or false", name=self.name))
        return value

    def number(self, value: int | None) -> int:
        """Return a number within bounds; BadRequest for others, and for None."""
        if value is None or not self.least <= value <= self.most:
            raise BadRequest(
                Message(
                    "{name} must be a whole number from {least} to {most}",
                    name=self.name,
                    least=self.least,
                    most=self.most,
                )
            )
        return value

    def text(self, text: str) -> str:
        """Return a text that is short enough, and one of the choices; BadRequest for others."""
        if len(text) > self.most:
            raise BadRequest(
                Message("{name} must have at most {most} characters", name=self.name, most=self.most)
            )
        if self.choices and text not in self.choices:
            raise BadRequest(
                Message("{name} must be one of {choices}", name=self.name, choices=self.choices)
            )
        return text

    def schema(self) -> dict[str, Any]:
        """Return a value as a JSON Schema."""
        schema: dict[str, Any] = {"type": _TYPES[self.kind]}
        if self.kind is int:
            schema |= {"minimum": self.least, "maximum": self.most}
        elif self.choices:
            schema |= {"enum": list(self.choices)}
        elif self.kind is str:
            schema |= {"maxLength": self.most}
        return schema

    def described(self) -> dict[str, Any]:
        """Return the parameter as OpenAPI describes it."""
        schema = self.schema()
        if self.examples:
            schema |= {"examples": list(self.examples)}
        if self.many:
            schema = {"type": "array", "items": schema, "maxItems": self.many}
        elif self.default is not None:
            schema |= {"default": self.default}
        return {
            "name": self.name,
            "in": self.place,
            "description": self.what,
            "required": self.required,
            "schema": schema,
        }


def refuse_unknown(parameters: Sequence[Parameter], given: Iterable[str]) -> None:
    """Raise BadRequest if the name of a given parameter is unknown."""
    unknown = set(given) - {each.name for each in parameters}
    if unknown:
        raise BadRequest(
            Message(
                "unknown parameter {name!r} (known: {known})"
                if parameters
                else "unknown parameter {name!r} (there are none here)",
                name=min(unknown)[:_LONGEST_NAME],
                known=tuple(each.name for each in parameters),
            )
        )


def read_all(parameters: Sequence[Parameter], given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return the value of each parameter; BadRequest if one is wrong or unknown."""
    refuse_unknown(parameters, given)
    return {each.name: each.read(given.get(each.name, ())) for each in parameters}
