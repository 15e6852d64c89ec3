"""Servers that are far away, behind a gateway, behind TLS or on a flaky line."""

from __future__ import annotations

import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import trustme

from sinch_batches_contract._line import Line
from sinch_batches_contract._settings.settings import Settings

from .conftest import Judge, target_arguments
from .serving import (
    TOKEN,
    Dropping,
    behind_a_prefix,
    far_away,
    holding_back,
    in_a_thread,
    reference_app,
    serving,
)

SOME = ("--only", "SEND-0*", "--only", "LIST-*", "--only", "UPD-*", "--only", "CAN-*")


def test_a_path_prefix_in_front_of_the_api_is_kept(judge: Judge) -> None:
    with serving(behind_a_prefix(reference_app())) as port:
        run = judge(*target_arguments(f"http://127.0.0.1:{port}/gw/"), "--budget", "quick", *SOME)

    assert run.exit_code == 0, run.out + run.err


def test_a_server_that_is_far_away_is_judged_all_the_same(judge: Judge) -> None:
    with serving(far_away(reference_app(), 0.2)) as port:
        run = judge(
            *target_arguments(f"http://127.0.0.1:{port}"),
            *("--only", "SEND-00*", "--only", "LIST-00[1-4]", "--only", "STORY-001"),
            *("--budget", "quick", "--workers", "2"),
        )

    assert run.exit_code == 0, run.out + run.err


def test_an_idle_connection_which_the_server_may_be_closing_is_not_used_again() -> None:
    connections = []

    class Counting(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            connections.append(self)
            super().setup()

        def do_GET(self) -> None:
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with in_a_thread(ThreadingHTTPServer(("127.0.0.1", 0), Counting)) as url:
        line = Line(Settings(url, "plan", TOKEN))
        seen = []
        for idle in (0, 0, 1.1):
            time.sleep(idle)
            line.ask(httpx.Request("GET", url))
            seen.append(len(connections))
        line.close()

    assert seen == [1, 1, 2]


def test_a_private_certificate_authority_is_trusted_by_ca_file_only(
    judge: Judge, tmp_path: Path
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    issued = authority.issue_cert("127.0.0.1")
    certificate = tmp_path / "server.pem"
    issued.private_key_and_cert_chain_pem.write_to_path(certificate)

    with serving(reference_app(), ssl_certfile=str(certificate)) as port:
        target = target_arguments(f"https://127.0.0.1:{port}")
        trusted = judge(*target, "--ca-file", str(tmp_path / "ca.pem"), "--only", "SEND-001")
        untrusted = judge(*target, "--only", "SEND-001")

    assert trusted.exit_code == 0, trusted.out + trusted.err
    assert untrusted.exit_code == 2
    assert "CERTIFICATE_VERIFY_FAILED" in untrusted.err
    assert len(untrusted.err.splitlines()) == 1


def test_a_file_that_holds_no_certificates_is_told_in_a_line(judge: Judge, tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    target = (*target_arguments("https://127.0.0.1:1"), "--ca-file", str(tmp_path / "ca.pem"))
    for run in (judge(*target), judge(*target, "--clean-up", "contract-")):
        assert run.exit_code == 2
        assert len(run.err.splitlines()) == 1


def test_dropped_connections_are_an_unreliable_target_and_no_violation(
    judge: Judge, tmp_path: Path
) -> None:
    report = tmp_path / "report.json"
    with serving(reference_app()) as port:
        line = Dropping(port, every=25)
        with line.running() as dropping_port:
            run = judge(
                *target_arguments(f"http://127.0.0.1:{dropping_port}"),
                *SOME,
                *("--only", "STORY-*", "--only", "PROP-cancel*"),
                *("--report-json", str(report), "--budget", "quick"),
            )

    told = json.loads(report.read_text())
    assert line.dropped > 5
    assert told["summary"]["failed"] == 0, run.out
    assert told["dropped_connections"] == line.dropped
    assert "UNRELIABLE TARGET" in run.out
    lost = [entry for entry in told["requirements"] if "unreliable" in entry["detail"]]
    assert run.exit_code == (2 if lost else 0)


def test_a_request_that_is_held_back_is_made_again_and_is_no_violation(judge: Judge) -> None:
    with serving(holding_back(reference_app(), every=10)) as port:
        run = judge(*target_arguments(f"http://127.0.0.1:{port}"), "--only", "CAN-*")

    assert run.exit_code == 0, run.out
    assert " passed; " in run.out, "nothing else became of them"
    assert "or 429" in run.out


def test_a_server_that_always_holds_back_gets_no_verdict(judge: Judge) -> None:
    with serving(holding_back(reference_app(), every=1)) as port:
        run = judge(*target_arguments(f"http://127.0.0.1:{port}"), "--only", "SEND-001")

    assert run.exit_code == 2
    assert "see --max-requests-per-second" in run.err
