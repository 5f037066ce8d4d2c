"""What can be said of a population from people who chose themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NoReturn

from surveys.errors import Problem, SurveyError
from surveys.estimation.volunteers.propensity import PropensityMethod
from surveys.numerics.regression import Family

Method = Literal["inverse_propensity", "mass_imputation", "doubly_robust"]
Errors = Literal["analytic", "bootstrap"]
Over = Literal["volunteers", "reference"]
"""What a sum over the volunteers is divided by: Σ_A a/p, or Σ_B d."""


@dataclass(frozen=True, slots=True)
class VolunteerEstimate:
    """A mean from volunteers; `sample` is the flag that everything made of it must show.

    `propensity`, `over` and `family` say which models the method used, None where it uses none.
    `standard_error` holds if they are right; `variance` tells where it comes from, "none" where
    there is none. A bootstrap leaves out the `failed` of its `replicates`, in which a model could
    not be fitted. `volunteers` and `reference` count rows.
    """

    method: Method
    propensity: PropensityMethod | None
    over: Over | None
    family: Family | None
    value: float
    standard_error: float | None
    variance: Literal["analytic", "bootstrap", "none"]
    volunteers: int
    reference: int
    replicates: int = 0
    failed: int = 0
    sample: Literal["volunteers"] = "volunteers"

    def margin_of_error(self) -> NoReturn:
        """Refused: nobody drew this sample, so no such margin exists."""
        raise SurveyError([Problem("margin_of_error_refused", self.method, self.sample)])
