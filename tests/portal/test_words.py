"""Short texts in every language: how they are chosen, typed in and refused."""

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import override

from portal.fields import WordsField
from portal.models import Country
from portal.words import in_language

CHINA = {"en": "China", "zh-hans": "中国"}


@pytest.mark.parametrize(
    ("words", "language", "text"),
    [
        (CHINA, "zh-hans", "中国"),
        (CHINA, "en", "China"),
        (CHINA, "id", "China"),
        ({"zh-hans": "中国"}, "en", "中国"),
        ({"en": "", "zh-hans": "中国"}, "en", "中国"),
        ({}, "en", ""),
    ],
)
def test_the_text_of_a_language_else_english_else_any(words, language, text):
    assert in_language(words, language) == text
    with override(language):
        assert in_language(words) == text


class CountryForm(forms.ModelForm):
    class Meta:
        model = Country
        fields = ["code", "names"]


def test_a_form_has_one_labelled_input_per_language():
    html = str(CountryForm(instance=Country(code="chn", names=CHINA))["names"])
    assert 'name="names_en" value="China"' in html
    assert 'name="names_zh_hans" value="中国"' in html
    assert 'aria-label="简体中文"' in html


def filled(**data):
    return CountryForm({"code": "chn", **data})


@pytest.mark.django_db
def test_texts_are_kept_by_language_and_empty_ones_left_out():
    assert filled(names_en="China", names_zh_hans="中国").save().names == CHINA
    Country.objects.all().delete()
    assert filled(names_en="China", names_zh_hans=" ").save().names == {"en": "China"}


@pytest.mark.django_db
def test_the_first_language_is_needed():
    assert "names" in filled(names_zh_hans="中国").errors
    assert "names" in filled().errors


@pytest.mark.django_db
def test_a_text_that_is_too_long_is_refused():
    assert "200" in str(filled(names_en="C" * 201).errors["names"])


@pytest.mark.parametrize("value", [["China"], {"en": 1}, "China"])
def test_other_shapes_are_refused(value):
    with pytest.raises(ValidationError):
        WordsField().validate(value, None)


def test_a_name_only_in_another_language_is_told_which_text_is_needed():
    form = forms.modelform_factory(Country, fields=["names"])(
        {"names_en": "", "names_zh_hans": "中国"}
    )
    assert form.errors["names"] == ["The English text is needed. The other languages may follow."]
