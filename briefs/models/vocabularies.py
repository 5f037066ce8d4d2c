"""The fixed vocabularies of knowledge: what can be said about records and figures."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DatePrecision(models.TextChoices):
    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")


class Licence(models.TextChoices):
    CC_BY = "cc-by-4.0", "CC BY 4.0"
    CC_BY_NC_SA_IGO = "cc-by-nc-sa-3.0-igo", "CC BY-NC-SA 3.0 IGO"
    CC0 = "cc0-1.0", "CC0 1.0"
    RESERVED = "reserved", _("All rights reserved")


LICENCE_ADDRESSES = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_NC_SA_IGO: "https://creativecommons.org/licenses/by-nc-sa/3.0/igo/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}


class Role(models.TextChoices):
    AUTHOR = "author", _("Author")
    EDITOR = "editor", _("Editor")
    CONTRIBUTOR = "contributor", _("Contributor")
    TRANSLATOR = "translator", _("Translator")
    SPEAKER = "speaker", _("Speaker")
    PUBLISHER = "publisher", _("Publisher")
    ORGANISER = "organiser", _("Organiser")
    LEAD = "technical-lead", _("Technical lead")
    SUPPORT = "technical-support", _("Technical support")
    FUNDER = "funder", _("Funder")


class Relation(models.TextChoices):
    PAIRS = "pairs-with", _("Belongs together with")
    FOLLOWS = "follows", _("Follows")
    CONTRASTS = "contrasts-with", _("Contrasts with")
    RELEVANT = "relevant-for", _("Relevant for")
    TRANSLATES = "translates", _("Translates")
    CITES = "cites", _("Cites")


class PublicationKind(models.TextChoices):
    RESEARCH_BRIEF = "research-brief", _("Research brief")
    POLICY_BRIEF = "policy-brief", _("Policy brief")
    TECHNICAL_NOTE = "technical-note", _("Technical note")
    FACT_SHEET = "fact-sheet", _("Fact sheet")
    MONITOR = "monitor-issue", _("Monitor issue")
    NEWSLETTER = "newsletter-issue", _("Newsletter issue")
    BACKGROUND_PAPER = "background-paper", _("Background paper")
    MISSION_REPORT = "mission-report", _("Mission report")


class PublicationState(models.TextChoices):
    FORTHCOMING = "forthcoming", _("forthcoming")
    PUBLISHED = "published", pgettext_lazy("publication", "published")
    WITHDRAWN = "withdrawn", pgettext_lazy("publication", "withdrawn")


class EventMode(models.TextChoices):
    ONLINE = "online", _("online")
    IN_PERSON = "in-person", _("in person")
    MIXED = "mixed", _("online and in person")


class FigureKind(models.TextChoices):
    RESULT = "result", _("result")
    TARGET = "target", _("target")
    EVENT = "event", _("event")
    DERIVED = "derived", _("derived")


class Qualifier(models.TextChoices):
    EXACT = "exact", _("exact")
    ROUNDED = "rounded", _("rounded")
    APPROXIMATE = "approximate", _("approximate")
    UNDER = "under", _("under")
    OVER = "over", _("over")
    JUST_UNDER = "just-under", _("just under")
    AT_MOST = "at-most", _("at most")
    AT_LEAST = "at-least", _("at least")
    PLANNED = "planned", _("planned")
    STATED = "stated", _("as stated")


class Unit(models.TextChoices):
    """Money and counts are kept in single units: 92.29 billion yuan is 92290000000 yuan."""

    PERSONS = "persons", _("persons")
    RESPONDENTS = "respondents", _("respondents")
    PERCENT = "percent", _("percent")
    PERCENT_POPULATION = "percent-of-total-population", _("percent of the total population")
    PERCENT_TARGET = "percent-of-target-population", _("percent of the target population")
    YUAN = "yuan", _("yuan")
    USD = "usd", _("US dollars")
    KM = "km", _("kilometres")
    YEARS = "years", _("years")
    MONTHS = "months", _("months")
    AGENCIES = "agencies", _("agencies")
    BRANCHES = "branches", _("branches")
    CARDS = "cards", _("cards")
    SESSIONS = "sessions", pgettext_lazy("event", "sessions")
    PROVINCES = "provinces", _("provinces")
    QUESTIONS = "questions", _("questions")
    BRIEFS = "briefs", _("briefs")
    NOTES = "notes", _("notes")


SIGNED_UNITS = frozenset([Unit.PERCENT, Unit.YUAN, Unit.USD])
"""Units of numbers that may be below zero: balances and changes."""


class Measure(models.TextChoices):
    """What a figure measures. Shares with different denominators are different measures."""

    PERSONS_COVERED = "persons-covered", _("Persons covered")
    COVERAGE_RATE = "coverage-rate", _("Coverage rate")
    ENROLEES = "enrolees", _("Enrolees")
    ENROLMENT_RATE = "enrolment-rate", _("Enrolment rate")
    POPULATION_SHARE = "share-of-whole-population", _("Share of the whole population")
    INTRODUCED = "year-introduced", _("Year introduced")
    LAUNCHED = "year-launched", _("Year launched")
    ESTABLISHED = "established-since", _("Established since")
    EXTENDED = "year-extended-to-rural-areas", _("Year extended to rural areas")
    UNIVERSAL_BY = "universal-coverage-by", _("Universal coverage by")
    PILOTING = "years-of-negotiation-and-piloting", _("Years of negotiation and piloting")
    ENACTED = "enacted", _("Enacted")
    IN_FORCE = "in-force", _("In force since")
    AGENCIES = "insurance-agencies", _("Insurance agencies")
    BRANCHES = "community-branches", _("Community branches")
    BRANCH_DISTANCE = "distance-between-branches", _("Distance between branches")
    CARDS = "cards-to-be-issued", _("Cards to be issued")
    BUDGET = "budget", _("Budget")
    REIMBURSEMENT = "reimbursement-rate", _("Reimbursement rate")
    INPATIENT_REIMBURSEMENT = "inpatient-reimbursement-rate", _("Inpatient reimbursement rate")
    POCKET_EXPENDITURE = (
        "out-of-pocket-share-of-expenditure",
        _("Out-of-pocket share of health expenditure"),
    )
    POCKET_INCOME = (
        "out-of-pocket-as-share-of-per-capita-net-income",
        _("Out-of-pocket spending as share of per-capita net income"),
    )
    POCKET_INPATIENT = (
        "out-of-pocket-share-of-inpatient-cost",
        _("Out-of-pocket share of inpatient cost"),
    )
    POCKET_POOR = "out-of-pocket-share-for-the-poor", _("Out-of-pocket share of the poor")
    EXPENDITURE = "expenditure", _("Expenditure")
    GDP = "gdp", _("Gross domestic product")
    EXPENDITURE_GDP = "expenditure-share-of-gdp", _("Expenditure as share of GDP")
    SESSIONS = "sessions", pgettext_lazy("measure", "Sessions")
    SESSIONS_HELD = "sessions-held", _("Sessions held")
    SESSIONS_PLANNED = "sessions-planned", _("Sessions planned")
    PARTICIPANTS = "participants", pgettext_lazy("measure", "Participants")
    PARTICIPANTS_EACH = "participants-per-session", _("Participants per session")
    SAMPLE = "sample", _("Planned sample")
    PROVINCES = "provinces", _("Provinces of the field work")
    QUESTIONS = "questions", _("Questions answered")
    LISTED = "listed", _("Titles listed")
    INTERVAL = "interval", _("Interval between issues")
