"""The reports of a run in which requirements fail: same verdict in each, and no token."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from .conftest import Run, faulty_server, run_plain_pytest, run_suite, target_arguments
from .serving import TOKEN

BROWSER = next(
    (
        found
        for name in ("chromium", "chromium-browser", "google-chrome")
        if (found := shutil.which(name))
    ),
    None,
)


@dataclass(frozen=True)
class Reports:
    """The reports of one run against a server that refuses bodies of more than 1600 characters."""

    run: Run
    json: dict[str, Any]
    junit: ET.Element
    html: str
    folder: Path

    @property
    def failed(self) -> list[dict[str, Any]]:
        return [entry for entry in self.json["requirements"] if entry["outcome"] == "failed"]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Reports:
    folder = tmp_path_factory.mktemp("reports")
    with faulty_server("body-1600") as url:
        run = run_suite(
            folder,
            *target_arguments(url),
            *("--only", "BOUND-*-body-maxLength", "--only", "SEND-0*", "--only", "ISO-001"),
            *("--only", "TEXT-longest@*", "--only", "URL-https@send_batch.callback_url"),
            *("--without", "callbacks", "--seed", "7"),
            *("--report-json", "new/r.json", "--report-junit", "r.xml", "--report-html", "r.html"),
        )
    return Reports(
        run,
        json.loads((folder / "new" / "r.json").read_text(encoding="utf-8")),
        ET.fromstring((folder / "r.xml").read_text(encoding="utf-8")),
        (folder / "r.html").read_text(encoding="utf-8"),
        folder,
    )


def test_the_terminal_names_each_broken_rule_with_its_curl_line(reports: Reports) -> None:
    assert reports.run.exit_code == 1
    for cause in reports.json["causes"]:
        assert f"FAILED {cause['cause']} ({cause['count']} requirement" in reports.run.out
        assert all(id_ in reports.run.out for id_ in cause["ids"])
    assert "creates at most" in reports.run.out
    assert "curl -i -X POST" in reports.run.out
    assert '"Authorization: Bearer $SINCH_SMS_API_TOKEN"' in reports.run.out
    assert reports.run.out.splitlines()[-1] == "not conformant"


def test_json_holds_the_whole_verdict(reports: Reports) -> None:
    told = reports.json
    assert told["seed"] == 7
    assert told["spec_version"]
    assert told["duration_s"] > 0
    assert told["exit_code"] == 1
    assert told["summary"]["failed"] == len(reports.failed) == 2
    assert told["summary"]["not_applicable"] == 1
    assert told["summary"]["not_tested"] == 1
    assert sum(told["summary"].values()) == len(told["requirements"])
    keys = {"id", "level", "operation", "title", "source", "outcome", "detail", "curl"}
    assert all(keys <= entry.keys() for entry in told["requirements"])
    assert all(entry["exchanges"] and entry["curl"] for entry in reports.failed)


def test_junit_counts_the_same(reports: Reports) -> None:
    cases = reports.junit.findall(".//testcase")
    assert len(cases) == len(reports.json["requirements"])
    assert len(reports.junit.findall(".//failure")) == len(reports.failed)
    counted = sum(int(suite.get("failures", 0)) for suite in reports.junit)
    assert counted == len(reports.failed)


def test_no_report_holds_the_token(reports: Reports) -> None:
    files = [path for path in reports.folder.rglob("*") if path.is_file()]
    assert len(files) >= 3
    for path in files:
        assert TOKEN not in path.read_text(encoding="utf-8"), path.name
    assert TOKEN not in reports.run.out + reports.run.err


def test_no_report_of_pytest_holds_the_token_nor_one_made_out_of_it(tmp_path: Path) -> None:
    with faulty_server("token-prefix") as url:
        run = run_plain_pytest(
            *("--base-url", url, "--service-plan-id", "plan", "--only", "AUTH-*", "--showlocals"),
            *("--report-json", str(tmp_path / "r.json")),
            *("--junit-xml", str(tmp_path / "pytest.xml")),
            SINCH_SMS_API_TOKEN=TOKEN,
        )
    told = (tmp_path / "r.json").read_text() + (tmp_path / "pytest.xml").read_text()
    assert run.exit_code == 1
    assert "AUTH-003" in told
    for text in (told, run.out, run.err):
        assert TOKEN[:-1].lower() not in text.lower()


class Page(HTMLParser):
    """Collects what a page refers to, and the data within it."""

    def __init__(self) -> None:
        super().__init__()
        self.references: list[str] = []
        self.data = ""
        self._in_data = False

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        self.references += [v for k, v in attrs if k in ("src", "href", "action") and v is not None]
        self._in_data = dict(attrs).get("id") == "data"

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data += data

    def handle_endtag(self, _: str) -> None:
        self._in_data = False


def test_the_page_needs_nothing_but_itself(reports: Reports) -> None:
    page = Page()
    page.feed(reports.html)
    assert page.references == ["data:,"]
    assert "default-src 'none'" in reports.html
    assert not re.search(r"@import|url\(", reports.html.split("<script")[0])
    assert json.loads(page.data) == reports.json


ACT = """
<script>
const visible = () => rows.filter(row => !row.hidden).map(row => row.id);
const set = (id, change) => {
  change(place(id));
  place(id).dispatchEvent(new Event("input", { bubbles: true }));
};
const seen = { at_first: visible() };
set("show-passed", box => { box.checked = true; });
seen.with_passed = visible();
set("operation", choice => { choice.value = "dry_run_batch"; });
seen.of_dry_run = visible();
set("operation", choice => { choice.value = ""; });
set("words", input => { input.value = "send-009"; });
seen.found = visible();
rows.find(row => row.dataset.outcome === "failed").open = true;
setTimeout(() => {
  const row = rows.find(row => row.dataset.outcome === "failed");
  seen.pairs = row.querySelectorAll(".pair > div").length;
  seen.curl = row.querySelector(".curl pre").textContent;
  seen.outside = performance.getEntriesByType("resource").map(entry => entry.name);
  document.body.append(make("output", { id: "seen" }, JSON.stringify(seen)));
}, 100);
</script>
"""


@pytest.mark.skipif(BROWSER is None, reason="no Chromium on the PATH: apt-get install chromium")
def test_the_filters_of_the_page_work_in_a_browser(reports: Reports, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(reports.html.replace("</body>", ACT + "</body>"), encoding="utf-8")
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    flags += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    flags.append(f"--user-data-dir={tmp_path / 'profile'}")
    dumped = subprocess.run(
        [str(BROWSER), *flags, "--virtual-time-budget=5000", "--dump-dom", page.as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout
    found = re.search(r'<output id="seen">(.*?)</output>', dumped, re.DOTALL)
    assert found, dumped[-2000:]
    seen = json.loads(found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))

    entries = reports.json["requirements"]
    not_passed = [entry["id"] for entry in entries if entry["outcome"] != "passed"]
    assert seen["at_first"] == not_passed
    assert seen["with_passed"] == [entry["id"] for entry in entries]
    assert seen["of_dry_run"] == [
        entry["id"] for entry in entries if entry["operation"] == "dry_run_batch"
    ]
    assert seen["found"] == ["SEND-009"]
    assert seen["pairs"] >= 2
    assert seen["curl"].startswith("curl -i -X POST")
    assert seen["outside"] == []
