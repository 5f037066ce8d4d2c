"""Characters that XML cannot hold and HTML must not: controls, halves of pairs, noncharacters."""

import re

from django.db.models import CharField, Model, TextField

NOT_IN_XML = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def for_xml(text: str) -> str:
    """The text with a space for each character that XML or HTML cannot hold."""
    return NOT_IN_XML.sub(" ", str(text))  # the words of a preview are lazy


def clean_texts(instance: Model) -> None:
    """Take from a row's texts what nobody sees and no file can hold, such as pasted controls."""
    for field in instance._meta.concrete_fields:
        value = getattr(instance, field.attname)
        if isinstance(field, CharField | TextField) and NOT_IN_XML.search(value or ""):
            setattr(instance, field.attname, for_xml(value).strip())
