"""Messages of the weighting stage: plans, control totals, and steps that cannot be done."""

from surveys.errors.problem import Message, register
from surveys.errors.problem import mark as _

register(
    {
        "weighting_form": Message(
            _("a table with a list of steps"), _("Write each step under [[weighting.steps]].")
        ),
        "unknown_step": Message(_("one of: %(kinds)s"), _("Correct the kind of this step.")),
        "step_order": Message(
            _("eligibility, then nonresponse, then calibration and trimming"),
            _("Put the steps in this order."),
        ),
        "step_whole_number": Message(
            _("a whole number of at least %(least)s"), _("Correct the number.")
        ),
        "whole_number_between": Message(
            _("a whole number from %(least)s to %(most)s"), _("Correct the number.")
        ),
        "step_yes_no": Message(_("true or false"), _("Write true or false, without quotes.")),
        "step_number": Message(_("a number above %(above)s"), _("Correct the number.")),
        "step_choice": Message(_("one of: %(choices)s"), _("Write one of these words.")),
        "step_classes": Message(
            _("2 classes or more, or 0 to divide by the propensity"), _("Write 5, or 0.")
        ),
        "step_bounds": Message(
            _("two numbers around 1, such as [0.5, 2.0]"),
            _("Write the smallest and the largest factor of this step."),
        ),
        "step_distance_bounds": Message(
            _("bounds for logit, none for raking"),
            _("Give logit its bounds; for bounds without logit choose linear."),
        ),
        "step_no_limit": Message(
            _("lower, upper or design_effect"), _("Say to what limit weights are trimmed.")
        ),
        "step_limits": Message(
            _("an upper limit above the lower one, %(lower)s"), _("Correct one of the limits.")
        ),
        "step_margin": Message(
            _("the name of a table of control totals"), _("Choose one of them.")
        ),
        "step_tolerance": Message(
            _("a number above 0, and 0.001 at most"), _("Leave it out, or write 1e-9.")
        ),
        "unknown_margin": Message(
            _("one of the tables of control totals: %(margins)s"),
            _("Correct the name, or add the table with its source and date."),
        ),
        "control_totals_form": Message(
            _("a table with variables, source, date, quality and totals"),
            _("Describe each margin under [control_totals.NAME]."),
        ),
        "control_totals_source": Message(
            _("where the totals come from"), _("Name the publication and its table.")
        ),
        "control_totals_date": Message(
            _("the reference date of the totals"), _('Write a date such as "2021-04-01".')
        ),
        "control_totals_quality": Message(
            _("one of: %(qualities)s"), _("Say what the totals rest on.")
        ),
        "control_totals_cells": Message(
            _("{level = total} for one variable, a list of cells for several"),
            _("Give a total for every level or every combination of levels."),
        ),
        "control_totals_rows": Message(
            _("in every cell a level of each variable and a total, and nothing else"),
            _("Complete these cells."),
        ),
        "control_total_negative": Message(_("a number of zero or more"), _("Correct the total.")),
        "control_total_twice": Message(_("one total for each cell"), _("Remove the repetition.")),
        "control_totals_numeric": Message(
            _("the name of a column of numbers"), _('Write it in quotes: numeric = "hours".')
        ),
        "control_total_number": Message(
            _("the population total of the column, a number"), _("Write total = 13360826.5.")
        ),
        "too_many_levels": Message(
            _("a category of %(most)s levels at most"),
            _("Group the levels, or take another variable: this one tells cases apart."),
        ),
        "numeric_margin": Message(
            _("control totals of categories; only calibrate meets totals of numbers"),
            _("Take this total out of the step, or make the step a calibration."),
        ),
        "numeric_all_zero": Message(
            _("a number above zero for at least one respondent, to carry the total %(total)s"),
            _("Check the column and the total."),
        ),
        "margin_totals_differ": Message(
            _("margins that add up to the same population"),
            _("Scale one margin to the other, or correct the totals."),
        ),
        "margin_value_missing": Message(
            _("a value for every respondent"),
            _("Impute the variable, or leave this margin out."),
        ),
        "level_without_target": Message(
            _("a control total for every level that respondents have"),
            _("Add the total, or recode the level into another."),
        ),
        "zero_target": Message(
            _("no respondents where the control total is zero"),
            _("Correct the total, or recode the level into another."),
        ),
        "empty_cell": Message(
            _("at least one respondent where the control total is %(target)s"),
            _("Merge this level with a neighbouring one, in the data and in the totals."),
        ),
        "empty_in_replicates": Message(
            _("a respondent of this level in each of %(replicates)s replicates"),
            _("Merge the level with another, or take Fay's method or the jackknife."),
        ),
        "few_respondents": Message(
            _("30 or more respondents for each control total"),
            _("Consider merging this level with a neighbouring one."),
        ),
        "weights_length": Message(
            _("one weight and one status for each of %(rows)s rows"),
            _("Take the weights, the status and the frame from the same file."),
        ),
        "weights_not_positive": Message(
            _("weights above zero"), _("Correct the base weights of these cases.")
        ),
        "unknown_outcome": Message(
            _("one of: %(outcomes)s"), _("Sort the status codes under these outcomes.")
        ),
        "no_respondents": Message(
            _("at least one respondent"), _("Check the status codes and the approved answers.")
        ),
        "class_value_missing": Message(
            _("a value for every case of the sample that the step concerns"),
            _("Use a variable that is known for all issued cases."),
        ),
        "class_without_known": Message(
            _("at least one case of known eligibility in each class"),
            _("Merge this class with another."),
        ),
        "class_without_respondent": Message(
            _("at least one respondent in each class"), _("Merge this class with another.")
        ),
        "propensity_not_fitted": Message(
            _("a response model with finite coefficients"),
            _("Leave out variables with a level in which all or none responded."),
        ),
        "rake_not_converged": Message(
            _("every margin met within %(tolerance)s after %(iterations)s iterations"),
            _("Merge small levels, or check that the margins do not contradict each other."),
        ),
        "calibration_not_converged": Message(
            _("every total met within %(tolerance)s after %(iterations)s iterations"),
            _("Merge small levels, widen the bounds, or check that the totals fit together."),
        ),
        "bounds_infeasible": Message(
            _("factors within %(bounds)s that meet these totals; the narrowest are %(narrowest)s"),
            _("Widen the bounds, or merge these levels with others."),
        ),
        "trim_impossible": Message(
            _("weights within the limits that meet the control totals"),
            _("Raise the upper limit, lower the lower one, or use fewer margins."),
        ),
        "trim_impossible_in_replicate": Message(
            _("weights that can be trimmed in each of %(replicates)s replicates too"),
            _("Widen the limits, use fewer margins, or leave out the replicates."),
        ),
        "design_effect_not_reached": Message(
            _("weights that can be trimmed to this design effect"),
            _("Choose a higher design effect, or use fewer margins."),
        ),
        "cluster_missing": Message(
            _("the Python packages of a Dask cluster"),
            _("Install the portal with its extra “cluster”, or unset PORTAL_DASK_SCHEDULER."),
        ),
        "no_scheduler": Message(
            _("a Dask scheduler that answers"),
            _("Start it, or correct or unset PORTAL_DASK_SCHEDULER."),
        ),
        "rows_without_cell": Message(
            _("a factor for every combination of keys in the data"),
            _("Make the factors from the cells of this very file."),
        ),
        "step_not_of_cells": Message(
            _("post-stratification, raking or calibration to categories"),
            _("Do this step on a data set that fits into memory, or leave it out."),
        ),
        "identity_violated": Message(
            _("%(expected)s within one part in a billion"),
            _("The weights are not usable. Report this with the plan and the data."),
        ),
        "unknown_not_spread": Message(
            _("a step for the cases of unknown eligibility"),
            _("Add a step unknown_eligibility, or state that these cases count as ineligible."),
        ),
        "nonrespondent_not_spread": Message(
            _("a step for the cases that did not respond"),
            _("Add a nonresponse step, unless calibration is meant to do its work."),
        ),
    }
)
