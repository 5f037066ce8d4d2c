"""Messages of the estimation stage."""

from surveys.errors.problem import Message, register
from surveys.errors.problem import mark as _

register(
    {
        "no_indicators": Message(
            _("at least one indicator"), _("Describe each under [[indicators]].")
        ),
        "indicator_form": Message(
            _("a table with name, statistic and variable"),
            _("Describe the indicator under [[indicators]]."),
        ),
        "indicator_text": Message(_("a text"), _("Write it in quotes.")),
        "indicator_labels": Message(
            _("a text for each language"), _('Write labels = { en = "…", zh-hans = "…" }.')
        ),
        "indicator_twice": Message(
            _("a different name for each indicator"), _("Rename one of them.")
        ),
        "unknown_statistic": Message(_("one of: %(statistics)s"), _("Correct the statistic.")),
        "ratio_denominator": Message(
            _("a denominator for a ratio, and for nothing else"),
            _("Name the column to divide by, or remove the key."),
        ),
        "interval_method": Message(
            _("one of: %(methods)s"), _("Choose a method that suits the statistic.")
        ),
        "estimation_form": Message(
            _("a table with domains and confidence"), _("Write them under [estimation].")
        ),
        "confidence_level": Message(
            _("a number from 0.5 to below 1"), _("Write 0.95 for 95 percent.")
        ),
        "domains_form": Message(
            _("a list of lists of columns"), _('Write domains = [["sex"], ["city", "sex"]].')
        ),
        "not_numeric": Message(
            _("a column of numbers"), _("Choose another column, or recode this one.")
        ),
        "not_a_share": Message(
            _("a category, or a column of 0 and 1"), _("Choose another column, or recode this one.")
        ),
        "not_a_domain": Message(
            _("a category with %(most)s levels at most"), _("Group the values into a few levels.")
        ),
        "estimation_rows": Message(
            _("a weight and a place in the design for each of %(rows)s rows"),
            _("Take the frame, the design and the weights from the same file."),
        ),
        "lonely_psu": Message(
            _("at least two clusters in every stratum"),
            _("Merge these strata with others, or set lonely_psu to remove, adjust or average."),
        ),
        "model_not_fitted": Message(
            _("coefficients that settle within %(iterations)s steps"),
            _("Leave out terms with a level in which the outcome never varies."),
        ),
        "collinear_terms": Message(
            _("terms of which none follows from the others"),
            _("Leave these terms out, or merge their levels."),
        ),
    }
)
