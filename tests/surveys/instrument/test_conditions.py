"""Skip rules as records that have words: answers to questions instead of formulas."""

from surveys.instrument.conditions import (
    Answered,
    Chosen,
    Compared,
    Every,
    Formula,
    Rule,
    Some,
    condition_of,
)
from surveys.instrument.outline import outline_of
from tests.surveys.instrument.forms import form, nse

SURVEY = """
| survey  |
|         | type              | name  | label | calculation                                                | relevant |
|         | integer           | age   | Age   |                                                            |          |
|         | select_one yn     | work  | Work  |                                                            |          |
|         | select_one job    | job   | Job   |                                                            |          |
|         | select_multiple job | jobs | Jobs |                                                            |          |
|         | text              | why   | Why   |                                                            |          |
|         | calculate         | elig  |       | if(${age} >= 16 and ${work}='1', 1, 0)                     |          |
|         | calculate         | group |       | if(${job}='1' or ${job}='2', 1, if(${job}='3', 2, 3))      |          |
|         | calculate         | luck  |       | once(random())                                             |          |
|         | text              | last  | Last  |                                                            | %s |
| choices |
|         | list_name | name | label |
|         | yn  | 1 | Yes  |
|         | yn  | 0 | No   |
|         | job | 1 | Baker |
|         | job | 2 | Cook |
|         | job | 3 | Rider |
"""


def said(condition):
    """A condition in a short form."""
    if isinstance(condition, Chosen):
        codes = "".join(choice.name for choice in condition.choices)
        return f"{condition.question.name}{'≠' if condition.negated else '='}{codes}"
    if isinstance(condition, Compared):
        return f"{condition.question.name}{condition.operator}{condition.value}"
    if isinstance(condition, Answered):
        return f"{condition.question.name} {'blank' if condition.negated else 'answered'}"
    if isinstance(condition, Every):
        return f"({' & '.join(map(said, condition.parts))})"
    if isinstance(condition, Some):
        return f"({' | '.join(map(said, condition.parts))})"
    if isinstance(condition, Rule):
        return said(condition.part)
    return condition and f"formula {condition.text}"


def rule(text):
    questionnaire = form(SURVEY % text)
    return said(condition_of(questionnaire.question("last").relevant, questionnaire))


def test_comparisons_and_choices():
    assert rule("${age} > 15") == "age>15"
    assert rule("15 < ${age}") == "age>15"
    assert rule("${work} = '1'") == "work=1"
    assert rule("${work} != '1'") == "work≠1"
    assert rule("selected(${jobs}, '2')") == "jobs=2"
    assert rule("not(selected(${jobs}, '2') or selected(${jobs}, '3'))") == "jobs≠23"


def test_alternatives_of_one_question_are_one_list():
    assert rule("${job}='1' or ${job}='3'") == "job=13"
    assert rule("${job}='1' or ${work}='1'") == "(job=1 | work=1)"


def test_blank_answers():
    assert rule("${why} = ''") == "why blank"
    assert rule("string-length(${why}) > 0") == "why answered"
    assert rule("string-length(string(${age})) = 0") == "age blank"


def test_calculates_that_sort_answers_are_replaced_by_them():
    assert rule("${elig} = 1") == "(age>=16 & work=1)"
    assert rule("${elig} = 0") == "(age<16 | work≠1)"
    assert rule("${group} = 1") == "job=12"
    assert rule("${group} <= 2") == "job=123"
    assert rule("${group} = 3") == "(job≠12 & job≠3)"


def test_what_has_no_words_stays_a_formula():
    assert rule("${luck} > 0.5").startswith("formula")
    assert rule("${age} + 1 > 5").startswith("formula")
    assert condition_of("", nse()) is None
    assert isinstance(condition_of("1 +", nse()), Formula)


def test_the_outline_numbers_what_is_asked_and_marks_repeats():
    outline = outline_of(nse())
    numbered = [item.number for part in outline.sections for item in part.items if item.number]
    repeated = [
        item.question.name for part in outline.sections if part.repeated for item in part.items
    ]

    assert numbered == [str(number) for number in range(1, len(numbered) + 1)]
    assert repeated == ["dj_form", "dj_hours", "dj_income", "dj_insured"]
    main = next(part for part in outline.sections if part.labels.get("en") == "Main interview")
    assert said(main.condition).startswith("(a_consent=1 & a_age>=16")
    assert [part.level for part in outline.sections[:3]] == [1, 1, 2]


def test_a_rule_that_comes_again_is_told_once_and_named_by_a_letter():
    outline = outline_of(nse())
    ((letter, rule),) = outline.rules.items()
    assert (letter, len(rule.parts)) == ("A", 5)
    told = [part for section in outline.sections for part in (section, *section.blocks)]
    assert [part.rules for part in told if part.rules] == [("A",)]


def test_questions_in_a_row_with_one_condition_stand_together():
    blocks = [block for section in outline_of(nse()).sections for block in section.blocks]
    together = {tuple(item.question.name for item in block.items) for block in blocks}
    assert ("g_inj_type", "g_inj_days", "g_inj_payer") in together
    assert ("a_tls_days", "a_tls_sites") in together
