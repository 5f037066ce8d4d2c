"""Language names of a form, such as `简体中文 (zh)`, as codes of the site."""

from __future__ import annotations

import re

UNNAMED = "und"
"""The code of a form that names no language (BCP 47: undetermined)."""
CODE = re.compile(r"\(([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]+)*)\)\s*$")
NAMES = {"english": "en", "chinese": "zh-hans", "中文": "zh-hans", "简体中文": "zh-hans"}
SIMPLIFIED = {"zh", "zh-cn", "zh-hans", "zh-hans-cn", "cmn"}


def site_code(name: str) -> str:
    """The site's code for a form's language: its code in brackets, else its name."""
    match = CODE.search(name)
    code = (match.group(1) if match else NAMES.get(name.strip().lower(), name.strip())).lower()
    code = code.replace("_", "-")
    if code == "default":
        return UNNAMED
    return "zh-hans" if code in SIMPLIFIED else code
