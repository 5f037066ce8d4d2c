"""Back-checks: who is drawn, and when two answers are the same."""

import pytest

from surveys.collection.back_checks import Pair, agreement, draw, is_same
from surveys.instrument.nodes import Question

GROUPS = {"li": range(1, 11), "wang": range(11, 14)}


def test_each_interviewer_has_the_share_and_one_at_least():
    drawn = draw(GROUPS, 0.2, seed=7)
    assert sum(each <= 10 for each in drawn) == 2
    assert sum(each > 10 for each in drawn) == 1


def test_the_same_seed_draws_the_same_and_groups_do_not_disturb_each_other():
    assert draw(GROUPS, 0.2, seed=7) == draw(dict(reversed(GROUPS.items())), 0.2, seed=7)
    assert len({tuple(draw(GROUPS, 0.2, seed=seed)) for seed in range(20)}) > 10
    alone = draw({"li": range(1, 11)}, 0.2, seed=7)
    assert [each for each in draw(GROUPS, 0.2, seed=7) if each <= 10] == alone


def test_all_can_be_drawn():
    assert draw(GROUPS, 1.0, seed=1) == list(range(1, 14))


@pytest.mark.parametrize(
    ("kind", "data_type", "first", "second", "same"),
    [
        ("select_one", "string", "1", "2", False),
        ("select_multiple", "string", "1 2", "2 1", True),
        ("select_multiple", "string", "1 2", "1", False),
        ("decimal", "decimal", "4.0", "4", True),
        ("integer", "int", "four", "4", False),
        ("text", "string", "Li  Wei", "li wei", True),
    ],
)
def test_answers_are_compared_by_what_they_mean(kind, data_type, first, second, same):
    assert is_same(Question("/d/q", "q", kind, data_type), first, second) is same


def test_rates_by_question_and_interviewer():
    questions = {
        name: Question(f"/d/{name}", name, "select_one") for name in ("sex", "born", "note")
    }
    pairs = [
        Pair("li", {"sex": "1", "born": "90"}, {"sex": "1", "born": "91"}),
        Pair("wang", {"sex": "2", "born": "80"}, {"sex": "2", "born": None}),
    ]
    found = agreement(pairs, questions)
    assert found.questions["sex"].share == 2 / 2
    assert found.questions["born"].share == 0 / 2
    assert "note" not in found.questions
    assert found.interviewers["li"].share == 1 / 2
    assert (found.total.same, found.total.compared) == (2, 4)
