"""The parameters of tools, each defined once: a JSON value -> a checked value; and -> JSON Schema.

>>> Parameter("limit", "how many", 10, most=50).read(20)
20
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from frsearch.messages.wording import Message
from frsearch.web import parameters as of_addresses
from frsearch.web.state import BadRequest


@dataclass(frozen=True, slots=True)
class Parameter(of_addresses.Parameter):
    """A parameter of a tool, as one of the API, but its values are JSON.

    `many` is how many texts a list may have; `examples` are for the description, lists where the value
    is one.
    """

    default: str | int | bool = ""
    examples: tuple[Any, ...] = ()

    def read(self, value: Any) -> Any:
        """Return the checked value, the default for None; BadRequest if it is wrong."""
        if value is None:
            if self.required:
                raise BadRequest(Message("{name} is required", name=self.name))
            return [] if self.many else self.default
        if not self.many:
            return self._one(value)
        # A model may write a single text where a list is expected.
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or len(values) > self.many:
            raise BadRequest(
                Message("{name} must be a list of at most {most} texts", name=self.name, most=self.many)
            )
        if self.required and not values:
            raise BadRequest(Message("{name} is required", name=self.name))
        return [self._one(each) for each in values]

    def _one(self, value: Any) -> str | int | bool:
        if self.kind is bool:
            return self.truth(value if isinstance(value, bool) else None)
        if self.kind is int:
            # In JSON Schema, 10.0 is a whole number too.
            is_whole = isinstance(value, int) or (isinstance(value, float) and value.is_integer())
            return self.number(int(value) if is_whole and not isinstance(value, bool) else None)
        if not isinstance(value, str):
            raise BadRequest(Message("{name} must be a text", name=self.name))
        return self.text(value)

    def described(self) -> dict[str, Any]:
        """Return the parameter as a JSON Schema."""
        schema = self.schema()
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
    """Return the value of each parameter; BadRequest if one is wrong or unknown."""
    of_addresses.refuse_unknown(parameters, given)
    return {each.name: each.read(given.get(each.name)) for each in parameters}


def schema(parameters: Sequence[Parameter]) -> dict[str, Any]:
    """Return the JSON Schema of all arguments of a tool."""
    return {
        "type": "object",
        "properties": {each.name: each.described() for each in parameters},
        "required": [each.name for each in parameters if each.required],
        "additionalProperties": False,
    }
