"""A respondent who answers at random and keeps to the rules of the NSE questionnaire."""

import numpy as np

SMALL = (0, 4)
LIMITS = {
    "a_age": (16, 69),
    "a_tls_days": (1, 7),
    "a_tls_sites": (1, 9),
    "a_degree": (1, 50),
    "b_hh_size": (3, 9),
    "b_dep_child": (0, 1),
    "b_dep_old": (0, 1),
    "c_days": (1, 7),
    "c_hours": (40, 112),
    "c_wait": (0, 40),
    "d_njobs": (0, 5),
    "dj_hours": (1, 100),
    "d_low": (0, 3000),
    "d_high": (3000, 9000),
    "g_loss_w": (4, 52),
    "j_attempts": (1, 9),
}
EXCLUSIVE = {"0", "98"}
ELIGIBLE = {"a_consent": "1", "a_age": "30", "a_work7": "1", "a_forms": "1"}
MAY_BE_BLANK = ("d_gross", "c_platform", "j_note", "j_gps")


class RandomRespondent:
    """Answers as `fill` asks; the same seed gives the same answers. `fixed` answers come first."""

    def __init__(self, seed, **fixed):
        self.random = np.random.default_rng(seed)
        self.fixed = fixed

    def __call__(self, question, choices, answers):
        name = question.name
        if name in self.fixed:
            return self.fixed[name]
        if name in MAY_BE_BLANK and self.random.random() < 0.3:
            return ""
        special = getattr(self, f"answer_{name}", None)
        if special is not None:
            return special(answers)
        if question.kind in ("integer", "decimal"):
            return str(self.random.integers(*LIMITS.get(name, SMALL), endpoint=True))
        taken = {answers.get("h_pr1"), answers.get("h_pr2")} if name.startswith("h_pr") else set()
        codes = [choice.name for choice in choices if choice.name not in taken]
        if question.kind == "select_one":
            return str(self.random.choice(codes))
        if question.kind == "select_multiple":
            return self.several([code for code in codes if code not in EXCLUSIVE])
        return "text"

    def several(self, codes):
        return " ".join(self.random.choice(codes, size=min(3, len(codes)), replace=False))

    def answer_a_case_id(self, answers):
        return f"HZ{self.random.integers(1, 5)}-012-{self.random.integers(1000):03d}"

    def answer_a_coupon(self, answers):
        return "ABC123"

    def answer_b_birth_year(self, answers):
        return str(2021 - int(answers["a_age"]))

    def answer_i_pref(self, answers):
        return "1"

    def answer_j_gps(self, answers):
        return "30.25 120.16 0.0 5.0"

    def answer_j_int(self, answers):
        return "I007"
