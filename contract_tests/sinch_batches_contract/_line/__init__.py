"""The line to the server under test: how requests go out and answers come in."""

from ._answer import Answer
from ._exchange import Exchange, WrongStatus
from ._json import Document, read_json
from ._line import Line
from ._wire import Wire

__all__ = ["Answer", "Document", "Exchange", "Line", "Wire", "WrongStatus", "read_json"]
