"""Messages of the estimation stage."""

from surveys.errors.problem import Message, register
from surveys.errors.problem import mark as _

register(
    {
        "no_indicators": Message(
            _("at least one indicator"), _("Describe each under [[indicators]].")
        ),
        "analysis_form": Message(
            _("a list of tables, each with a name"),
            _("Write [[models]], [[contrasts]], [[tests]] or [[tables]] above each."),
        ),
        "analysis_groups": Message(
            _("respondents in two levels or more"),
            _("Choose another column, or widen the rows with where."),
        ),
        "volunteers_analyses": Message(
            _("indicators alone where the sample was not drawn"),
            _("Take the analysis out: no design gives its errors."),
        ),
        "analysis_choice": Message(_("one of: %(choices)s"), _("Correct the name.")),
        "contrast_coefficients": Message(
            _("a number for each level"), _("Write coefficients = { F = 1, M = -1 }.")
        ),
        "outcome_not_yes_no": Message(
            _("a column of 0 and 1"), _("Recode the column, or choose another family.")
        ),
        "outcome_negative": Message(
            _("counts of zero or more"), _("Correct the values, or choose the family linear.")
        ),
        "two_levels": Message(
            _("a category with two levels, or with more where groups are not compared in pairs"),
            _("Choose another column, or limit the rows with where."),
        ),
        "indicator_form": Message(
            _("a table with name, statistic and variable"),
            _("Describe the indicator under [[indicators]]."),
        ),
        "indicator_text": Message(_("a text"), _("Write it in quotes.")),
        "indicator_labels": Message(
            _("a text for each language"), _('Write labels = { en = "…", zh-hans = "…" }.')
        ),
        "base_texts": Message(
            _("a text in each language of the labels"),
            _('Write base = { en = "…", zh-hans = "…" }.'),
        ),
        "base_unnamed": Message(
            _("the base of an estimate that is not among all respondents"),
            _('Write base = { en = "…", zh-hans = "…" } beside its labels.'),
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
        "sample_empty": Message(_("at least one person"), _("Check which lines were chosen.")),
        "weights_missing": Message(
            _("a weight on every line"), _("Fill in the weights, or leave the lines out.")
        ),
        "model_value_missing": Message(
            _("a value on every line for each variable of the model"),
            _("Impute the values, or leave the lines out."),
        ),
        "reference_weights_small": Message(
            _("weights that add up to more people than the %(volunteers)s volunteers"),
            _("Give weights that add up to the population, not to the size of the sample."),
        ),
        "no_overlap": Message(
            _("values that both volunteers and the reference sample have"),
            _("Merge levels, or leave the variable out: nobody stands for the others."),
        ),
        "propensity_not_converged": Message(
            _("a model of who volunteers with finite coefficients"),
            _("Leave out terms that tell the two samples apart, or merge small levels."),
        ),
        "bootstrap_failed": Message(
            _("models that can be fitted in at least %(least)s replicates"),
            _("Draw more replicates, or use fewer terms."),
        ),
        "margin_of_error_refused": Message(
            _("a probability sample"),
            _(
                "Say that the participants chose themselves, name the method, and give the "
                "standard error as one that holds if its models do."
            ),
        ),
        "model_not_fitted": Message(
            _("coefficients that settle within %(iterations)s steps"),
            _("Leave out terms with a level in which the outcome never varies."),
        ),
        "collinear_terms": Message(
            _("terms of which none follows from the others"),
            _("Leave these terms out, or merge their levels."),
        ),
        "volunteers_form": Message(
            _("a table with method, the covariates of its models and a reference"),
            _("Describe the volunteers under [volunteers]."),
        ),
        "volunteers_weighting": Message(
            _("no weighting steps: the models of volunteers take their place"),
            _("Remove the steps, or remove [volunteers] if somebody drew the sample."),
        ),
        "volunteers_replicates": Message(
            _("no replicates of a sample that nobody drew"),
            _('Write errors = "bootstrap" and the number of replicates under [volunteers].'),
        ),
        "volunteers_statistic": Message(
            _("what can be estimated from volunteers: %(known)s"),
            _("Leave this indicator out, or estimate a share or a mean instead."),
        ),
        "volunteers_interval": Message(
            _("an interval that needs no design effect: %(known)s"),
            _("Choose one of these, or remove the key."),
        ),
        "volunteers_not_drawn": Message(
            _("no design, as nobody drew the volunteers"),
            _("Remove the key. The design of the reference sample stands in the plan."),
        ),
        "volunteers_group": Message(
            _("groups by covariates of the outcome model: %(outcome)s"),
            _("Add the column to outcome and to the reference sample, or leave the group out."),
        ),
        "volunteers_left_out": Message(
            _("a value of each covariate for every volunteer"),
            _("Those who lack one are left out; impute the values if they are many."),
        ),
        "covariate_kind": Message(
            _("a category, or a column of numbers"),
            _("Choose another column, or recode this one."),
        ),
        "model_not_used": Message(
            _("covariates of the models that the method uses, and of no other"),
            _("Remove the key, or choose the method doubly_robust, which uses both models."),
        ),
        "bootstrap_only": Message(
            _("a number that a bootstrap needs"),
            _('Remove the key, or write errors = "bootstrap".'),
        ),
        "reference_form": Message(
            _("a table that describes the reference sample"),
            _("Write name, source, date and design under [volunteers.reference]."),
        ),
        "reference_name": Message(
            _("the name of the reference sample"), _("Write one name, in quotes.")
        ),
        "reference_source": Message(
            _("where the reference sample comes from"),
            _("Name the survey and who carried it out."),
        ),
        "reference_date": Message(
            _("the date that the reference sample is of"),
            _('Write a date such as "2021-04-01".'),
        ),
        "reference_table": Message(
            _("the table of a reference sample"),
            _("Give its file; in the portal it is uploaded on the page of the survey."),
        ),
        "reference_unknown": Message(
            _("a reference sample that is stored with the survey: %(known)s"),
            _("Correct the name, or upload the table on the page of the survey."),
        ),
        "reference_not_wanted": Message(
            _("no reference sample, as the plan has no table [volunteers]"),
            _("Leave the file out, or describe the volunteers in the plan."),
        ),
    }
)
