"""The JSON Schema of packs, made from the model."""

import json
from typing import Any

from game.packs.model import PackModel


def schema() -> dict[str, Any]:
    """The schema. A file, and an overlay, may hold any part of a table, so no key is required."""
    made = PackModel.model_json_schema(by_alias=True)
    for table in (made, *made["$defs"].values()):
        table.pop("required", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **made,
        "title": "A pack of Two Doors",
    }


def schema_text() -> str:
    """The schema as it is published."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
