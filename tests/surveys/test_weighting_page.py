"""The researcher weights the answers in the admin: sees what a plan does, mends it, keeps it."""

import csv
import io
import re

import pytest
from django.utils.html import escape
from django.utils.translation import override
from wagtail.users.models import UserProfile

from surveys.errors.fields import Choice, allowed_in
from surveys.findings.storage import from_json
from surveys.forms.plan_fields import Offered, step_form
from surveys.forms.plan_words import CHOICES, HELP, LABELS
from surveys.models import Survey
from surveys.plans.replicates import ReplicatePlan
from surveys.plans.step_texts import step_of
from surveys.plans.suggestions import suggested_replicates, suggested_step
from surveys.plans.weighting.reading import STEPS as KINDS
from surveys.queries import current_plan
from surveys.services.releases import make_release
from surveys.services.samples import store_plan
from surveys.services.weighing import opened
from tests.surveys.makers_answers import PLAN, REST, STEPS, TOTALS

ADDRESS = "/admin/surveys/work/weighting/"


@pytest.fixture
def researcher(client, person, survey):
    user = person("researcher")
    client.force_login(user)
    return user


def send(client, button="show", value="", **changes):
    """The form as it opens, with these changes, sent by this button."""
    survey = Survey.objects.get(slug="work")
    sections = opened(survey, current_plan(survey))
    data = {name: getattr(sections, name) for name in ("steps", "replicates", "totals", "rest")}
    return client.post(ADDRESS, {**data, "against": "base", **changes, button: value})


def as_text(client, text, button="show"):
    """The whole plan, sent as text."""
    return client.post(ADDRESS, {"view": "text", "plan": text, "against": "base", button: ""})


def fields(answer):
    """The page's fields and what they hold, as a browser would send them."""
    page = answer.context["forms"]
    shown = [form for form in [*page.steps, page.replicates] if form.shown is not None]
    held = {
        field.html_name: field.value()
        for form in shown
        for field in form
        if field.value() not in (False, None)
    }
    kinds = {f"{form.prefix}-kind": form.kind for form in shown if form.kind}
    return {**held, **kinds}


def sent_again(client, answer, button="show", value="", **changes):
    """The page as it stands, with these fields changed, sent by this button."""
    data = {**answer.context["edited"].values, **fields(answer), **changes, button: value}
    return client.post(ADDRESS, {name: each for name, each in data.items() if each is not None})


def codes(answer):
    return [problem.code for problem in answer.context["problems"]]


def test_the_survey_s_page_leads_here(client, researcher, survey):
    assert ADDRESS in client.get("/admin/surveys/work/").content.decode()


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", ["Effective sample size", "Pension, %"]), ("zh-hans", ["有效样本量", "养老保险"])],
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


class TestReplicates:
    def test_those_that_are_tried_are_kept_with_the_plan(self, client, researcher, answered):
        opened_page = client.get(ADDRESS)
        assert list(opened_page.context["forms"].replicates.fields) == ["method"]
        answer = sent_again(client, opened_page, **{"replicates-method": "rao_wu"})
        assert fields(answer)["replicates-number"] == "200"
        answer = sent_again(client, answer, **{"replicates-number": "20", "replicates-seed": "7"})
        estimate = answer.context["comparison"].first.moved[0].estimate
        assert estimate.variance == "replicate:Rao-Wu"
        assert sent_again(client, answer, "keep").status_code == 302
        plan = current_plan(answered)
        assert plan.text.endswith('[replicates]\nmethod = "rao_wu"\nnumber = 20\nseed = 7\n')
        release = from_json(make_release(survey=answered, plan=plan).results)
        assert release.design.variance == "replicate:Rao-Wu"
        assert release.estimates[0].standard_error == estimate.standard_error

    def test_each_method_has_its_own_fields(self, client, researcher, answered):
        text = '# Errors.\n[replicates]\nmethod = "rao_wu"\nseed = 3  # of mine'
        answer = send(client, replicates=text, **{"replicates-method": "fay"})
        assert [*answer.context["forms"].replicates.fields] == ["method", "rho"]
        section = answer.context["edited"].sections.replicates
        assert section == '# Errors.\n[replicates]\nmethod = "fay"\n# of mine\nrho = 0.3'
        answer = send(client, replicates=section, **{"replicates-method": ""})
        assert answer.context["edited"].sections.replicates == "# Errors.\n# of mine"
        assert answer.status_code == 200

    def test_what_fields_cannot_say_is_edited_as_text(self, client, researcher, answered):
        text = '[replicates]\nmethod = "fay"\nnumber = 8'
        answer = send(client, replicates=text)
        assert codes(answer) == ["unknown_key"]
        assert [*answer.context["forms"].replicates.fields] == ["text"]
        answer = send(client, **{"replicates-text": "[replicates]\nmethod = 'jackknife'"})
        assert answer.context["forms"].replicates["method"].value() == "jackknife"

    def test_a_wrong_number_is_told_at_its_field(self, client, researcher, answered):
        text = suggested_replicates("rao_wu")
        changes = {"replicates-method": "rao_wu", "replicates-number": "5000"}
        answer = send(client, replicates=text, **changes)
        form = answer.context["forms"].replicates
        assert "2000" in form.errors["number"][0]
        assert answer.context["placed"][0].anchor == "id_replicates-number"


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


@pytest.mark.parametrize(
    ("button", "value", "kinds"),
    [
        ("insert", "trim", ["rake", "trim"]),
        ("insert", "nonresponse_classes", ["nonresponse_classes", "rake"]),
        ("insert", "nonsense", ["rake"]),
        ("step", "remove:1", []),
        ("step", "up:1", ["rake"]),
        ("step", "down:9", ["rake"]),
        ("step", "sideways:1", ["rake"]),
    ],
)
def test_steps_are_inserted_moved_and_removed_without_scripts(
    client, researcher, answered, button, value, kinds
):
    answer = sent_again(client, client.get(ADDRESS), button, value)
    assert [step.kind for step in answer.context["forms"].steps] == kinds
    assert answered.plans.count() == 1


def test_an_added_step_has_the_plan_s_own_strata_and_margins_and_is_gone_to(
    client, researcher, answered
):
    answer = send(client, "insert", "nonresponse_classes", rest=REST)
    first = answer.context["forms"].steps[0]
    assert first["by"].value() == ["unit_stratum"]
    offered = [name for name, _words in first.fields["by"].choices]
    assert offered == ["unit_stratum", "unit_psu", "unit_sex", "unit_area"]
    assert 'id="step-1" tabindex="-1" autofocus' in answer.content.decode()
    broken = send(client, "insert", "poststratify", rest="design = 1", totals="[")
    assert broken.context["forms"].steps[1]["margin"].value() == "area"


def test_a_removed_step_takes_its_remarks_along_and_says_so(client, researcher, answered):
    answer = send(client, "step", "remove:1", steps=f"# Census of 2020.\n{STEPS}")
    assert "With the step went its remarks: # Census of 2020." in answer.content.decode()


class TestFields:
    def test_what_is_ticked_and_typed_is_tried_and_kept(self, client, researcher, answered):
        page = client.get(ADDRESS)
        answer = sent_again(client, page, **{"step-1-margins": ["sex"], "step-1-iterations": "50"})
        assert [each.name for each in answer.context["comparison"].first.reached] == ["sex"]
        assert sent_again(client, answer, "keep").status_code == 302
        text = current_plan(answered).text
        assert 'kind = "rake"\nmargins = ["sex"]\niterations = 50\n' in text

    def test_sending_the_page_as_it_is_changes_nothing(self, client, researcher, answered):
        page = client.get(ADDRESS)
        answer = sent_again(client, page)
        assert answer.context["edited"].sections == page.context["edited"].sections
        sent_again(client, page, "keep")
        assert answered.plans.get().text == PLAN

    def test_a_fault_is_told_at_its_field_and_above_with_a_link(self, client, researcher, answered):
        changes = {"step-1-margins": None, "step-1-tolerance": "tight"}
        answer = sent_again(client, client.get(ADDRESS), **changes)
        assert answer.status_code == 422
        (step,) = answer.context["forms"].steps
        assert step.errors["tolerance"] == [
            "Found 'tight'; expected a number above 0, and 0.001 at most. "
            "Leave it out, or write 1e-9."
        ]
        assert step.rare_errors
        assert step["tolerance"].value() == "tight"
        page = answer.content.decode()
        words = "Step 1: Raking to control totals: Control totals to meet"
        assert f'<a href="#id_step-1-margins">{words}</a>' in page
        assert page.index('id="summary"') < page.index('id="step-1"')

    def test_what_the_data_refuse_is_told_at_the_step(self, client, researcher, answered):
        steps = STEPS.replace("rake", "calibrate") + '\ndistance = "linear"\nbounds = [0.9, 1.1]'
        answer = send(client, steps=steps)
        (step,) = answer.context["forms"].steps
        assert len(step.non_field_errors()) == 1
        assert answer.context["placed"][0].anchor == "step-1"

    def test_a_fault_of_the_design_is_told_at_the_text_it_stands_in(
        self, client, researcher, answered
    ):
        answer = send(client, rest=REST.replace('["unit_psu"]', '["psu"]'))
        assert "design › clusters" in answer.context["form"].errors["rest"][0]
        assert answer.context["placed"][0].anchor == "id_rest"

    def test_the_steps_before_a_faulty_one_are_shown(self, client, researcher, answered):
        answer = send(client, "insert", "trim")
        faulty = sent_again(client, answer, **{"step-2-upper": "much"})
        assert faulty.status_code == 422
        assert faulty.context["comparison"].first.last.kind == "rake"

    def test_a_step_that_fields_cannot_say_is_edited_as_text(self, client, researcher, answered):
        steps = STEPS + '\n\n[[weighting.steps]]\nkind = "trimm"'
        answer = send(client, steps=steps)
        text = answer.context["forms"].steps[1]
        assert text["text"].value() == '[[weighting.steps]]\nkind = "trimm"'
        assert "unknown_step" in codes(answer)
        mended = send(
            client, steps=steps, **{"step-2-text": '[[weighting.steps]]\nkind = "normalise"'}
        )
        assert [step.kind for step in mended.context["forms"].steps] == ["rake", "normalise"]
        broken = send(client, steps=steps, **{"step-2-text": "kind ="})
        assert broken.context["edited"].text.count("kind =") == 2
        assert codes(broken) == ["not_toml"]


class TestText:
    def test_the_whole_plan_goes_there_and_back(self, client, researcher, answered):
        page = client.get(ADDRESS)
        text = sent_again(client, page, "text")
        whole = text.context["edited"].text
        assert whole.startswith("[design]")
        assert text.context["form"]["plan"].value() == whole
        back = as_text(client, whole, "fields")
        assert back.context["edited"].sections == page.context["edited"].sections

    def test_it_is_kept_with_its_remarks(self, client, researcher, answered):
        remarked = PLAN.replace('kind = "rake"', 'kind = "rake"  # four rounds')
        assert as_text(client, remarked, "keep").status_code == 302
        assert "# four rounds" in current_plan(answered).text

    @pytest.mark.parametrize("text", ["[design", "weighting.steps = []\n"])
    def test_what_cannot_be_taken_apart_stays_text(self, client, researcher, answered, text):
        answer = as_text(client, text, "fields")
        assert answer.context["edited"].text == text
        assert answer.context["form"].errors["plan"]

    def test_a_kept_plan_of_that_kind_opens_as_text(self, client, researcher, answered):
        store_plan(survey=answered, text=f"weighting.steps = []\n{REST}")
        assert client.get(ADDRESS).context["edited"].text.startswith("weighting.steps")


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


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_step_has_its_words(kind):
    step = step_of(suggested_step(kind, ["stratum"], ["sex"]))
    with override("zh-hans"):
        form = step_form(step, 1, Offered())
        words = [f"{field.label} {field.help_text}" for field in form]
    assert not [each for each in words if re.search(r"[A-Za-z]{5}", each)]
    assert form.plain_fields or form.rare_fields


def test_every_choice_has_its_words():
    records = [*KINDS.values(), ReplicatePlan]
    allowed = [each for record in records for each in allowed_in(record).items()]
    words = {word for _name, each in allowed if isinstance(each, Choice) for word in each.words}
    assert words | {""} == CHOICES.keys()
    assert {name for name, _each in allowed} == {name for name in LABELS if " " not in name}
    assert HELP.keys() <= LABELS.keys()
