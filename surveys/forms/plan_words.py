"""The words of the fields of weighting steps and replicates."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, Promise] = {
    "by": _("Classes by"),
    "variables": _("Variables of the response model"),
    "classes": _("Number of classes"),
    "weighted": _("Fit the response model with the weights"),
    "margin": _("Table of control totals"),
    "margins": _("Control totals to meet"),
    "trim margins": _("Control totals to meet again"),
    "tolerance": _("Tolerance"),
    "iterations": _("Rounds at most"),
    "distance": _("How weights may move"),
    "bounds": _("Smallest and largest factor"),
    "lower": _("Lower limit"),
    "upper": _("Upper limit"),
    "relative_to": _("The limits are"),
    "strict": _("Trim again until no weight is outside"),
    "design_effect": _("Design effect at most"),
    "total": _("Sum of the weights"),
    "method": _("Standard errors"),
    "number": _("Number of replicates"),
    "seed": _("Seed"),
    "rho": _("Fay’s factor"),
}
HELP: dict[str, Promise] = {
    "by": _("Weight moves between cases that are alike in all of these."),
    "variables": _("Known for every case of the sample, whether it answered or not."),
    "classes": _("Cases are grouped by their probability to respond; 0 divides by it instead."),
    "margin": _("Every cell of it is met."),
    "margins": _("They have to add up to the same population."),
    "trim margins": _("Trimming and these totals take turns until both hold."),
    "tolerance": _("How far from its total a margin still counts as met, relative to the total."),
    "bounds": _(
        "Weight after over weight before, such as 0.3, 3. Logit needs them, raking has none."
    ),
    "upper": _("Lower limit, upper limit or design effect: give at least one."),
    "design_effect": _("1 + cv² of the weights (Kish); the upper limit is then found."),
    "total": _("Without a number: the number of respondents."),
    "method": _("With replicates every step is done anew in each. A release uses the same."),
    "number": _("From 2 to 2,000; 200 are usual."),
    "seed": _("The same seed draws the same replicates."),
    "rho": _("The share of its weight that the lighter half keeps."),
}
CHOICES: dict[str, Promise] = {
    "raking": _("Raking: factors stay above zero"),
    "linear": _("Linear: bounds keep factors above zero"),
    "logit": _("Logit: factors stay within the bounds"),
    "weight": _("weights"),
    "median": _("multiples of the median weight"),
    "base": _("multiples of the base weights"),
    "": _("Linearised, with the residuals of the control totals"),
    "jackknife": _("Jackknife without strata (JK1)"),
    "stratified_jackknife": _("Jackknife by strata (JKn)"),
    "balanced_half_samples": _("Balanced half-samples (BRR)"),
    "fay": _("Balanced half-samples by Fay’s method"),
    "rao_wu": _("Bootstrap (Rao and Wu)"),
    "successive_differences": _("Successive differences (SDR)"),
}
RARELY_CHANGED = {"tolerance", "iterations", "strict", "weighted"}
