"""The tables of the log, and how its file is opened.

A row's canonical bytes are put together from its time, its facet and what it says, so nothing is there twice and could
differ. Rows are numbered in one column by chain and place: a chain lies together, and pages need one index.
"""

import logging
import os
from pathlib import Path
import sqlite3
from typing import Any

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    create_engine,
    event,
    literal_column,
    text,
)
from sqlalchemy.exc import DatabaseError, SQLAlchemyError
from sqlalchemy.pool import NullPool
from sqlalchemy.sql.elements import ColumnElement

NAME = "dropcam_privacy_log.db"
_VERSION = 1
_BUSY_SECONDS = 5
_PLACE_BITS = 40
_LOGGING_NAME = "dropcam_privacy"
_METADATA = MetaData()


def _has(said: bytes) -> str:
    """Write in SQL that a row says this: its JSON is canonical, and in no string a quotation mark stands bare."""
    return f"instr(said, X'{said.hex()}') > 0"


_SEVERAL_TIMES = f"{_has(b'"times":')} AND NOT ({_has(b'"times":1}')} OR {_has(b'"times":1,')})"
COUNTED_OTHERWISE = text(f"({_has(b'"pictures":0,')} OR ({_SEVERAL_TIMES}))")
"""Of which rows what they tell did not happen just once."""
MORE_THAN_ONCE: ColumnElement[int] = literal_column(
    f"CASE WHEN {_has(b'"times":')}"
    f" THEN max(CAST(substr(CAST(said AS TEXT), instr(said, X'{b'"times":'.hex()}') + 8, 15) AS INTEGER), 1) - 1"
    " ELSE -1 END",
    Integer,
)
"""How many times more than once: once less where nothing was seen."""

CHAINS = Table(
    "chains",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("account", String, nullable=False),
    Column("book", String, nullable=False),
    Column("key", LargeBinary, nullable=False),
    Column("anchor", Integer, nullable=False),
    Column("anchor_hash", LargeBinary, nullable=False),
    Column("head", Integer, nullable=False),
    Column("head_hash", LargeBinary, nullable=False),
    Column("bytes", Integer, nullable=False),
    UniqueConstraint("account", "book"),
)
FACETS = Table(
    "facets",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("chain", Integer, nullable=False),
    Column("event", String, nullable=False),
    Column("camera", String),
    Column("person", String),
    Index("facets_of_chain", "chain"),
)
ROWS = Table(
    "rows",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("facet", Integer, nullable=False),
    Column("said", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Index("rows_by_facet", "facet", "at"),
    Index("rows_counted_otherwise", "facet", "at", sqlite_where=COUNTED_OTHERWISE),
)
RUNNING = Table(
    "running",
    _METADATA,
    Column("id", Integer, primary_key=True),
    Column("entry", LargeBinary, nullable=False),
)
KEPT = Table(
    "kept",
    _METADATA,
    Column("account", String, primary_key=True),
    Column("days", Integer, nullable=False),
)


class LogFailed(Exception):
    """The log could not be read or written; it holds what it held."""


class LogDamaged(LogFailed):
    """The file of the log is not one, or is one of a newer version."""


def row_id(chain: int, number: int) -> int:
    """Return where the row of a number stands in a chain."""
    return chain << _PLACE_BITS | number


def number_of(row: int) -> int:
    """Return the number of a row in its chain."""
    return row & (1 << _PLACE_BITS) - 1


def failed(err: Exception) -> LogFailed:
    """Return what an error of the database means. It names neither rows nor paths."""
    origin = err.orig if isinstance(err, DatabaseError) else err
    if isinstance(origin, sqlite3.Error):
        code = getattr(origin, "sqlite_errorcode", 0) & 0xFF
        name = getattr(origin, "sqlite_errorname", "unknown")
        damaged = code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        return LogDamaged(name) if damaged or name == "unknown" else LogFailed(name)
    if isinstance(origin, OSError):
        return LogFailed(origin.strerror or "unknown")
    return LogFailed(type(origin).__name__)


ERRORS = (SQLAlchemyError, sqlite3.Error, OSError)


def open_engine(path: Path) -> Engine:
    """Open the file, or make it: for the user that Home Assistant runs as alone. Raises LogFailed."""
    try:
        # At debug level SQLAlchemy would say in Home Assistant's log what is written and read here.
        logging.getLogger(f"sqlalchemy.engine.Engine.{_LOGGING_NAME}").setLevel(logging.WARNING)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600))
        engine = create_engine(
            URL.create("sqlite", database=str(path)),
            poolclass=NullPool,
            hide_parameters=True,
            logging_name=_LOGGING_NAME,
            connect_args={"timeout": _BUSY_SECONDS, "isolation_level": None, "check_same_thread": False},
        )
        event.listen(engine, "connect", _connected)
        event.listen(engine, "begin", _begun)
        with engine.begin() as connection:
            version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
            if version > _VERSION:
                raise LogDamaged("newer")
            _METADATA.create_all(connection)
            for index in ROWS.indexes:  # of a file that is older than one of them
                index.create(connection, checkfirst=True)
            connection.exec_driver_sql(f"PRAGMA user_version = {_VERSION}")
    except ERRORS as err:
        raise failed(err) from err
    return engine


def _connected(connection: sqlite3.Connection, _: Any) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = FULL", "cell_size_check = ON", "journal_size_limit = 16777216"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begun(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def put_aside(path: Path) -> None:
    """Move a file that cannot be read out of the way, and what belongs to it. Raises LogFailed."""
    try:
        for ending in ("-wal", "-shm", ""):
            part = path.with_name(path.name + ending)
            if part.exists():
                part.replace(path.with_name(f"{path.name}.damaged{ending}"))
    except OSError as err:
        raise failed(err) from err
