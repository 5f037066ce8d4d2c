"""The sample design: strata, clusters, sizes, draws."""
