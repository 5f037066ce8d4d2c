"""Every question that can be asked has a rule, and no rule is left over."""

from surveys.simulation.answers import RULES

ASKED = {"integer", "decimal", "text", "select_one", "select_multiple", "geopoint"}
OF_PEER_REFERRAL = {"a_coupon", "a_degree"}
"""Asked only of persons recruited by other respondents, of whom there are none."""


def test_rules_and_questions_match(questionnaire):
    questions = questionnaire.questions.values()
    asked = {question.name for question in questions if question.kind in ASKED}
    assert RULES.keys() == asked - OF_PEER_REFERRAL
