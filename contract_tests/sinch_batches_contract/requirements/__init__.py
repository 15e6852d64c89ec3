"""The requirements that a server of the Batches API has to meet, by operation."""

from importlib import import_module

_MODULES = (
    "http",
    "http_refusals",
    "auth",
    "isolation",
    "send",
    "send_parameters",
    "send_refusals",
    "send_times",
    "times_in_answers",
    "send_numbers",
    "send_binary",
    "get",
    "list_pages",
    "list_filters",
    "list_dates",
    "dry_run",
    "dry_run_parts",
    "update",
    "update_binary",
    "update_rules",
    "update_resets",
    "replace",
    "cancel",
    "feedback",
    "groups",
    "concurrency",
    "reports",
    "report_states",
    "report_list",
    "callbacks",
    "callback_repeats",
)


def load() -> None:
    """Import every module, so that its requirements are in the catalogue."""
    for name in _MODULES:
        import_module(f".{name}", __name__)
