"""The API's OpenAPI description, with what FastAPI cannot see: the document, the token and the problems."""

from typing import Any

from .dayclose import DayCloseIn
from .pairing import PairingIn
from .problems import KINDS, MEDIA_TYPE
from .wire import SigningDocument

_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "code", "detail", "origin"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string", "enum": sorted(KINDS)},
        "detail": {"type": "string", "description": "a sentence for a person"},
        "origin": {"type": "string", "enum": ["customer", "till", "device", "server"]},
    },
}


def describe(description: dict[str, Any]) -> dict[str, Any]:
    """Complete FastAPI's description of the routes, in place, and return it."""
    document = SigningDocument.model_json_schema(ref_template="#/components/schemas/{model}")
    components = description.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas |= document.pop("$defs", {})
    schemas |= {"SigningDocument": document, "Problem": _PROBLEM}
    for called in (PairingIn, DayCloseIn):
        schemas[called.__name__] = called.model_json_schema()
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    components["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    description["security"] = [{"token": []}]
    for path in description["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
            operation["responses"]["default"] = {
                "description": "A problem",
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
            }
    description["paths"]["/v1/requests"]["post"]["requestBody"] = {
        "required": True,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/SigningDocument"}}},
    }
    description["paths"]["/v1/day-close"]["post"]["requestBody"] = {
        "required": False,
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/DayCloseIn"}}},
    }
    return description
