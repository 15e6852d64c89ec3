"""Rules between fields, and what a batch refers to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sinch_batches_server._rules import batches, cross_field, errors, lifetime, times

from .registry import semantic, syntactic
from .surgery import Surgery, nothing

_MINUTE = 60 * times.SECOND


@syntactic("expiry-before-start", "expire_at may be before send_at", "RULE-expiry-before-*")
def expiry_before_start(server: Surgery) -> None:
    def checking(check: Any) -> Any:
        def loosely(send_at: int | None, expire_at: int, now: int) -> None:
            if send_at is None or expire_at > send_at:
                check(send_at, expire_at, now)

        return loosely

    server.replace(lifetime, "check_expiry", checking)


@syntactic("expiry-at-start", "expire_at may equal send_at", "RULE-expiry-before-*")
def expiry_at_start(server: Surgery) -> None:
    def checking(check: Any) -> Any:
        def loosely(send_at: int | None, expire_at: int, now: int) -> None:
            if expire_at != send_at:
                check(send_at, expire_at, now)

        return loosely

    server.replace(lifetime, "check_expiry", checking)


@syntactic(
    "expiry-late", "expire_at may be later than 3 days after send_at", "RULE-expiry-too-late*"
)
def expiry_late(server: Surgery) -> None:
    def checking(check: Any) -> Any:
        def loosely(send_at: int | None, expire_at: int, now: int) -> None:
            check(send_at, min(expire_at, lifetime.default_expiry(send_at, now)), now)

        return loosely

    server.replace(lifetime, "check_expiry", checking)


@syntactic(
    "expiry-minute-late",
    "expire_at may be 3 days and a minute after send_at",
    "RULE-expiry-too-late*",
)
def expiry_minute_late(server: Surgery) -> None:
    def checking(check: Any) -> Any:
        def loosely(send_at: int | None, expire_at: int, now: int) -> None:
            latest = lifetime.default_expiry(send_at, now)
            over = expire_at > latest and expire_at <= latest + _MINUTE
            check(send_at, latest if over else expire_at, now)

        return loosely

    server.replace(lifetime, "check_expiry", checking)


@syntactic(
    "expiry-exact", "expire_at exactly 3 days after send_at is refused", "RULE-expiry-latest@*"
)
def expiry_exact(server: Surgery) -> None:
    def checking(check: Any) -> Any:
        def strictly(send_at: int | None, expire_at: int, now: int) -> None:
            check(send_at, expire_at + (send_at is not None), now)

        return strictly

    server.replace(lifetime, "check_expiry", checking)


@semantic(
    "expiry-default-2-days",
    "A batch expires 2 days after send_at by default",
    "RULE-expiry-by-default@* TIME-003 RULE-expiry-by-default@replace_batch",
)
def expiry_default_2_days(server: Surgery) -> None:
    server.replace(batches, "create", _with_default_expiry(lambda start, _: start + 2 * times.DAY))


@semantic(
    "expiry-default-from-now",
    "A batch expires 3 days after it was created by default",
    "RULE-expiry-by-default@* RULE-expiry-by-default@replace_batch",
)
def expiry_default_from_now(server: Surgery) -> None:
    server.replace(batches, "create", _with_default_expiry(lambda _, now: now + 3 * times.DAY))


def _with_default_expiry(choose: Any) -> Any:
    def creating(create: Any) -> Any:
        def created(document: Any, plan: Any, batch_id: str, now: int) -> Any:
            batch = create(document, plan, batch_id, now)
            if batch.expire_given:
                return batch
            start = now if batch.send_at is None else batch.send_at
            return replace(batch, expire_at=choose(start, now))

        return created

    return creating


@syntactic("start-in-past", "A send_at in the past is refused", "RULE-sending-in-the-past@*")
def start_in_past(server: Surgery) -> None:
    def creating(create: Any) -> Any:
        def created(document: Any, plan: Any, batch_id: str, now: int) -> Any:
            batch = create(document, plan, batch_id, now)
            if batch.send_at is not None and batch.send_at < now:
                raise errors.constraint("send_at is in the past.")
            return batch

        return created

    server.replace(batches, "create", creating)


@syntactic("ton-alone", "from_ton without from_npi is accepted", "RULE-ton-with-npi@*")
def ton_alone(server: Surgery) -> None:
    server.replace(cross_field, "check_ton_and_npi", lambda _: nothing)


@semantic(
    "udh-not-counted",
    "The 140 bytes of a binary message don't count the header",
    "RULE-bytes-141@* RULE-bytes-140-with-stored-udh@update_batch",
)
def udh_not_counted(server: Surgery) -> None:
    server.replace(cross_field, "binary_size", lambda size: lambda body, _: size(body, ""))


@semantic(
    "base64-counted",
    "The 140 bytes of a binary message count Base64, not bytes",
    "RULE-bytes-140*",
)
def base64_counted(server: Surgery) -> None:
    server.replace(
        cross_field, "binary_size", lambda _: lambda body, udh: len(body) + len(udh) // 2
    )


@semantic(
    "udh-digits-counted",
    "The 140 bytes of a binary message count each digit of udh",
    "RULE-bytes-140*",
)
def udh_digits_counted(server: Surgery) -> None:
    server.replace(cross_field, "binary_size", lambda size: lambda body, udh: size(body, udh + udh))


@semantic("group-unknown", "An unknown group is accepted", "RULE-unknown-group*")
def group_unknown(server: Surgery) -> None:
    server.replace(cross_field, "check_groups", lambda _: nothing)


@syntactic("group-unknown-400", "An unknown group is answered with 400", "RULE-unknown-group*")
def group_unknown_400(server: Surgery) -> None:
    def as_bad_request(_: Any) -> Any:
        return lambda code, text: errors.Refusal(
            400 if code == "unknown_group" else 403, code, text
        )

    server.replace(errors, "forbidden", as_bad_request)


@semantic(
    "callback-missing",
    "A report without any URL to send it to is accepted",
    "RULE-report-to-nowhere*",
)
def callback_missing(server: Surgery) -> None:
    server.replace(cross_field, "check_callback", lambda _: nothing)


@syntactic(
    "callback-missing-400",
    "A report without any URL is answered with 400",
    "RULE-report-to-nowhere*",
)
def callback_missing_400(server: Surgery) -> None:
    def as_bad_request(_: Any) -> Any:
        return lambda code, text: errors.Refusal(
            400 if code == "missing_callback_url" else 403, code, text
        )

    server.replace(errors, "forbidden", as_bad_request)


@syntactic(
    "callback-missing-code",
    "A report without any URL has another error code",
    "RULE-report-to-nowhere*",
)
def callback_missing_code(server: Surgery) -> None:
    def renamed(refuse: Any) -> Any:
        return lambda code, text: refuse(code.replace("missing_callback_url", "no_url"), text)

    server.replace(errors, "forbidden", renamed)


@syntactic("group-unknown-code", "An unknown group has another error code", "RULE-unknown-group*")
def group_unknown_code(server: Surgery) -> None:
    def renamed(refuse: Any) -> Any:
        return lambda code, text: refuse(code.replace("unknown_group", "no_group"), text)

    server.replace(errors, "forbidden", renamed)


@semantic(
    "callback-always", "A callback_url is needed for delivery_report none too", "SEND-009 SEND-001"
)
def callback_always(server: Surgery) -> None:
    server.replace(
        cross_field,
        "check_callback",
        lambda check: lambda report, url: check(report and "full", url),
    )


@semantic(
    "sender-missing", "`from` may be left out without a default originator", "RULE-no-sender@*"
)
def sender_missing(server: Surgery) -> None:
    server.replace(cross_field, "check_sender", lambda _: nothing)
