"""Secrets of addresses stay out of the log."""

import logging

from portal.logs import WithoutCollectorKeys


def test_a_collector_key_is_not_logged():
    record = logging.makeLogRecord(
        {"msg": "Not Found: %s", "args": ("/collect/key/Abc-123_x/submission",)}
    )
    assert WithoutCollectorKeys().filter(record)
    assert record.getMessage() == "Not Found: /collect/key/…/submission"


def test_other_lines_stay_as_they_are():
    record = logging.makeLogRecord({"msg": "100 %s", "args": ("% done",)})
    WithoutCollectorKeys().filter(record)
    assert record.getMessage() == "100 % done"
