"""The limit of requests per plan (decision 51)."""

from __future__ import annotations

import pytest

from sinch_batches_server import Plan
from sinch_batches_server._http.rate_limit import Rates
from sinch_batches_server._rules.errors import Refusal

from .conftest import PLAN, serving

ID = "01FC66621XXXXX119Z8PMV1QPQ"


def test_requests_above_the_plans_limit_are_429_until_the_second_is_over() -> None:
    limited, second = Plan("limited", ("token",), request_limit=2), [7.9]
    rates = Rates(lambda: second[0])
    rates.check(limited)
    rates.check(limited)
    rates.check(PLAN)
    with pytest.raises(Refusal) as refused:
        rates.check(limited)
    assert (refused.value.status, refused.value.headers) == (429, {"Retry-After": "1"})
    second[0] = 8.0
    rates.check(limited)


def test_429_has_an_empty_body_and_comes_after_the_token_was_looked_at() -> None:
    with serving(Plan("limited", ("token",), request_limit=1)) as api:
        answers = [api.call("PUT", f"/{ID}", content=b"{") for _ in range(5)]
        late = [answer for answer in answers if answer.status_code == 429]
        assert late
        assert {(answer.content, answer.headers["retry-after"]) for answer in late} == {(b"", "1")}
        wrong = api.call("GET", headers={"Authorization": "Bearer wrong"})
        assert wrong.status_code == 401
