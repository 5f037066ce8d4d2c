"""The words for codes that findings carry: chapters, weighting steps, outcomes, rates, reasons."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CHAPTERS = {
    "": _("Estimates"),
    "profile": _("Who the workers are"),
    "employment": _("Status in employment"),
    "coverage": _("Coverage by branch"),
    "portability": _("Mobility and portability"),
    "income": _("Earnings and hours"),
    "contingencies": _("When things go wrong"),
    "needs": _("Needs and affordability"),
    "services": _("Safety nets, services and voice"),
}

STEPS = {
    "base": _("Base weights"),
    "unknown_eligibility": _("Unknown eligibility"),
    "nonresponse_classes": _("Nonresponse, by class"),
    "nonresponse_propensity": _("Nonresponse, by propensity"),
    "poststratify": _("Post-stratification"),
    "rake": _("Raking to control totals"),
    "calibrate": _("Calibration to control totals"),
    "trim": _("Trimming"),
    "normalise": _("Normalisation"),
    "volunteers": _("Model of the volunteers"),
}

VOLUNTEERS = _("Volunteers: not a probability sample; the interval rests on the model.")
"""The flag that whatever shows a number of volunteers carries."""

VOLUNTEER_METHODS = {
    "inverse_propensity": _("Inverse propensity weights"),
    "mass_imputation": _("Mass imputation"),
    "doubly_robust": _("Doubly robust: inverse propensity weights and mass imputation"),
}

COLUMNS = {
    "unit_stratum": _("strata of the sample list"),
    "unit_psu": _("primary sampling units of the sample list"),
}
"""Columns that every survey's own sample has; others go by their name."""

UNITS = {
    "hours": _("%(amount)s hours"),
    "days": _("%(amount)s days"),
    "months": _("%(amount)s months"),
    "years": _("%(amount)s years"),
    "persons": _("%(amount)s persons"),
}
UNIT_NAMES = {
    "hours": _("hours"),
    "days": _("days"),
    "months": _("months"),
    "years": _("years"),
    "persons": _("persons"),
}

OUTCOMES = {
    "11": _("Complete interview"),
    "12": _("Partial interview"),
    "211": _("Refusal"),
    "212": _("Broken off"),
    "22": _("Not reached"),
    "23": _("Other eligible, not interviewed"),
    "31": _("Unknown whether eligible"),
    "41": _("Not eligible: outside the population"),
    "42": _("Not eligible: outside the city or age range"),
    "43": _("Not eligible: quota or coupon closed"),
    "": _("No outcome recorded"),
}

RATES = {
    "rr1": _("Response rate 1: complete interviews over all cases that are or may be eligible"),
    "rr2": _("Response rate 2: as 1, with partial interviews"),
    "rr3": _("Response rate 3: as 1, with an estimate of the eligible among unknown cases"),
    "rr4": _("Response rate 4: as 3, with partial interviews"),
    "rr5": _("Response rate 5: as 1, without unknown cases"),
    "rr6": _("Response rate 6: as 5, with partial interviews"),
    "eligibility": _("Estimated share of eligible cases among those of unknown eligibility"),
    "cooperation": _("Cooperation rate 1: complete interviews over all persons contacted"),
    "refusal": _("Refusal rate 1: refusals over all cases that are or may be eligible"),
    "contact": _("Contact rate 1: persons contacted over all cases that are or may be eligible"),
}

QUALITIES = {
    "official": pgettext_lazy("quality of a control total", "official statistics"),
    "survey": pgettext_lazy("quality of a control total", "another survey"),
    "company": pgettext_lazy("quality of a control total", "company data"),
    "assumption": pgettext_lazy("quality of a control total", "assumption"),
}

SERIES = {
    "unweighted": _("Unweighted"),
    "weighted": _("Weighted, with confidence interval"),
    "modelled": _("Under the model, with interval"),
    "benchmark": _("Control total"),
}
