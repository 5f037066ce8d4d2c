"""Characters that XML cannot hold."""

import re

NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def for_xml(text: str) -> str:
    """The text with a space for each character that XML cannot hold."""
    return NOT_IN_XML.sub(" ", str(text))  # the words of a preview are lazy
