"""The requirements that a server of the Batches API has to meet, by operation."""

from importlib import import_module

from .._catalogue.requirement import Requirement, entered

_MODULES = (
    "http",
    "http_refusals",
    "http_itself",
    "auth",
    "isolation",
    "send",
    "send_refusals",
    "times_in_answers",
    "send_numbers",
    "get",
    "list_pages",
    "list_filters",
    "list_dates",
    "dry_run",
    "dry_run_parts",
    "update",
    "update_rules",
    "replace",
    "cancel",
    "changes",
    "feedback",
    "groups",
    "concurrency",
    "reports",
    "recipient_reports",
    "report_states",
    "unsendable",
    "report_filters",
    "report_list",
    "sending",
    "replacements",
    "not_sending",
    "callbacks",
    "callback_contents",
    "callback_repeats",
    "callback_ways",
    "scale",
    "list_scale",
)


def checks() -> list[Requirement]:
    """All requirements with a check of their own, in the order of the modules."""
    for name in _MODULES:
        import_module(f".{name}", __name__)
    return entered()
