"""Questions, answers and marks as plain records: no database, no web, no language."""

from courses.grading.given import Given, given_answers
from courses.grading.items import Item, KnownError, Option, item_from_json, item_to_json
from courses.grading.marking import AnswerError, Outcome, mark
from courses.grading.numbers import NumberError, read_number
from courses.grading.problems import item_problems
from courses.grading.sheets import Sheet, Slot, blank_sheet, marked_sheet

__all__ = [
    "AnswerError",
    "Given",
    "Item",
    "KnownError",
    "NumberError",
    "Option",
    "Outcome",
    "Sheet",
    "Slot",
    "blank_sheet",
    "given_answers",
    "item_from_json",
    "item_problems",
    "item_to_json",
    "mark",
    "marked_sheet",
    "read_number",
]
