"""Judge your server in CI: start it, wait for it, run the suite, keep the reports, stop it.

python examples/conformance_in_ci.py http://127.0.0.1:8080 build/reports ./my-gateway --port 8080

SINCH_SERVICE_PLAN_ID and SINCH_SMS_API_TOKEN say who the suite is to your server. Ends with the
suite's own exit status: 0 conformant, 1 violated requirements, 2 couldn't be judged.
"""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import httpx


def wait_until_it_answers(base_url: str, server: subprocess.Popen[bytes]) -> None:
    """Any answer will do; give up when the server ends or says nothing for half a minute."""
    for _ in range(300):
        if server.poll() is not None:
            sys.exit(f"the server ended with {server.returncode} before it answered")
        try:
            httpx.get(base_url)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    sys.exit(f"no answer from {base_url}")


def main(base_url: str, reports: str, *command: str) -> int:
    folder = Path(reports)
    folder.mkdir(parents=True, exist_ok=True)
    server = subprocess.Popen(command)
    try:
        wait_until_it_answers(base_url, server)
        return subprocess.call(
            [
                *("sinch-batches", "conformance", "--base-url", base_url),
                *("--report-junit", folder / "conformance.xml"),
                *("--report-html", folder / "conformance.html"),
            ]
        )
    finally:
        server.terminate()
        server.wait(timeout=10)


if __name__ == "__main__":
    if len(sys.argv) < 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
