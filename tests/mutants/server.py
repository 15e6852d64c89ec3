"""Run a mutant of the second server: where it trips it answers 500, as any framework does.

Without that a slip of the mutated code would close the connection, and the suite would have nothing
to judge.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from http import HTTPStatus
from typing import Any
from unittest.mock import patch

from tests.suite.other_server import wire
from tests.suite.other_server.__main__ import main

Respond = Callable[[Any], None]


def answering_slips(respond: Respond) -> Respond:
    def answer(handler: Any) -> None:
        try:
            respond(handler)
        except ConnectionError:
            raise
        except Exception:  # whatever the mutation made of it
            handler.close_connection = True
            handler.send_response(HTTPStatus.INTERNAL_SERVER_ERROR)
            handler.send_header("content-length", "0")
            handler.end_headers()

    return answer


if __name__ == "__main__":
    answering = patch.object(wire._Handler, "_respond", answering_slips(wire._Handler._respond))
    with answering, contextlib.suppress(KeyboardInterrupt):
        main()
