"""Short texts in every language of the site, as model and form field; what a time zone is."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

DEFAULT_MAX_LENGTH = 200


def known_time_zone(name: str) -> None:
    """Refuse what is not the name of a time zone."""
    if name not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is no time zone. Give a name such as Asia/Shanghai or Asia/Vientiane."),
            params={"name": name},
        )


class WordsWidget(forms.MultiWidget):
    """One input per language, each labelled with the language's own name."""

    template_name = "portal/widgets/words.html"

    def __init__(self, codes: Sequence[str], widget: Callable[[], forms.Widget]) -> None:
        self.codes = codes
        super().__init__({code.replace("-", "_"): widget() for code in codes})

    def decompress(self, value: Any) -> list[str]:
        return [(value or {}).get(code, "") for code in self.codes]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for code, part in zip(self.codes, context["widget"]["subwidgets"], strict=True):
            part["language"] = {"code": code, "name": get_language_info(code)["name_local"]}
            part["attrs"].update({"lang": code, "aria-label": part["language"]["name"]})
        return context


class WordsFormField(forms.MultiValueField):
    """Gives {language code: text}; empty languages are left out.

    A required field needs the site's first language; the others may follow.
    """

    default_error_messages = {
        "incomplete": _("The English text is needed. The other languages may follow.")
    }

    def __init__(self, *, long: bool = False, max_length: int, **options: Any) -> None:
        codes = [code for code, _name in settings.LANGUAGES]
        self.codes = codes
        widget = partial(forms.Textarea, attrs={"rows": 3}) if long else forms.TextInput
        needed = options.get("required", True)
        super().__init__(
            fields=[
                forms.CharField(max_length=max_length, required=needed and code == codes[0])
                for code in codes
            ],
            widget=WordsWidget(codes, widget),
            require_all_fields=False,
            **options,
        )

    def compress(self, data_list: Sequence[str]) -> dict[str, str]:
        return {code: text for code, text in zip(self.codes, data_list or [], strict=False) if text}

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.widget.decompress(initial), data)


class WordsField(models.JSONField):
    """{language code: text}, such as {"en": "China", "zh-hans": "中国"}.

    A name has no source language and is looked at side by side with its other forms, so all
    languages stand in one row instead of one row per language.
    """

    def __init__(
        self, *args: Any, long: bool = False, max_length: int = DEFAULT_MAX_LENGTH, **options: Any
    ) -> None:
        self.long, self.words_length = long, max_length
        options.setdefault("default", dict)
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "long": self.long, "max_length": self.words_length}

    def validate(self, value: Any, model_instance: Any) -> None:
        super().validate(value, model_instance)
        if not isinstance(value, dict) or not all(
            isinstance(part, str) for pair in value.items() for part in pair
        ):
            raise ValidationError(_("Give one text per language."))

    def formfield(self, **options: Any) -> Any:
        return models.Field.formfield(
            self,
            **{
                "form_class": WordsFormField,
                "long": self.long,
                "max_length": self.words_length,
                **options,
            },
        )
