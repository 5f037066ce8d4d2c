"""The researcher weights the answers in the admin: sees what a plan does, mends it, keeps it."""

import csv
import io

import pytest
from django.utils.html import escape
from wagtail.users.models import UserProfile

from surveys.queries import current_plan
from surveys.services.weighing import opened
from tests.surveys.makers_answers import PLAN, REST, STEPS, TOTALS
from tests.surveys.weighting_page import ADDRESS, codes, send


def test_the_survey_s_page_leads_here(client, researcher, survey):
    assert ADDRESS in client.get("/admin/surveys/work/").content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["Effective sample size", "Pension,\N{NO-BREAK SPACE}%"]),
        ("zh-hans", ["有效样本量", "养老保险"]),
    ],
)
def test_the_page_opens_with_the_kept_plan_and_what_it_does(
    client, researcher, answered, language, words
):
    UserProfile.objects.create(user=researcher, preferred_language=language)
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    form, comparison = answer.context["form"], answer.context["comparison"]
    assert form["steps"].value() == STEPS
    (step,) = answer.context["forms"].steps
    assert (step.kind, step["margins"].value()) == ("rake", ["sex", "area"])
    assert [name for name, _words in step.fields["margins"].choices] == ["area", "sex"]
    assert form["totals"].value().count("[control_totals.") == 2
    assert comparison.first.last.total == pytest.approx(1000)
    assert comparison.trials[1].last.total == pytest.approx(390)
    page = answer.content.decode()
    assert all(word in page for word in words)
    assert page.count("<svg") >= 2
    assert "Missing" not in page


def test_a_changed_plan_is_tried_and_nothing_is_stored(client, researcher, answered):
    answer = send(client, steps=STEPS.replace('"sex", ', ""))
    assert answer.status_code == 200
    assert [each.name for each in answer.context["comparison"].first.reached] == ["area"]
    assert answered.plans.get().text == PLAN


def test_a_plan_is_compared_with_a_kept_one(client, researcher, answered):
    kept = str(answered.plans.get().pk)
    answer = send(client, steps=STEPS.replace('"sex", ', ""), against=kept)
    first, second = answer.context["comparison"].trials
    assert [len(each.reached) for each in (first, second)] == [1, 2]
    assert answer.context["comparison"].differences[0].change != 0
    # Beside itself a plan is shown once.
    assert len(send(client, against=kept).context["comparison"].trials) == 1
    assert len(send(client, against="").context["comparison"].trials) == 1


def test_a_plan_is_kept_with_its_person(client, researcher, answered):
    first = answered.plans.get()
    answer = send(client, "keep", steps=STEPS.replace('"sex", ', ""), follow=True)
    assert answer.status_code == 302
    plan = current_plan(answered)
    assert (plan.kept_by, answered.plans.count()) == (researcher, 2)
    assert plan.kept_at > first.kept_at
    # Stored control totals are not repeated in the plan.
    assert "control_totals" not in plan.text
    assert str(researcher) in client.get(ADDRESS).content.decode()


def test_control_totals_of_one_s_own_are_kept_in_the_plan(client, researcher, answered):
    own = (
        opened(answered, current_plan(answered)).totals.replace("600", "550").replace("400", "450")
    )
    send(client, "keep", totals=own)
    text = current_plan(answered).text
    assert "[control_totals.sex]" in text
    assert "[control_totals.area]" not in text
    assert send(client).context["comparison"].first.reached[0].levels[0].target == 550


def test_the_same_plan_is_not_kept_twice_and_an_old_one_can_be_taken_back(
    client, researcher, answered
):
    send(client, "keep")
    assert answered.plans.get().text == PLAN
    send(client, "keep", steps="")
    assert answered.plans.count() == 2
    send(client, "keep", steps=STEPS, rest=REST)
    assert (current_plan(answered).text, answered.plans.count()) == (PLAN, 2)


def test_the_weights_can_be_taken_away(client, researcher, answered):
    answer = send(client, "download")
    assert answer["Content-Disposition"] == 'attachment; filename="work-weights.csv"'
    rows = list(csv.DictReader(io.StringIO(answer.content.decode())))
    assert len(rows) == 40
    assert sum(float(row["weight"]) for row in rows) == pytest.approx(1000)
    assert float(rows[-1]["weight"]) == 0


TROUBLE = {
    "broken TOML": ({"steps": "[[weighting.steps"}, {"not_toml"}),
    "broken in two texts": ({"steps": "[[", "rest": "a ="}, {"not_toml"}),
    "twice the same table": ({"totals": "[design]"}, {"not_toml"}),
    "unknown margin": ({"steps": STEPS.replace('"sex"', '"sexx"')}, {"unknown_margin"}),
    "unknown column": (
        {"steps": '[[weighting.steps]]\nkind = "nonresponse_classes"\nby = ["town"]\n' + STEPS},
        {"unknown_variable"},
    ),
    "level without target": (
        {"totals": '[control_totals.sex]\nvariables = ["unit_sex"]\ntotals = { F = 1000 }\n'
         'source = "x"\ndate = "2021-01-01"\nquality = "official"'},
        {"level_without_target", "empty_cell"},
    ),
    "different sums": (
        {"totals": '[control_totals.sex]\nvariables = ["unit_sex"]\ntotals = { F = 1, M = 1 }\n'
         'source = "x"\ndate = "2021-01-01"\nquality = "official"'},
        {"margin_totals_differ"},
    ),
    "infeasible bounds": (
        {"steps": STEPS.replace("rake", "calibrate") + '\ndistance = "linear"\nbounds = [0.9, 1.1]'},
        {"bounds_infeasible"},
    ),
    "trimming impossible": (
        {"steps": STEPS + '\n\n[[weighting.steps]]\nkind = "trim"\nupper = 20\nmargins = ["sex"]'},
        {"trim_impossible"},
    ),
    "no design": ({"rest": REST.replace("[design]", "[report]")}, {"unknown_key", "design_missing"}),
}  # fmt: skip


BY_BUTTON = [*(("show", each) for each in TROUBLE), ("keep", "unknown margin")]


@pytest.mark.parametrize(("button", "trouble"), [*BY_BUTTON, ("download", "trimming impossible")])
def test_a_fault_is_told_and_nothing_typed_is_lost(client, researcher, answered, trouble, button):
    changes, expected = TROUBLE[trouble]
    answer = send(client, button, **changes)
    assert answer.status_code == 422
    assert set(codes(answer)) & expected
    assert answered.plans.count() == 1
    page = answer.content.decode()
    for problem in answer.context["problems"]:
        assert escape(problem.found) in page
    texts = answer.context["edited"]
    for name, typed in changes.items():
        assert typed == texts.values[name] or typed in texts.text


def test_all_faults_are_told_at_once(client, researcher, answered):
    steps = STEPS.replace('"sex"', '"sexx"') + '\n\n[[weighting.steps]]\nkind = "trimm"'
    answer = send(client, steps=steps, rest=REST.replace("f_pension", "f_penson"))
    assert {"unknown_margin", "unknown_step"} <= set(codes(answer))


def test_the_steps_before_one_that_cannot_be_done_are_shown(client, researcher, answered):
    answer = send(client, "download", **TROUBLE["trimming impossible"][0])
    assert answer.status_code == 422
    assert answer.context["comparison"].first.last.kind == "rake"
    assert "the steps before the one" in answer.content.decode()


def test_a_plan_that_is_not_there_is_told(client, researcher, answered):
    answer = send(client, against="x")
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"against"}


def test_an_empty_plan_has_base_weights(client, researcher, answered):
    answer = send(client, steps="")
    assert answer.status_code == 200
    assert answer.context["comparison"].first.last.kind == "base"
    assert [each.code for each in answer.context["comparison"].first.warnings] == [
        "nonrespondent_not_spread"
    ]


class TestWithoutAnswers:
    def test_the_page_says_so_and_the_plan_can_be_kept(self, client, researcher, survey):
        answer = client.get(ADDRESS)
        assert answer.status_code == 200
        assert "nothing_approved" in codes(answer)
        answer = send(client, "keep", steps=STEPS, rest=REST, totals=_totals_text())
        assert answer.status_code == 302
        assert current_plan(survey).kept_by == researcher

    def test_a_wrong_plan_is_not_kept(self, client, researcher, survey):
        answer = send(client, "keep", steps=STEPS, rest=REST)
        assert answer.status_code == 422
        assert set(codes(answer)) == {"nothing_approved", "unknown_margin"}
        assert not survey.plans.exists()


def _totals_text():
    from surveys.plans.sections import totals_text

    return "\n\n".join(totals_text(name, table) for name, table in TOTALS.items())


def test_others_do_not_find_the_page(client, person, survey):
    for role in ("auditor", "editor", "interviewer"):
        client.force_login(person(role))
        assert client.get(ADDRESS).status_code in (302, 404)
        assert client.post(ADDRESS, {}).status_code in (302, 404)
