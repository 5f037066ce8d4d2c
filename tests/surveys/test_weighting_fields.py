"""A plan in fields: its steps and replicates are added, mended and kept, and go to text and back."""

import re

import pytest
from django.utils.translation import override

from surveys.errors.fields import Choice, allowed_in
from surveys.findings.storage import from_json
from surveys.forms.plan_fields import Offered, step_form
from surveys.forms.plan_words import CHOICES, HELP, LABELS
from surveys.plans.replicates import ReplicatePlan
from surveys.plans.step_texts import step_of
from surveys.plans.suggestions import suggested_replicates, suggested_step
from surveys.plans.weighting.reading import STEPS as KINDS
from surveys.queries import current_plan
from surveys.services.releases import make_release
from surveys.services.samples import store_plan
from tests.surveys.makers_answers import PLAN, REST, STEPS
from tests.surveys.weighting_page import (
    ADDRESS,
    as_text,
    codes,
    fields,
    send,
    sent_again,
)


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


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_step_has_its_words(kind):
    step = step_of(suggested_step(kind, ["stratum"], ["sex"]))
    with override("zh-hans"):
        form = step_form(step, 1, Offered())
        words = [re.sub("logit|raking", "", f"{field.label} {field.help_text}") for field in form]
    assert not [each for each in words if re.search(r"[A-Za-z]{5}", each)]
    assert form.plain_fields or form.rare_fields


def test_every_choice_has_its_words():
    records = [*KINDS.values(), ReplicatePlan]
    allowed = [each for record in records for each in allowed_in(record).items()]
    words = {word for _name, each in allowed if isinstance(each, Choice) for word in each.words}
    assert words | {""} == CHOICES.keys()
    assert {name for name, _each in allowed} == {name for name in LABELS if " " not in name}
    assert HELP.keys() <= LABELS.keys()
