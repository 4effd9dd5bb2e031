"""The fields of an article that are searched."""

from __future__ import annotations

from typing import Literal

FieldName = Literal["title", "text"]
FIELDS: tuple[FieldName, ...] = ("title", "text")
