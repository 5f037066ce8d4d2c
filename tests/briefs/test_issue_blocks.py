"""What monitor issues refuse."""

from datetime import date

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError

from briefs.blocks.issues import MonitorEntryBlock
from tests.briefs.makers_records import make_source

pytestmark = pytest.mark.django_db


def entry_of(year):
    block = MonitorEntryBlock()
    entry = {"date": date(year, 1, 1), "precision": "day", "title": "T", "text": "<p>x</p>"}
    return block.to_python({**entry, "source": make_source().pk})


@pytest.mark.parametrize("year", [202, 2999])
def test_a_year_that_cannot_be_meant_is_refused_at_the_date(year):
    with pytest.raises(StructBlockValidationError) as refused:
        MonitorEntryBlock().clean(entry_of(year))
    assert list(refused.value.block_errors) == ["date"]


def test_other_years_are_taken():
    assert MonitorEntryBlock().clean(entry_of(2020))["date"] == date(2020, 1, 1)
