"""Marks: how numbers are read, how answers are judged, what a quiz as a whole gives."""

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.grading import (
    AnswerError,
    Item,
    KnownError,
    NumberError,
    Option,
    Sheet,
    blank_sheet,
    given_answers,
    item_from_json,
    item_problems,
    item_to_json,
    mark,
    marked_sheet,
    read_number,
)


def words(text):
    return {"en": text}


ANNUITY = Item(
    "numeric",
    words("What is the annuity?"),
    value=Decimal("15.32"),
    tolerance=Decimal("0.01"),
    known_errors=(
        KnownError(Decimal("14.88"), Decimal("0.01"), words("You used payments in arrears.")),
    ),
    feedback_right=words("Well done."),
    feedback_wrong=words("Begin with d."),
    explanation=words("15.323799"),
)
RATE = Item(
    "single_choice",
    words("Which rate?"),
    options=(
        Option(words("18 %"), False, words("This takes off 10 %.")),
        Option(words("20 %"), True, words("The product.")),
        Option(words("25 %"), False),
    ),
    feedback_wrong=words("Multiply."),
)
DEMOGRAPHIC = Item(
    "multiple_choice",
    words("Which are demographic?"),
    options=(
        Option(words("survival"), True),
        Option(words("density"), False, words("Density is behaviour.")),
        Option(words("births"), True),
    ),
)
SURPLUS = Item("true_false", words("Sustainable?"), options=(Option({}, False), Option({}, True)))
QUIZ = [ANNUITY, RATE, SURPLUS]
RIGHT = {0: ["15.32"], 1: ["1"], 2: ["1"]}


class TestReadingNumbers:
    @pytest.mark.parametrize(
        ("typed", "number"),
        [
            ("15.32", "15.32"),
            ("15,32", "15.32"),
            ("  15.32 ", "15.32"),
            ("１５．３２", "15.32"),
            ("１５，３２", "15.32"),
            ("15。32", "15.32"),
            (".704", "0.704"),
            (",704", "0.704"),
            ("0,123", "0.123"),
            ("5.", "5"),
            ("-2.5", "-2.5"),
            ("−2.5", "-2.5"),
            ("+2.5", "2.5"),
            ("183,885.59", "183885.59"),
            ("183.885,59", "183885.59"),
            ("183 885.59", "183885.59"),
            ("183\u202f885,59", "183885.59"),
            ("183'885.59", "183885.59"),
            ("1,234,567", "1234567"),
            ("1.234.567", "1234567"),
            ("1.234", "1.234"),
            ("1234,567", "1234.567"),
            ("007", "7"),
        ],
    )
    def test_every_habit_of_writing_is_understood(self, typed, number):
        assert read_number(typed) == Decimal(number)

    @pytest.mark.parametrize(
        ("typed", "units", "number"),
        [
            ("20 %", ["%"], "20"),
            ("20％", ["%"], "20"),
            ("20", ["%"], "20"),
            ("12000 yuan", ["yuan", "元"], "12000"),
            ("12000元", ["yuan", "元"], "12000"),
            ("12000 YUAN", ["yuan"], "12000"),
        ],
    )
    def test_the_unit_may_be_typed_or_left_out(self, typed, units, number):
        assert read_number(typed, units) == Decimal(number)

    @pytest.mark.parametrize(
        ("typed", "code"),
        [
            ("1,234", "two_readings"),
            ("183,886", "two_readings"),
            ("nan", "not_a_number"),
            ("inf", "not_a_number"),
            ("-Infinity", "not_a_number"),
            ("1e999999999", "not_a_number"),
            ("15.32 %", "not_a_number"),
            ("fifteen", "not_a_number"),
            ("1.2.3", "not_a_number"),
            ("12,34,56", "not_a_number"),
            ("--5", "not_a_number"),
            (".", "not_a_number"),
            ("", "not_a_number"),
            ("½", "not_a_number"),
            ("٣", "not_a_number"),
            ("<script>", "not_a_number"),
            ("9" * 41, "too_long"),
        ],
    )
    def test_what_is_not_one_number_is_refused_with_the_reason(self, typed, code):
        with pytest.raises(NumberError) as error:
            read_number(typed)
        assert error.value.code == code

    @given(st.text(max_size=60))
    def test_no_text_does_worse_than_be_refused(self, text):
        with suppress(NumberError):
            assert read_number(text).is_finite()

    @given(
        st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-1e9, max_value=1e9)
    )
    def test_a_written_number_is_read_back_with_point_or_comma(self, number):
        assert read_number(f"{number:f}") == number
        assert read_number(f"{number:f}".replace(".", ",")) == number


class TestMarkingOneAnswer:
    @pytest.mark.parametrize("typed", ["15.32", "15.33", "15.31", "15,323799"])
    def test_a_number_within_the_tolerance_is_right(self, typed):
        outcome = mark(ANNUITY, [typed])
        assert outcome.correct
        assert outcome.feedback == (words("Well done."), words("15.323799"))

    def test_a_known_wrong_number_is_told_its_mistake(self):
        outcome = mark(ANNUITY, ["14.877"])
        assert (outcome.score, outcome.feedback) == (0, (words("You used payments in arrears."),))

    def test_another_wrong_number_gets_the_hint_and_no_explanation(self):
        outcome = mark(ANNUITY, ["15.34"])
        assert (outcome.score, outcome.feedback) == (0, (words("Begin with d."),))

    def test_the_right_option_is_right_and_commented(self):
        assert mark(RATE, ["1"]).feedback == (words("The product."),)
        assert mark(RATE, ["1"]).correct

    def test_a_wrong_option_gets_its_own_words_or_else_the_hint(self):
        assert mark(RATE, ["0"]).feedback == (words("This takes off 10 %."),)
        assert mark(RATE, ["2"]).feedback == (words("Multiply."),)

    def test_several_options_count_only_together(self):
        assert mark(DEMOGRAPHIC, ["0", "2"]).correct
        assert mark(DEMOGRAPHIC, ["2", "0"]).correct
        assert not mark(DEMOGRAPHIC, ["0"]).correct
        wrong = mark(DEMOGRAPHIC, ["0", "1", "2"])
        assert (wrong.score, wrong.feedback) == (0, (words("Density is behaviour."),))

    def test_the_second_option_of_a_statement_is_false(self):
        assert mark(SURPLUS, ["1"]).correct
        assert not mark(SURPLUS, ["0"]).correct

    @pytest.mark.parametrize("item", [ANNUITY, RATE, DEMOGRAPHIC, SURPLUS])
    @pytest.mark.parametrize("nothing", [[], [""], ["  ", "\u3000"]])
    def test_blank_is_not_answered(self, item, nothing):
        with pytest.raises(AnswerError) as error:
            mark(item, nothing)
        assert error.value.code == "unanswered"

    @pytest.mark.parametrize("hostile", [["3"], ["-1"], ["0", "1"], ["True"], ["x" * 10_000]])
    def test_what_no_option_is_is_refused(self, hostile):
        with pytest.raises(AnswerError) as error:
            mark(RATE, hostile)
        assert error.value.code == "unknown_option"


class TestSheet:
    def test_all_right(self):
        sheet = marked_sheet(QUIZ, 70, RIGHT)
        assert (sheet.score, sheet.max_score, sheet.passed) == (3, 3, True)

    def test_two_of_three_are_not_seventy_per_cent(self):
        sheet = marked_sheet(QUIZ, 70, {**RIGHT, 0: ["14.88"]})
        assert (sheet.score, sheet.needed, sheet.marked, sheet.passed) == (2, 3, True, False)

    @pytest.mark.parametrize(
        ("questions", "pass_mark", "needed"),
        [(5, 70, 4), (5, 60, 3), (3, 67, 3), (3, 66, 2), (1, 1, 1), (10, 70, 7), (7, 100, 7)],
    )
    def test_the_pass_mark_is_rounded_up_to_whole_questions(self, questions, pass_mark, needed):
        assert blank_sheet([RATE] * questions, pass_mark).needed == needed

    def test_all_problems_come_at_once_nothing_is_marked_and_nothing_typed_is_lost(self):
        sheet = marked_sheet(QUIZ, 70, {0: ["1,234"], 1: ["1"]})
        assert [slot.problem for slot in sheet.slots] == ["two_readings", "", "unanswered"]
        assert [slot.given for slot in sheet.slots] == [("1,234",), ("1",), ()]
        assert [slot.outcome for slot in sheet.slots] == [None, None, None]
        assert (sheet.marked, sheet.passed, sheet.score) == (False, False, 0)

    def test_answers_to_questions_that_are_not_there_are_ignored(self):
        assert marked_sheet(QUIZ, 70, {**RIGHT, 7: ["1"]}).score == 3

    def test_a_quiz_without_questions_is_never_passed(self):
        assert not marked_sheet([], 70, {}).passed

    def test_an_earlier_try_may_have_passed(self):
        sheet = marked_sheet(QUIZ, 70, {**RIGHT, 2: ["0"]})
        assert Sheet(sheet.slots, 70, best=3).passed_before
        assert not Sheet(sheet.slots, 70, best=2).passed_before
        assert not sheet.passed_before

    @given(
        st.dictionaries(
            st.integers(min_value=-3, max_value=9), st.lists(st.text(max_size=12), max_size=4)
        )
    )
    def test_whatever_is_sent_the_score_stays_in_bounds(self, hostile):
        sheet = marked_sheet(QUIZ, 70, hostile)
        assert 0 <= sheet.score <= sheet.max_score == 3


class TestGivenAnswers:
    def test_only_answers_are_taken_from_a_form(self):
        fields = [
            ("csrfmiddlewaretoken", ["x"]),
            ("quiz", ["1"]),
            ("answer-0", ["15.32"]),
            ("answer-1", ["0", "2"]),
            ("answer-", ["1"]),
            ("answer--1", ["1"]),
            ("answer-²", ["1"]),
            ("answer-99999999999999999999", ["1"]),
        ]
        assert given_answers(fields) == {0: ("15.32",), 1: ("0", "2")}

    def test_huge_answers_are_cut_and_stay_too_long(self):
        answers = given_answers([("answer-0", ["9" * 1_000_000] * 1000)])
        assert (len(answers[0]), len(answers[0][0])) == (50, 200)
        assert marked_sheet([ANNUITY], 70, answers).slots[0].problem == "too_long"

    def test_characters_that_no_database_stores_are_left_out(self):
        assert given_answers([("answer-0", ["1\x005"])]) == {0: ("15",)}


class TestStoring:
    @pytest.mark.parametrize("item", [ANNUITY, RATE, DEMOGRAPHIC, SURPLUS])
    def test_a_question_comes_back_as_it_was_stored(self, item):
        assert item_from_json(item.type, *item_to_json(item)) == item

    def test_what_is_shown_does_not_hold_the_key(self):
        body, key = item_to_json(RATE)
        assert body == {
            "stem": words("Which rate?"),
            "options": [words("18 %"), words("20 %"), words("25 %")],
            "unit": {},
        }
        assert key["correct"] == [1]

    def test_equal_numbers_are_stored_alike(self):
        def stored(number):
            return item_to_json(Item("numeric", words("?"), value=Decimal(number)))

        assert stored("15.3200") == stored("15.32")
        assert stored("0.00")[1]["value"] == "0"
        assert stored("1000")[1]["value"] == "1000"


class TestProblemsOfAQuestion:
    @pytest.mark.parametrize("item", [ANNUITY, RATE, DEMOGRAPHIC, SURPLUS])
    def test_a_sound_question_has_none(self, item):
        assert item_problems(item) == ()

    @pytest.mark.parametrize(
        ("item", "fields", "code"),
        [
            (RATE, {"stem": {}}, "no_stem"),
            (RATE, {"options": RATE.options[1:2]}, "too_few_options"),
            (RATE, {"options": RATE.options[::2]}, "no_right_option"),
            (RATE, {"options": RATE.options * 2}, "several_right_options"),
            (DEMOGRAPHIC, {"options": DEMOGRAPHIC.options[::2]}, "all_options_right"),
            (ANNUITY, {"value": None}, "no_value"),
            (ANNUITY, {"tolerance": Decimal(-1)}, "negative_tolerance"),
            (ANNUITY, {"tolerance": Decimal(1)}, "known_error_is_right"),
        ],
    )
    def test_an_unsound_one_is_named(self, item, fields, code):
        assert item_problems(replace(item, **fields)) == (code,)

    def test_all_are_told_at_once(self):
        assert item_problems(Item("single_choice", {})) == (
            "no_stem",
            "too_few_options",
            "no_right_option",
        )
