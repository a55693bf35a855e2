"""The JSON Schema of packs, made from the model."""

import json
from typing import Any

from game.packs.model import PackModel


def schema() -> dict[str, Any]:
    """The schema. Each file of a pack holds a part of it, so no table is required."""
    made = PackModel.model_json_schema(by_alias=True)
    made.pop("required", None)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **made,
        "title": "A pack of Two Doors",
    }


def schema_text() -> str:
    """The schema as it is published."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
