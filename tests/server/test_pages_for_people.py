"""The pages `/` and `/docs`: what they tell, what they hide, and that they need nobody else."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest
from tests.document import read_spec

from sinch_batches_client import spec_path
from sinch_batches_server import Plan, Settings
from sinch_batches_server._settings import demo
from sinch_batches_server.testing import running_server

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
OPERATIONS = {
    (method, path): operation["summary"]
    for path, item in read_spec()["paths"].items()
    for method, operation in item.items()
    if method != "parameters"
}


class Links(HTMLParser):
    """Collects what a page loads or links to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, _: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in ("src", "href") and value]


@pytest.fixture(scope="module")
def demo_server() -> Iterator[str]:
    with running_server(demo()) as server:
        yield server.base_url


def get(url: str) -> httpx.Response:
    answer = httpx.get(url)
    assert answer.status_code == 200
    return answer


def test_the_front_page_tells_the_base_url_and_the_demo_plan(demo_server: str) -> None:
    page = get(f"{demo_server}/").text
    assert f"<code>{demo_server}</code>" in page
    assert "<code>demo</code>" in page
    assert "<code>demo-token</code>" in page


def test_the_curl_lines_of_the_front_page_work(demo_server: str, tmp_path: Path) -> None:
    lines = re.findall(r"<pre>(.*?)</pre>", get(f"{demo_server}/").text, re.DOTALL)
    send, listing = (unescape(line) for line in lines)
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("no curl on PATH")
    for command, found in ((send, '"type":"mt_text"'), (listing, '"count":1')):
        done = subprocess.run(
            ["bash", "-c", command], capture_output=True, text=True, check=True, cwd=tmp_path
        )
        assert found in done.stdout


def test_the_front_page_names_all_operations(demo_server: str) -> None:
    page = get(f"{demo_server}/").text
    assert len(OPERATIONS) == 11
    for (method, path), summary in OPERATIONS.items():
        row = f"<tr><td>{summary}</td><td><code>{method.upper()}</code></td>"
        assert f"{row}<td><code>{path}</code></td></tr>" in page


@pytest.mark.parametrize("path", ["/", "/docs", "/docs/openapi.json", "/docs/start.js"])
def test_no_page_shows_a_plan_or_token_that_was_set(path: str) -> None:
    settings = Settings.of(Plan("private-plan", ("private-token",), callback_secret="private-key"))
    with running_server(settings) as server:
        page = get(f"{server.base_url}{path}").text
    assert "private" not in page


def test_no_page_shows_a_token_that_was_set_for_the_demo_plan() -> None:
    with running_server(Settings.of(Plan("demo", ("private-token",)))) as server:
        page = get(f"{server.base_url}/").text
    assert "private-token" not in page
    assert "demo-token" not in page


def test_the_name_by_which_the_server_was_called_is_escaped(demo_server: str) -> None:
    answer = httpx.get(f"{demo_server}/", headers={"Host": 'a"><script>alert(1)</script>'})
    assert "<script>" not in answer.text


def test_the_specification_is_offered_as_it_is(demo_server: str) -> None:
    assert get(f"{demo_server}/openapi.yaml").content == spec_path().read_bytes()


def test_trying_an_operation_calls_this_server_and_not_sinch(demo_server: str) -> None:
    document = get(f"{demo_server}/docs/openapi.json").json()
    assert [server["url"] for server in document["servers"]] == ["/"]
    assert {
        (method, path)
        for path, item in document["paths"].items()
        for method in item
        if method != "parameters"
    } == set(OPERATIONS)


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_a_page_loads_and_links_to_nothing_elsewhere(demo_server: str, path: str) -> None:
    answer = get(f"{demo_server}{path}")
    links = Links(answer.text).found
    assert links
    for link in links:
        assert re.match(r"/(?!/)|data:,", link), link
        if link.startswith("/"):
            get(f"{demo_server}{link}")


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_the_browser_is_told_to_load_nothing_from_elsewhere(demo_server: str, path: str) -> None:
    policy = get(f"{demo_server}{path}").headers["Content-Security-Policy"]
    rules = dict(rule.split(maxsplit=1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    sources = {source for allowed in rules.values() for source in allowed.split()}
    assert sources <= {"'none'", "'self'", "'unsafe-inline'", "data:"}
    assert rules["script-src"] == "'self'"


def test_the_style_sheet_loads_nothing_from_elsewhere(demo_server: str) -> None:
    sheet = get(f"{demo_server}/docs/swagger-ui.css").text
    assert "@import" not in sheet
    for loaded in re.findall(r"url\(([^)]*)", sheet):
        assert re.match(r"[\"']?(data:|#)", loaded), loaded


@pytest.mark.parametrize("path", ["/", "/docs", "/openapi.yaml"])
def test_the_pages_only_answer_get(demo_server: str, path: str) -> None:
    answer = httpx.post(f"{demo_server}{path}")
    assert (answer.status_code, answer.content) == (405, b"")
    assert "GET" in answer.headers["Allow"]


def dump(browser: str, url: str, profile: Path) -> str:
    """The page as the browser has it after its scripts have run; no other host exists for it."""
    done = subprocess.run(
        [
            browser,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
            f"--user-data-dir={profile}",
            "--virtual-time-budget=20000",
            "--dump-dom",
            url,
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return done.stdout


@pytest.fixture(scope="module")
def browser() -> str:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"none of {', '.join(BROWSERS)} is on PATH")
    return found


def test_a_browser_shows_the_eight_operations(
    demo_server: str, browser: str, tmp_path: Path
) -> None:
    page = dump(browser, f"{demo_server}/docs", tmp_path)
    blocks = re.findall(r'<div class="opblock opblock-(\w+)" id="operations-Batches-(\w+)"', page)
    assert len(blocks) == 8
    shown = {
        (method.lower(), unescape(path))
        for method, path in re.findall(
            r'opblock-summary-method">(\w+)</span>.*?data-path="([^"]+)"', page, re.DOTALL
        )
    }
    assert shown == set(OPERATIONS)


def test_a_browser_shows_all_parameters_of_an_operation(
    demo_server: str, browser: str, tmp_path: Path
) -> None:
    page = dump(browser, f"{demo_server}/docs#/Batches/list_batches", tmp_path)
    assert re.findall(r'data-param-name="(\w+)"', page) == [
        "service_plan_id",
        "page",
        "page_size",
        "from",
        "start_date",
        "end_date",
        "client_reference",
    ]
