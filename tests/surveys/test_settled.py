"""What is read in the order of time stops before a transaction that is still open."""

import psycopg

from surveys.queries.settled import OLDEST_WRITER
from tests.postgres import cluster


def oldest(connection):
    return connection.execute(OLDEST_WRITER).fetchone()[0]


def test_postgresql_tells_when_the_oldest_writer_began():
    with (
        cluster() as database,
        psycopg.connect(address := database("settled"), autocommit=True) as reader,
    ):
        reader.execute("CREATE TABLE answer (n integer)")
        assert oldest(reader) is None
        with psycopg.connect(address) as writer:
            writer.execute("SELECT 1")
            assert oldest(reader) is None
            writer.execute("INSERT INTO answer VALUES (1)")
            began = writer.execute("SELECT now()").fetchone()[0]
            assert oldest(reader) == began
            writer.commit()
            assert oldest(reader) is None
