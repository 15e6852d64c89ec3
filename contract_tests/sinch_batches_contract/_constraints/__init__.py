"""What openapi.yaml constrains in a request: the places, and values at each limit and beyond it."""

from ._places import Place, places_of_body, places_of_query
from ._sound import sound_value
from ._values import Limit, ListOf, limits, sized

__all__ = [
    "Limit",
    "ListOf",
    "Place",
    "limits",
    "places_of_body",
    "places_of_query",
    "sized",
    "sound_value",
]
