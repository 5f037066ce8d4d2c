"""Messages of the sampling stage, and those of plan documents that several stages share."""

from surveys.errors.problem import Message, register
from surveys.errors.problem import mark as _

register(
    {
        "unknown_key": Message(_("one of: %(keys)s"), _("Correct or remove the key.")),
        "names_form": Message(
            _("a list of different names"), _('Write the names in a list: ["city", "sex"].')
        ),
        "unknown_variable": Message(
            _("a column of the data"),
            _("Correct the name, or add the column. The nearest columns are: %(nearest)s."),
        ),
        "design_missing": Message(
            _("a table [design] with at least base_weight"),
            _("Describe the sample: strata, clusters, population_sizes, base_weight."),
        ),
        "design_stages": Message(
            _("clusters for every stage but the last"),
            _("Name the cluster column of each earlier stage, or drop the later stages."),
        ),
        "design_column_name": Message(_("the name of a column"), _("Write one name, in quotes.")),
        "lonely_psu_rule": Message(_("one of: %(rules)s"), _("Choose one of these rules.")),
        "base_weight_not_positive": Message(
            _("a number above zero on every line"),
            _("Correct these weights, or leave the lines out."),
        ),
        "population_size_not_positive": Message(
            _("a count above zero on every line"), _("Correct the population sizes.")
        ),
        "population_size_varies": Message(
            _("one population size in each stratum of a stage"),
            _("Give every line of a stratum the same count of clusters in the population."),
        ),
        "population_smaller_than_sample": Message(
            _("a population with at least as many clusters as the sample"),
            _("Give the count of clusters in the population, not a fraction; check the stratum."),
        ),
        "missing_in_design": Message(
            _("a value on every line"), _("Fill in the stratum or cluster of these lines.")
        ),
        "status_outcome": Message(
            _("one of: %(outcomes)s"), _("Sort each status code under one of these outcomes.")
        ),
        "status_code_twice": Message(
            _("each code under one outcome"), _("Remove the code from all but one outcome.")
        ),
        "unknown_status": Message(
            _("one of: %(codes)s"),
            _("Correct the status, or add the code to status_codes."),
        ),
        "jackknife_strata": Message(
            _("a design without strata"), _("Choose JKn, the jackknife for strata.")
        ),
        "replicates_lonely_psu": Message(
            _("two clusters or more in every stratum, or the rule remove or average"),
            _("Merge these strata with others, or choose the rule: it is %(rule)s now."),
        ),
        "two_clusters_per_stratum": Message(
            _("exactly two clusters in every stratum"),
            _("Form pairs of clusters, or choose the jackknife or the bootstrap."),
        ),
        "replicate_method": Message(
            _("one of: %(choices)s"),
            _("Choose a method, or take the table out: errors are then linearised."),
        ),
        "replicate_hold": Message(
            _("one of: %(choices)s"),
            _("Say whether the columns hold replicate weights, or factors of the base weight."),
        ),
        "replicate_mse": Message(
            _("true or false"),
            _("Write true where the variance is taken around the full-sample estimate."),
        ),
        "replicate_number": Message(
            _("a number of zero or more on every line"),
            _("Correct the replicate weights or factors of these lines."),
        ),
        "fay_rho": Message(_("a number from 0 to below 1"), _("Write 0.3 or 0.5.")),
        "replicate_count": Message(
            _("enough replicates for a variance"), _("Ask for 100 or more.")
        ),
        "factors_numbers": Message(
            _("factors of zero or more, not all of them zero"),
            _("Correct the columns of replicates."),
        ),
        "factors_rscales": Message(
            _("a number of zero or more for each replicate"),
            _("Give as many rscales as there are columns of factors."),
        ),
        "factors_scale": Message(_("a number above zero"), _("Correct the scale.")),
        "factor_sums": Message(
            _("factors that sum to the %(count)s clusters of the stratum in every replicate"),
            _("The replicates are not usable. Report this with the design."),
        ),
        "allocation_measure": Message(
            _("a measure above zero for every stratum"),
            _("Correct the sizes or spreads of these strata, or leave the strata out."),
        ),
        "allocation_bounds": Message(
            _("minimums that do not exceed maximums"),
            _("Lower the minimum of these strata: a maximum is at most what the frame holds."),
        ),
        "allocation_total": Message(
            _("a size from %(least)s to %(most)s, the sums of the minimums and maximums"),
            _("Change the size of the sample, the minimums or the maximums."),
        ),
        "draw_count": Message(
            _("a count from 0 to the %(most)s on the list"),
            _("Draw fewer, or merge this stratum with another."),
        ),
        "size_not_positive": Message(
            _("a measure of size above zero on every line"),
            _("Correct the sizes, or leave these lines out of the frame."),
        ),
        "population_sizes_missing": Message(
            _("population sizes at every stage"),
            _("Give the counts of clusters in the population, or base weights."),
        ),
        "sample_table": Message(_("a table"), _("Write KEY = VALUE under its heading.")),
        "sample_number": Message(
            _("a number from %(least)s to %(most)s"), _("Correct the number, without quotes.")
        ),
        "sample_size": Message(
            _("the interviews wanted, or a goal for their precision"),
            _("Give completes, or margin, variation or difference."),
        ),
        "goal_parts": Message(
            _("one of: %(choices)s"), _("Say which parts of the sample must reach the goal.")
        ),
        "goal_domains": Message(
            _("domains in the allocation"), _("Name strata columns as domains, or choose strata.")
        ),
        "sample_cluster_or_measure": Message(
            _("cluster or measure, not both"),
            _("Give cluster where a line is a person, measure where a line is a cluster."),
        ),
        "sample_take": Message(
            _("a column of clusters or a measure of size"),
            _("Give cluster or measure, or leave take out."),
        ),
        "allocation_method": Message(_("one of: %(methods)s"), _("Choose one of these methods.")),
        "allocation_domains": Message(
            _("some of the strata columns: %(strata)s"),
            _("Correct the names, or add the columns to strata."),
        ),
        "allocation_spread": Message(
            _("a number above zero"), _("Give the standard deviation in this stratum.")
        ),
        "allocation_strata": Message(
            _("a standard deviation for each of the strata: %(strata)s"),
            _("Add or correct these names."),
        ),
        "frame_column_reserved": Message(
            _("no column that the sample will get"), _("Rename this column of the frame.")
        ),
    }
)
