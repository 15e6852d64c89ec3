"""Where each rule of the API page and of the documentation is checked, or why it can't be.

`seed` is the public API page of Batches; `docs`, `sdk` and `inference` with a paragraph sign name
paragraphs of the facts that this project gathered beside it (api-facts).
"""

from __future__ import annotations

from typing import NamedTuple


class Traced(NamedTuple):
    """A rule, and the ids (or patterns) of the requirements that check it, divided by blanks."""

    source: str
    rule: str
    ids: str


class Unobservable(NamedTuple):
    """A rule that no requirement checks, and why."""

    source: str
    rule: str
    why: str


TRACED = (
    Traced("seed: Send", "Send a message or a batch of messages", "SEND-001 SEND-010"),
    Traced("seed: security", "Bearer token on each operation", "AUTH-* ISO-001"),
    Traced("seed: Send, body", "0 to 2000 characters", "BOUND-*-text-body-maxLength SEND-002"),
    Traced("seed: delivery_report", "Five kinds; none by default", "SEND-007 SEND-009 UPD-003"),
    Traced("seed: delivery_report", "Fetched regardless of it", "DR-007"),
    Traced("seed: delivery_report", "none: nothing is sent", "CB-005"),
    Traced("seed: delivery_report", "summary: a single callback", "CB-001 CB-006"),
    Traced("seed: delivery_report", "full: with the recipients per status", "CB-002 CB-006"),
    Traced("seed: delivery_report", "per_recipient: each change", "CB-004 CB-008 CB-009"),
    Traced("seed: delivery_report", "per_recipient_final: one each", "CB-003 CB-007 CB-015"),
    Traced("seed: to", "1 to 1000 entries", "BOUND-*-to-minItems BOUND-*-to-maxItems SEND-020"),
    Traced("seed: to", "Phone numbers and group ids", "SEND-003 NUM-001 NUM-004 SEND-017"),
    Traced("seed: from", "Number, short code or name", "SEND-004 NUM-002 NUM-007 NUM-008 NUM-009"),
    Traced("seed: from", "Required without a default originator", "SEND-016"),
    Traced("seed: parameters", "Values per recipient", "SEND-011 SEND-012 SEND-013 DRY-005"),
    Traced("seed: send_at", "ISO 8601; in the past: at once", "TIME-001 TIME-009 TIME-013"),
    Traced("seed: send_at", "Must be before expire_at", "TIME-006 UPD-015 UPD-016"),
    Traced("seed: expire_at", "After send_at", "TIME-006 TIME-007 UPD-015"),
    Traced(
        "seed: expire_at", "Default and max is 3 days after", "TIME-002 TIME-004 TIME-005 REP-007"
    ),
    Traced(
        "seed: callback_url", "A URL of up to 2048 characters", "BOUND-*-callback_url-* SEND-007"
    ),
    Traced("seed: callback_url", "Overrides the default for this batch", "CB-011 CB-040"),
    Traced("seed: client_reference", "Is in reports and callbacks", "DR-006 DR-050 CB-010"),
    Traced(
        "seed: client_reference", "Up to 2048 characters", "BOUND-*-client_reference-* SEND-005"
    ),
    Traced("seed: feedback_enabled", "false by default", "SEND-006 SEND-009 FB-004"),
    Traced("seed: flash_message", "false by default", "SEND-006 SEND-009"),
    Traced("seed: truncate_concat", "Shortened to one part", "SEND-006 PART-010"),
    Traced(
        "seed: max_number_of_message_parts", "At least 1", "BOUND-*-max_number_of_message_parts-*"
    ),
    Traced("seed: max_number_of_message_parts", "Longer ones aren't dispatched", "DR-026"),
    Traced("seed: from_ton, from_npi", "0 to 6, 0 to 18", "BOUND-*-from_ton-* BOUND-*-from_npi-*"),
    Traced("seed: type", "Text if not specified", "SEND-008 BOUND-*-type-const"),
    Traced("seed: udh", "Required if type is mt_binary", "BIN-004 BOUND-*-binary-udh-required"),
    Traced("seed: udh", "140 bytes together with body", "BIN-002 BIN-003 UPD-017"),
    Traced("seed: 201", "The stored batch with its id", "SEND-001 SEND-006 GET-001"),
    Traced("seed: created_at", "When it was created", "TIME-014 TIME-015 UPD-007"),
    Traced("seed: modified_at", "When it was last changed", "TIME-014 GET-003 UPD-007 CAN-007"),
    Traced("seed: canceled", "Whether it was canceled", "SEND-009 CAN-001"),
    Traced("seed: List, page", "Counted from 0", "LIST-002 BOUND-list_batches-page-*"),
    Traced(
        "seed: List, page_size", "Up to 100, 30 by default", "LIST-003 LIST-009 BOUND-*page_size*"
    ),
    Traced("seed: List, page_size", "In the answer: of this page", "LIST-004"),
    Traced("seed: List, count", "All that match", "LIST-005"),
    Traced("seed: List, from", "One sender or several", "FILT-004 FILT-005 FILT-006"),
    Traced("seed: List, start_date", "At or after", "FILT-008 FILT-009 FILT-012"),
    Traced("seed: List, start_date", "24 hours ago by default", "LIST-010"),
    Traced("seed: List, end_date", "Before", "FILT-010 FILT-011"),
    Traced("seed: List, client_reference", "To include", "FILT-001 FILT-002 FILT-003"),
    Traced("seed: Dry run", "Bodies and parts, nothing is sent", "DRY-001 DRY-002 DRY-003"),
    Traced("seed: Dry run, per_recipient", "Details if asked for", "DRY-003 DRY-004"),
    Traced("seed: Dry run, number_of_recipients", "100, up to 1000", "DRY-007 DRY-008"),
    Traced("seed: Get", "The batch with this id", "GET-001 GET-004 HTTP-015"),
    Traced("seed: Update", "All specified parameters", "UPD-001 UPD-002 UPD-003 UPD-004 UPD-008"),
    Traced("seed: Update", "to_add, to_remove of 1 to 1000", "UPD-005 BOUND-update_batch-*-to_*"),
    Traced("seed: Replace", "All parameters, as a new batch", "REP-001 REP-002 REP-006 REP-007"),
    Traced("seed: Cancel", "At any point", "CAN-001 CAN-005"),
    Traced("seed: Cancel", "The report tells which were canceled", "DR-024"),
    Traced("seed: Cancel", "A scheduled batch: an empty report", "DR-020 DR-021 CB-012"),
    Traced("seed: Cancel", "A sent batch: no change of its report", "DR-023 CB-043"),
    Traced("seed: Feedback", "Empty 202", "FB-001"),
    Traced("seed: Feedback", "Only if it was enabled", "FB-004"),
    Traced("seed: Feedback", "Several times, for all if empty", "FB-002 FB-003"),
    Traced("seed: Feedback", "recipients is required", "FB-011 BOUND-*-recipients-required"),
    Traced("seed: Feedback", "For a group at least one recipient is needed", "GRP-002"),
    Traced("docs: §1", "Service plans are isolated", "ISO-*"),
    Traced(
        "docs: §2.1", "Statuses 401, 404, 405, 415", "AUTH-001 HTTP-001 HTTP-002 HTTP-003 HTTP-015"
    ),
    Traced("docs: §2.2", "400 and 403 carry code and text", "HTTP-009"),
    Traced(
        "docs: §2.3", "Codes of refusals", "HTTP-007 SEND-015 SEND-017 SEND-019 NUM-005 UPD-018"
    ),
    Traced("docs: §3", "No nulls in answers", "HTTP-010"),
    Traced("docs: §3", "Forms of numbers", "NUM-001 NUM-002 NUM-003 UPD-006 FB-006 FILT-007"),
    Traced("docs: §3", "Forms of times", "TIME-010 TIME-011 TIME-012 TIME-015 TIME-016 FILT-013"),
    Traced("docs: §5", "Keys and values of parameters", "DRY-006 BOUND-*-parameters*"),
    Traced("docs: §7", "Encodings and parts", "PART-*"),
    Traced("docs: §8", "Newest first", "LIST-006 LIST-007"),
    Traced("docs: sources §14.1", "The report of a batch", "DR-001 DR-002 DR-003 DR-004 DR-005"),
    Traced("docs: sources §14.1", "Filters by status and code", "DR-040 DR-041 DR-042 DR-044"),
    Traced("docs: sources §14.2", "The report of a recipient", "DR-010 DR-011 DR-013 DR-014"),
    Traced("docs: sources §14.3", "The list of reports", "DR-05*"),
    Traced("docs: sources §14.4", "Statuses and codes", "DR-025 DR-026 DR-027 CB-016"),
    Traced("docs: §14", "5xx and 429 are repeated, other 4xx aren't", "CB-03*"),
)

UNOBSERVABLE = (
    Unobservable(
        "seed: Send",
        "Groups are resolved when a scheduled batch is sent; a deleted group counts as empty",
        "groups are made by another API",
    ),
    Unobservable(
        "seed: Batches",
        "Batches are sent first in, first out, at the plan's rate",
        "what is sent isn't seen by this API",
    ),
    Unobservable(
        "seed: flash_message",
        "The message is shown on the screen at once",
        "shows only on a phone",
    ),
    Unobservable(
        "seed: List",
        "Batches of the last 14 days are listed, older ones aren't",
        "a run can't wait for 14 days",
    ),
    Unobservable(
        "seed: List, start_date",
        "Batches older than 24 hours need a start_date",
        "a run can't wait for a day",
    ),
    Unobservable(
        "docs: §2.1",
        "429, 500 and 503 are answered when the service is overloaded or broken",
        "can't be brought about with care from outside",
    ),
    Unobservable(
        "docs: §2.3",
        "Codes illegal_number_type and blocked_account",
        "depend on the region and the account",
    ),
)
