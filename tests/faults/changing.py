"""Changes that reach another batch, or are half done though they are refused."""

from __future__ import annotations

from .exchange import Answer, Proceed, Request
from .registry import semantic
from .surgery import Surgery

_HALF = {
    "update": {"body": "Half done"},
    "replace": {"to": ["15550001111"], "from": "15550002222", "body": "Half done"},
}


def _reaching_another(operation: str, rules: str) -> None:
    @semantic(f"{operation}-any", f"What {operation} does, another batch gets, too", rules)
    def apply(server: Surgery) -> None:
        known: list[str] = []

        async def more(request: Request, proceed: Proceed) -> Answer:
            answer = await proceed(request)
            if request.operation == "send" and answer.status == 201:
                known.append(answer.document["id"])
            if request.operation == operation and request.batch_id in known[1:]:
                request.path = ["batches", known[known.index(request.batch_id) - 1]]
                if operation == "feedback":
                    request.method = "DELETE"
                await proceed(request)
            return answer

        server.around(more)


def _half_done(operation: str, rules: str) -> None:
    @semantic(f"{operation}-half-done", f"What {operation} refuses, it does in part", rules)
    def apply(server: Surgery) -> None:
        async def more(request: Request, proceed: Proceed) -> Answer:
            answer = await proceed(request)
            if request.operation == operation and answer.status == 400:
                request.document = _HALF[operation]
                await proceed(request)
            return answer

        server.around(more)


for _operation, _name in {
    "update": "update_batch",
    "replace": "replace_batch",
    "cancel": "cancel_batch",
    "feedback": "send_delivery_feedback",
}.items():
    _reaching_another(_operation, f"STATE-others@{_name}")
for _operation in _HALF:
    _half_done(_operation, f"STATE-refused@{_operation}_batch")
