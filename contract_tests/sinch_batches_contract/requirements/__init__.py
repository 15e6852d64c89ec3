"""The requirements that a server of the Batches API has to meet, by operation."""

from importlib import import_module

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
    "feedback",
    "groups",
    "concurrency",
    "reports",
    "recipient_reports",
    "report_states",
    "report_filters",
    "report_list",
    "callbacks",
    "callback_contents",
    "callback_repeats",
    "scale",
)


def load() -> None:
    """Import every module, so that its requirements are in the catalogue."""
    for name in _MODULES:
        import_module(f".{name}", __name__)
