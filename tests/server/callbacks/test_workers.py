"""Several processes on one database, as `--workers` starts them."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import httpx

from .conftest import Clock, Server

if TYPE_CHECKING:
    from pathlib import Path

    from .conftest import Receiver

SERVE = "import sys; from sinch_batches_server._cli import main; sys.exit(main(sys.argv[1:]))"


def test_workers_on_one_database_send_each_report_once(receiver: Receiver, tmp_path: Path) -> None:
    options = ["--port", "0", "--service-plan-id", "p", "--api-token", "t", "--log-level", "error"]
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, *options, "--workers", "2", "--database", tmp_path / "b.db"],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout
            url = f"{process.stdout.readline().strip()}/xms/v1/p"
            # A connection of its own for each batch, so that both workers get some.
            headers = {"Authorization": "Bearer t", "Connection": "close"}
            with httpx.Client(base_url=url, headers=headers, timeout=60) as client:
                server = Server(receiver, client, Clock(0))
                batches = {server.send()["id"] for _ in range(30)}
                assert {report["batch_id"] for report in receiver.reports(30)} == batches
                server.marker()
        finally:
            process.terminate()
