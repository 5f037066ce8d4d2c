"""Parameters of the synthetic population.

Every value is illustrative. Only the shape is anchored: city sizes on residents aged 15-59 of the
2020 census, riders' sex, age and education on a published survey of riders, the share insured as
employees (below 30 %) on published reports. Rows of a table are worker types, in this order:

    location-based platform work · online platform work · non-standard employee · own account

and columns, where there are any, the levels of the variable.
"""

from __future__ import annotations

import numpy as np

POPULATION_SIZE = 1_000_000
CITIES = 5
TYPES = 4
STRATA = CITIES * TYPES

CITY_SIZES = np.array([8_369_169, 14_392_900, 13_955_818, 8_520_879, 13_966_000.0])
"""Residents aged 15-59: Hangzhou, Chengdu, Guangzhou, Dongguan, Shenzhen."""

TYPE_SHARES_BY_CITY = np.array(
    [
        [0.22, 0.10, 0.36, 0.32],
        [0.21, 0.08, 0.36, 0.35],
        [0.23, 0.10, 0.37, 0.30],
        [0.16, 0.06, 0.48, 0.30],
        [0.25, 0.12, 0.36, 0.27],
    ]
)

# Primary sampling units: stations, firms, agencies, communities.
PSU_LEAST = 120
"""Units of a stratum at least, however small the stratum."""
PSU_PERSONS = 200
"""Persons per unit, about."""
PSU_SIZE_SPREAD, PSU_SIZE_CAP = 0.6, 4.0
"""Sizes are lognormal with this standard deviation of the logarithm, capped."""
LOOSE_SHARE_PLATFORM, LOOSE_SHARE = 0.45, 0.30
"""Share of loosely managed units (crowd-sourced, without agency): stratum type 1, all others."""
PSU_INSURANCE_SPREAD, PSU_RESPONSE_SPREAD = 0.35, 0.30
"""Standard deviations of the units' effects on the logits of insurance and of response."""

# Persons.
FEMALE_SHARE = np.array([0.09, 0.55, 0.45, 0.42])
AGE_SHARES = np.array(
    [
        [0.20, 0.45, 0.28, 0.07],
        [0.30, 0.48, 0.17, 0.05],
        [0.22, 0.33, 0.25, 0.20],
        [0.08, 0.22, 0.32, 0.38],
    ]
)
"""Levels 16-24, 25-34, 35-44, 45 and over."""
MIGRANT_SHARE_BY_CITY = np.array([0.48, 0.42, 0.58, 0.78, 0.72])
MIGRANT_SHARE_SHIFT = np.array([0.10, -0.08, 0.02, -0.05])
MIGRANT_SHARE_BOUNDS = (0.05, 0.95)
EDUCATION_SHARES = np.array(
    [
        [0.29, 0.471, 0.168, 0.071],
        [0.08, 0.27, 0.30, 0.35],
        [0.33, 0.37, 0.20, 0.10],
        [0.45, 0.35, 0.13, 0.07],
    ]
)
"""Levels junior secondary or less, senior secondary, junior college, bachelor or above."""
MIGRANT_EDUCATION_LOSS = 0.15
"""Probability that a migrant's level is one lower."""

# Weekly hours: a normal distribution, clipped.
HOURS_MEAN = np.array([58, 41, 43, 51])
HOURS_MIGRANT, HOURS_FEMALE, HOURS_SPREAD = 3, -4, 11
HOURS_BOUNDS = (6, 100)

# Net income of the main work, yuan a month: a model of its logarithm.
INCOME_BASE = 6000
INCOME_BY_CITY = np.array([0.02, -0.10, -0.02, -0.03, 0.10])
INCOME_BY_TYPE = np.array([0.12, 0.05, -0.12, -0.05])
INCOME_EDUCATION, INCOME_FEMALE = 0.06, -0.14
INCOME_HOURS, INCOME_HOURS_BASE = 0.35, 50
INCOME_AGE_25, INCOME_AGE_35 = 0.06, 0.08
INCOME_SPREAD = 0.33

# Logit of the employee pension; the other branches shift it.
PENSION_BASE = -1.75
PENSION_BY_TYPE = np.array([-0.20, -0.05, 1.45, -0.35])
PENSION_MIGRANT, PENSION_EDUCATION, PENSION_AGE = -0.70, 0.35, 0.22
PENSION_INCOME, PENSION_INCOME_BASE = 0.5, 8.7
PENSION_LOOSE, PENSION_TASTE = -0.35, 0.8
UNEMPLOYMENT_SHIFT, UNEMPLOYMENT_NOT_EMPLOYEE = -0.9, -0.5
INJURY_COVER_SHIFT, INJURY_COVER_PLATFORM = -0.35, 0.35

# Logit of a work injury within twelve months.
INJURED_BASE, INJURED_PLATFORM, INJURED_OWN_ACCOUNT = -3.1, 1.0, 0.2
INJURED_HOURS, INJURED_HOURS_BASE = 0.022, 48
INJURED_FEMALE, INJURED_YOUNG = -0.15, 0.2

# Willingness to pay for the package, yuan a month: a model of its logarithm.
WILLINGNESS_BASE, WILLINGNESS_INCOME = 45, 0.55
WILLINGNESS_PLATFORM, WILLINGNESS_INJURED = 0.22, 0.30
WILLINGNESS_PENSION, WILLINGNESS_FEMALE, WILLINGNESS_MIGRANT = -0.15, 0.12, -0.10
WILLINGNESS_SPREAD = 0.85
