"""Section F: social insurance and its portability.

The employee pension, unemployment insurance and statutory injury cover are the population's; the
other branches follow from them.
"""

from __future__ import annotations

from numpy.random import Generator

from surveys.simulation.answers.relation import labour_contract
from surveys.simulation.answers.rules import Answers, Rules
from surveys.simulation.draws import Shares, between, pick, round_to, score, several, whole
from surveys.simulation.interviewee import Interviewee

RULES = Rules()
RULES.shares(
    f_dup={"1": 0.03, "0": 0.86, "98": 0.11},
    f_know1={"1": 0.58, "0": 0.10, "98": 0.32},
    f_know2={"1": 0.52, "0": 0.16, "98": 0.32},
    f_know3={"1": 0.30, "0": 0.34, "98": 0.36},
)

# Nobody in the population draws a pension, so code 5 does not occur: every universe with or
# without pensioners has the same true value.
PENSION_OTHERWISE: Shares = {"3": 0.60, "0": 0.36, "98": 0.04}
MEDICAL_OTHERWISE: Shares = {"3": 0.78, "0": 0.12, "5": 0.03, "2": 0.05, "98": 0.02}
DRAWING_BENEFIT = 0.01
"""Share of those with unemployment insurance who draw the benefit now."""
UNEMPLOYMENT_OTHERWISE: Shares = {"2": 0.26, "0": 0.68, "98": 0.06}
SINGLE_BRANCH_CITIES = (0, 2, 3, 4)
"""Cities where injury insurance alone could be bought for workers without a labour relation."""
COMMERCIAL = ({"4": 0.48, "5": 0.10}, {"4": 0.05, "5": 0.08}, {"4": 0.08, "5": 0.06}, {"5": 0.12})
"""Chances of commercial accident cover, from the platform and bought, by worker type."""
COVER_UNKNOWN = 0.05
PLACE_LOCAL: Shares = {"1": 0.95, "2": 0.0, "3": 0.03, "4": 0.01, "98": 0.01}
PLACE_EMPLOYEE: Shares = {"1": 0.82, "2": 0.09, "3": 0.05, "4": 0.02, "98": 0.02}
PLACE_RESIDENT: Shares = {"1": 0.08, "2": 0.88, "3": 0.02, "4": 0.01, "98": 0.01}
"""Place of insurance: locals; migrants in an employee scheme; migrants in a resident scheme."""
BASES: Shares = {"1": 0.52, "2": 0.26, "3": 0.12, "4": 0.03, "98": 0.07}
LOWEST_BASE = 4000
EMPLOYEE_RATE, FLEXIBLE_RATE = 0.105, 0.20
"""Own contributions as a share of the base: beside an employer, and alone."""
BURDEN_STEPS = 0.06
"""Each step of burden stands for this share of income."""
REASONS_PENSION = (
    {"1": 0.55, "2": 0.34, "3": 0.34, "4": 0.12, "5": 0.22, "6": 0.18, "7": 0.20, "8": 0.24,
     "9": 0.26, "10": 0.14, "11": 0.10},
    {"1": 0.40, "2": 0.28, "3": 0.40, "4": 0.10, "5": 0.14, "6": 0.26, "7": 0.20, "8": 0.20,
     "9": 0.22, "10": 0.16, "11": 0.10},
    {"1": 0.66, "2": 0.22, "3": 0.12, "4": 0.08, "5": 0.18, "6": 0.16, "7": 0.14, "8": 0.22,
     "9": 0.24, "10": 0.10, "11": 0.12},
    {"1": 0.12, "2": 0.48, "3": 0.44, "4": 0.14, "5": 0.14, "6": 0.06, "7": 0.26, "8": 0.16,
     "9": 0.38, "10": 0.22, "11": 0.16},
)  # fmt: skip
REASONS_RISK: Shares = {"1": 0.52, "2": 0.18, "3": 0.14, "7": 0.12, "9": 0.08, "10": 0.30,
                        "11": 0.34}  # fmt: skip
TRANSFERRED: Shares = {"1": 0.22, "2": 0.10, "3": 0.40, "4": 0.16, "5": 0.04, "6": 0.08}
TRANSFER_PROBLEMS: Shares = {"1": 0.36, "2": 0.40, "3": 0.20, "4": 0.10, "5": 0.06, "6": 0.22}


@RULES.rule
def f_pension(person: Interviewee, answers: Answers, random: Generator) -> str:
    if person.pension:
        return "1" if person.insured_by_employer else "2"
    return pick(random, PENSION_OTHERWISE)


@RULES.rule
def f_pen_place(person: Interviewee, answers: Answers, random: Generator) -> str:
    return _place(person, random, employee_scheme=person.pension)


@RULES.rule
def f_pen_m12(person: Interviewee, answers: Answers, random: Generator) -> str:
    steady = 0.82 if person.insured_by_employer else 0.55
    return "12" if random.random() < steady else str(int(random.integers(2, 12)))


@RULES.rule
def f_pen_years(person: Interviewee, answers: Answers, random: Generator) -> str:
    most = min(person.age - 16, 30)
    return f"{round(2 * most * random.beta(1.3, 2.6)) / 2:g}"


@RULES.rule
def f_base(person: Interviewee, answers: Answers, random: Generator) -> str:
    return pick(random, BASES)


@RULES.rule
def f_medical(person: Interviewee, answers: Answers, random: Generator) -> str:
    if not person.pension:
        return pick(random, MEDICAL_OTHERWISE)
    own = "1" if person.insured_by_employer else "2"
    return pick(random, {own: 0.93, "3": 0.07})


@RULES.rule
def f_med_place(person: Interviewee, answers: Answers, random: Generator) -> str:
    return _place(person, random, employee_scheme=answers["f_medical"] != "3")


@RULES.rule
def f_unemp(person: Interviewee, answers: Answers, random: Generator) -> str:
    if person.unemployment:
        return "3" if random.random() < DRAWING_BENEFIT else "1"
    return pick(random, UNEMPLOYMENT_OTHERWISE)


@RULES.rule
def f_injury(person: Interviewee, answers: Answers, random: Generator) -> str:
    commercial = several(random, COMMERCIAL[person.worker_type])
    if person.injury_cover:
        alone = not person.insured_by_employer and person.worker_type != 2
        single = alone and person.city in SINGLE_BRANCH_CITIES
        return f"{'2' if single else '1'} {commercial}".strip()
    return commercial or ("98" if random.random() < COVER_UNKNOWN else "0")


@RULES.rule
def f_matern(person: Interviewee, answers: Answers, random: Generator) -> str:
    if answers["f_medical"] in ("1", "2"):
        return pick(random, {answers["f_medical"]: 0.86, "0": 0.08, "98": 0.06})
    resident = 0.42 if answers["f_medical"] == "3" else 0.0
    return pick(random, {"3": resident, "0": 0.44, "98": 0.14})


@RULES.rule
def f_hpf(person: Interviewee, answers: Answers, random: Generator) -> str:
    by_employer = 0.46 if person.insured_by_employer else 0.0
    alone = 0.04 if person.pension else 0.01
    return pick(random, {"1": by_employer, "2": alone, "0": 0.96 - by_employer, "98": 0.03})


@RULES.rule
def f_paid(person: Interviewee, answers: Answers, random: Generator) -> str:
    if person.pension:
        rate = EMPLOYEE_RATE if person.insured_by_employer else FLEXIBLE_RATE
        base = max(LOWEST_BASE, 0.75 * person.income)
        return str(round_to(rate * base * between(random, 0.9, 1.1), 10))
    resident = answers["f_pension"] == "3" or answers["f_medical"] == "3"
    return str(whole(random, 42, 18, 10, 150)) if resident else "0"


@RULES.rule
def f_burden(person: Interviewee, answers: Answers, random: Generator) -> str:
    share = int(answers["f_paid"]) / person.income
    return score(random, 1.8 + share / BURDEN_STEPS + person.interviewer_effect)


@RULES.rule
def f_why_pen(person: Interviewee, answers: Answers, random: Generator) -> str:
    return several(random, REASONS_PENSION[person.worker_type], otherwise="97", most=3)


@RULES.rule
def f_why_eiui(person: Interviewee, answers: Answers, random: Generator) -> str:
    return several(random, REASONS_RISK, otherwise="97", most=3)


@RULES.rule
def f_othercity(person: Interviewee, answers: Answers, random: Generator) -> str:
    chance = (0.34 if person.migrant else 0.08) + (0.10 if labour_contract(answers) else 0.0)
    return pick(random, {"1": chance, "0": 0.96 - chance, "98": 0.04})


@RULES.rule
def f_transfer(person: Interviewee, answers: Answers, random: Generator) -> str:
    return pick(random, TRANSFERRED)


@RULES.rule
def f_tr_prob(person: Interviewee, answers: Answers, random: Generator) -> str:
    return several(random, TRANSFER_PROBLEMS, otherwise="0")


def _place(person: Interviewee, random: Generator, *, employee_scheme: bool) -> str:
    if not person.migrant:
        return pick(random, PLACE_LOCAL)
    return pick(random, PLACE_EMPLOYEE if employee_scheme else PLACE_RESIDENT)
