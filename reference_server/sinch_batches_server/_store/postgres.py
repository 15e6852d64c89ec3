"""Batches in a PostgreSQL database, which servers on any number of machines may share."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.types.numeric import Int8Dumper
from psycopg_pool import ConnectionPool

from . import tables
from .connection import Connection, Database
from .sql import SqlStore
from .store import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

_Result = TypeVar("_Result")

_READERS = 4
"""How many requests read at once; further ones take turns."""

PATIENCE_SECONDS = 1.0
"""How long a request waits for a connection, and for rows that others have locked."""

_WORDS = {"integer": "BIGINT", "as_table": "", "by_key": ""}
_NAME = "sinch-batches, version "
_FIRST_ALONE = "SELECT pg_advisory_xact_lock(7366264672)"
"""Servers that start together on an empty database make its tables one after another."""


@contextmanager
def available(what_fails: str) -> Iterator[None]:
    """Turn what psycopg raises into `Unavailable`; its messages don't show the password."""
    try:
        yield
    except psycopg.Error as error:
        reason = " ".join(str(error).split())
        raise Unavailable(f"{what_fails}: {type(error).__name__} {reason}") from error


@cache
def _translated(statement: str) -> str:
    """Write placeholders as psycopg does."""
    return re.sub(r":(\w+)", r"%(\1)s", statement).replace("?", "%s")


class Session(Connection):
    """A connection to the database.

    Args:
        connection: the connection of psycopg.

    """

    LOCKED: ClassVar[str] = "FOR UPDATE"
    UNLOCKED_ONLY: ClassVar[str] = "FOR UPDATE SKIP LOCKED"

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        self._connection = connection

    def query(
        self, statement: str, values: Sequence[Any] | Mapping[str, Any] = ()
    ) -> list[tuple[Any, ...]]:
        """Execute a statement and return its rows."""
        cursor = self._connection.execute(_translated(statement).encode(), values)
        return cursor.fetchall() if cursor.description else []

    def each(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Execute a statement with each of the rows."""
        with self._connection.cursor() as cursor:
            cursor.executemany(_translated(statement).encode(), rows)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read within: what others write meanwhile isn't seen."""
        with self._connection.transaction():
            self.query("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield


class PostgresDatabase(Database):
    """The database, by a few connections that requests share.

    Args:
        url: its address, as libpq reads it: `postgresql://…`.

    Raises:
        Unavailable: it can't be reached, or holds something else.

    """

    def __init__(self, url: str) -> None:
        parameters = _parameters(url)
        with available("can't use the database"):
            with psycopg.connect(**parameters, autocommit=True) as first:
                _configure(first)
                with first.transaction():
                    _prepare(Session(first))
            self._pool = ConnectionPool(
                kwargs={**parameters, "autocommit": True},
                min_size=1,
                max_size=_READERS + 1,
                timeout=PATIENCE_SECONDS,
                reconnect_timeout=2 * PATIENCE_SECONDS,
                configure=_configure,
                check=self._check_alive,
                open=True,
            )
        self._reading = ThreadPoolExecutor(_READERS, "batches-read")

    def _check_alive(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        try:
            ConnectionPool.check_connection(connection)
        except psycopg.OperationalError:
            # The database was started again: the pool would find out one connection a second.
            self._pool.check()
            raise

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Write within: all of it is safe at the end, or nothing if it raises."""
        with (
            available("can't write"),
            self._pool.connection() as connection,
            connection.transaction(),
        ):
            yield Session(connection)

    async def glance(self, read: Callable[[Connection], _Result]) -> _Result:
        """Read in a thread."""
        return await self.read(read)

    async def read(self, read: Callable[[Connection], _Result]) -> _Result:
        """Read in a thread."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(2 * PATIENCE_SECONDS):
                return await loop.run_in_executor(self._reading, self._read, read)
        except TimeoutError:
            raise Unavailable("can't read: others wait for the database as well") from None

    def _read(self, read: Callable[[Connection], _Result]) -> _Result:
        with available("can't read"), self._pool.connection() as connection:
            return read(Session(connection))

    def close(self) -> None:
        """Let go of all connections."""
        self._reading.shutdown(cancel_futures=True)
        self._pool.close(timeout=PATIENCE_SECONDS)


class PostgresStore(SqlStore):
    """A store in a PostgreSQL database.

    Args:
        url: its address, as libpq reads it: `postgresql://…`; what it leaves out is taken from
            libpq's variables, such as `PGPASSWORD`.

    Raises:
        Unavailable: the database can't be reached, or isn't such a store.

    """

    def __init__(self, url: str) -> None:
        super().__init__(PostgresDatabase(url))


def _parameters(url: str) -> dict[str, Any]:
    """Read a URL; what it doesn't say is such that a machine that is gone is soon noticed.

    Raises:
        Unavailable: it can't be read.

    """
    noticed = {"connect_timeout": 5, "keepalives_idle": 5, "keepalives_interval": 2}
    try:
        return {**noticed, "keepalives_count": 3, **conninfo_to_dict(url)}
    except psycopg.Error:
        # libpq's own words may show the password.
        raise Unavailable("can't use the database: its URL isn't one of PostgreSQL") from None


def _configure(connection: psycopg.Connection[tuple[Any, ...]]) -> None:
    # Of one size, whatever their value: each statement is then prepared once.
    connection.adapters.register_dumper(int, Int8Dumper)
    wait = round(PATIENCE_SECONDS * 1000)
    settings = {
        "lock_timeout": wait,
        "statement_timeout": 2 * wait,
        # A server that stops in the middle of a transaction mustn't hold up the others for long.
        "idle_in_transaction_session_timeout": 2 * wait,
        "default_transaction_isolation": "read committed",
    }
    for name, value in settings.items():
        connection.execute("SELECT set_config(%s, %s, false)", (name, str(value)))


def _prepare(session: Session) -> None:
    """Make the tables if there are none.

    Raises:
        psycopg.DataError: the database holds something else.

    """
    session.query(_FIRST_ALONE)
    [(found, name)] = session.query(
        "SELECT to_regclass('batch') IS NOT NULL, obj_description(to_regclass('batch'), 'pg_class')"
    )
    if not found:
        tables.make(session, _WORDS)
        session.query(f"COMMENT ON TABLE batch IS '{_NAME}{tables.VERSION}'")
    elif name != f"{_NAME}{tables.VERSION}":
        raise psycopg.DataError("its table 'batch' holds other data, or that of another version")
