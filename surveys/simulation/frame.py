"""The simulated population's sampling units as a frame file would list them."""

from __future__ import annotations

from functools import cache

import numpy as np
import pandas as pd

from surveys.simulation import codes
from surveys.simulation import parameters as p
from surveys.simulation.population import simulated_population
from surveys.simulation.selection import PSU_SMALLEST, SCENARIOS, list_frame


@cache
def list_of_units() -> pd.DataFrame:
    """A line per unit large enough to be drawn: its number, city, kind of work and persons."""
    population = simulated_population()
    sizes = list_frame(population, SCENARIOS["S1"]).sizes
    units = np.flatnonzero(sizes >= PSU_SMALLEST)
    city, worker_type = np.divmod(population.psu_stratum[units], p.TYPES)
    return pd.DataFrame(
        {
            "unit": [f"U{number:05d}" for number in units + 1],
            "city": np.array(codes.CITY_LETTERS)[city],
            "work": np.array(codes.WORKER_TYPES)[worker_type],
            "persons": sizes[units].astype(str),
        },
        dtype="str",
    )
