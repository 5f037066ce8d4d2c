"""Characters that XML cannot hold."""

import re

from django.db.models import CharField, Model, TextField

NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def for_xml(text: str) -> str:
    """The text with a space for each character that XML cannot hold."""
    return NOT_IN_XML.sub(" ", str(text))  # the words of a preview are lazy


def clean_texts(instance: Model) -> None:
    """Take from a row's texts what nobody sees and no file can hold, such as pasted controls."""
    for field in instance._meta.concrete_fields:
        value = getattr(instance, field.attname)
        if isinstance(field, CharField | TextField) and NOT_IN_XML.search(value or ""):
            setattr(instance, field.attname, for_xml(value).strip())
