"""The verdict as JUnit XML, for CI systems."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from .._judgement.outcomes import Outcome

if TYPE_CHECKING:
    from .._catalogue.finding import Record
    from ._verdict import Verdict

_ERRORS = (Outcome.ERROR, Outcome.CUT_SHORT)
# What XML 1.0 can't hold, not even escaped.
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_junit(verdict: Verdict) -> str:
    """Return one test case per requirement, in a suite per operation."""
    root = ET.Element("testsuites", name="sinch-batches conformance")
    by_operation: dict[str, list[Record]] = {}
    for record in verdict.findings:
        by_operation.setdefault(record["operation"], []).append(record)
    for operation, records in by_operation.items():
        root.append(_suite(operation, records))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(operation: str, records: list[Record]) -> ET.Element:
    failed = sum(record["outcome"] == Outcome.FAILED for record in records)
    errors = sum(record["outcome"] in _ERRORS for record in records)
    untold = {Outcome.FAILED, Outcome.PASSED, *_ERRORS}
    skipped = sum(record["outcome"] not in untold for record in records)
    suite = ET.Element(
        "testsuite",
        name=operation,
        tests=str(len(records)),
        failures=str(failed),
        errors=str(errors),
        skipped=str(skipped),
        time=f"{sum(record['seconds'] for record in records):.3f}",
    )
    suite.extend(_case(record) for record in records)
    return suite


def _case(record: Record) -> ET.Element:
    case = ET.Element(
        "testcase",
        classname=record["operation"],
        name=_legible(f"{record['id']} {record['title']}"),
        time=f"{record['seconds']:.3f}",
    )
    outcome = record["outcome"]
    if outcome == Outcome.PASSED:
        return case
    kinds = {Outcome.FAILED: "failure", **dict.fromkeys(_ERRORS, "error")}
    first_line = (record["detail"].splitlines() or [""])[0]
    message = _legible(record["cause"] or f"{outcome}: {first_line}")
    said = ET.SubElement(case, kinds.get(outcome, "skipped"), message=message)
    told = [record["detail"], f"level: {record['level']}", f"source: {record['source']}"]
    said.text = _legible("\n".join([*told, record["curl"]]))
    return case


def _legible(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
