"""What the sheets themselves show: settings, names, texts that lack a language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from surveys.errors import Problem
from surveys.instrument.kinds import (
    ASKED_BY,
    ASKED_BY_COLUMN,
    BROWSER_REFUSED,
    DEVICE_ONLY,
    EXTERNAL,
    SEARCH,
    ignored_appearances,
)
from surveys.instrument.languages import site_code
from surveys.instrument.workbook import LOGIC, TRANSLATED, Row, Workbook

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
FORM_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*")
ZONED = re.compile(r"T[0-9:.]+(Z|[+-][0-9]{2}:?[0-9]{2})$")
SPACES_IN_LITERAL = re.compile(r"'[^']*\s{2,}[^']*'|\"[^\"]*\s{2,}[^\"]*\"")
OR_OTHER = re.compile(r"\bor[ _](specify[ _])?other$", re.IGNORECASE)
SITE_LANGUAGES = ("en", "zh-hans")


def problems(workbook: Workbook) -> list[Problem]:
    """What refuses the workbook."""
    return [*_settings(workbook), *_names(workbook), *_cells(workbook)]


def warnings(workbook: Workbook) -> list[Problem]:
    """What is told and let pass."""
    found = [*_unset(workbook), *_automatic(workbook), *_missing_languages(workbook)]
    found += _english_others(workbook)
    for sheet, rows in (("survey", workbook.survey), ("choices", workbook.choices)):
        found += _untranslated(sheet, rows)
    for row in workbook.survey:
        kind = row.get("type").split(" ")[0].strip().lower()
        found += _on_phones_only(row, kind)
        for column in LOGIC:
            literal = SPACES_IN_LITERAL.search(row.get(column))
            if literal:
                where = f"survey › row {row.number} › {column}"
                found.append(Problem("spaces_collapse", where, literal.group()))
    return found


def _on_phones_only(row: Row, kind: str) -> Iterator[Problem]:
    """What pages for respondents cannot do, or do in another way."""
    where = f"survey › row {row.number}"
    if kind in BROWSER_REFUSED:
        yield Problem("browser_refused", f"{where} › type", kind)
    if kind in DEVICE_ONLY:
        yield Problem("device_only", f"{where} › type", kind)
    ignored = ignored_appearances(row.get("appearance").strip())
    if ignored and not SEARCH.search(ignored):
        yield Problem("appearance_ignored", f"{where} › appearance", ignored[:80])


def _first(workbook: Workbook) -> Row:
    return workbook.settings[0] if workbook.settings else Row(2, {})


def _settings(workbook: Workbook) -> Iterator[Problem]:
    row = _first(workbook)
    where = f"settings › row {row.number}"
    form_id = row.get("form_id").strip()
    if form_id and (".." in form_id or not FORM_ID.fullmatch(form_id)):
        yield Problem("settings_form_id", f"{where} › form_id", form_id)
    for column in ("submission_url", "public_key"):
        if row.get(column).strip():
            yield Problem(f"settings_{column}", f"{where} › {column}", row.get(column)[:80])


def _unset(workbook: Workbook) -> Iterator[Problem]:
    row = _first(workbook)
    for column in ("form_id", "version"):
        if not row.get(column).strip():
            where = f"settings › row {row.number} › {column}"
            yield Problem("settings_missing", where, "—", {"column": column})


def _automatic(workbook: Workbook) -> Iterator[Problem]:
    row = _first(workbook)
    for column in ("auto_send", "auto_delete"):
        if row.get(column).strip():
            where = f"settings › row {row.number} › {column}"
            yield Problem("settings_automatic", where, row.get(column), {"column": column})


def _names(workbook: Workbook) -> Iterator[Problem]:
    for row in workbook.survey:
        name = row.get("name").strip()
        if name and not NAME.fullmatch(name):
            yield Problem("question_name", f"survey › row {row.number} › name", name)
    for row in workbook.choices:
        name = row.get("name").strip()
        if re.search(r"\s", name):
            yield Problem("choice_name", f"choices › row {row.number} › name", name)


def _cells(workbook: Workbook) -> Iterator[Problem]:
    for row in workbook.survey:
        where, default = f"survey › row {row.number}", row.get("default").strip()
        if row.get("type").strip().lower() == "datetime" and ZONED.search(default):
            yield Problem("default_with_zone", f"{where} › default", default)
        kind, appearance = row.get("type").strip(), row.get("appearance")
        if kind.split(" ")[0].lower() in EXTERNAL:
            yield Problem("external_refused", f"{where} › type", kind[:80])
        if SEARCH.search(appearance):
            yield Problem("search_refused", f"{where} › appearance", appearance[:80])
        by = row.get(ASKED_BY_COLUMN).strip()
        if by and by not in ASKED_BY:
            known = {"known": ", ".join(ASKED_BY)}
            yield Problem("asked_by_unknown", f"{where} › {ASKED_BY_COLUMN}", by, known)


def _languages(columns: Iterable[str], base: str) -> list[str]:
    return sorted(column for column in columns if column.startswith(f"{base}::"))


def _missing_languages(workbook: Workbook) -> Iterator[Problem]:
    """Languages of the site in which nothing is asked."""
    columns = {column for row in workbook.survey for column in row.cells}
    labels = _languages(columns, "label")
    given = {site_code(column.partition("::")[2]) for column in labels}
    if columns & {"label"} and not given:
        given = {site_code(workbook.setting("default_language") or "en")}
    for code in SITE_LANGUAGES:
        if code not in given:
            found = ", ".join(labels) or "label"
            yield Problem("language_missing", "survey", found, {"language": code})


def _english_others(workbook: Workbook) -> Iterator[Problem]:
    """Choices that the conversion adds in English, beside languages of the sheet."""
    columns = {column for row in workbook.survey for column in row.cells}
    others = [each.partition("::")[2] for each in _languages(columns, "label")]
    if not any(site_code(language) != "en" for language in others):
        return
    for row in workbook.survey:
        kind = row.get("type").strip()
        if OR_OTHER.search(kind):
            yield Problem("or_other_english", f"survey › row {row.number} › type", kind[:80])


def _untranslated(sheet: str, rows: Iterable[Row]) -> Iterator[Problem]:
    """Texts given in one language of the sheet and missing (or `-`) in another."""
    rows = list(rows)
    columns = Counter(column for row in rows for column in row.cells)
    for base in TRANSLATED:
        languages = _languages(columns, base)
        for row in rows:
            given = [column for column in languages if row.get(column).strip() not in ("", "-")]
            for column in languages if given else ():
                if column not in given:
                    where = f"{sheet} › row {row.number} › {column}"
                    found = row.get(column).strip() or "—"
                    other = row.get(given[0])[:60]
                    yield Problem("translation_missing", where, found, {"other": other})
