#!/usr/bin/env python3
"""Synthetic non-standard-worker surveys for tests of a survey-statistics engine.

Pure numpy (PCG64, fixed seeds). No third-party data: no licence question.
Every number is written with a fixed number of decimals, so every reader gets
exactly the same doubles.  usage: make_synthetic.py [OUT]   (writes OUT/data/, default: this folder)
"""

import csv
import json
import sys
from pathlib import Path

import numpy as np

OUT = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent


(OUT / "data").mkdir(parents=True, exist_ok=True)


def wcsv(path, cols, fmt=None):
    fmt = fmt or {}
    names = list(cols)
    n = len(cols[names[0]])
    with path.open("w", newline="") as f:
        w = csv.writer(f, lineterminator="\n")
        w.writerow(names)
        for i in range(n):
            row = []
            for c in names:
                v = cols[c][i]
                if isinstance(v, (float, np.floating)):
                    row.append("NA" if np.isnan(v) else (fmt.get(c, "%.2f") % v))
                else:
                    row.append(str(v))
            w.writerow(row)


def expit(x):
    return 1 / (1 + np.exp(-x))


# ------------------------------------------------------------------ the survey
CITY = ["C1", "C2", "C3", "C4", "C5"]
SECTOR = ["plat", "trad"]
SEX = ["F", "M"]
AGE = ["15-24", "25-34", "35-44", "45-54", "55+"]
WT = ["delivery", "ride", "domestic", "construction", "vendor", "homework"]


def people(rng, n, city, sector):
    """covariates + outcomes for n people of given city/sector index arrays"""
    p_f = np.where(sector == 0, 0.28, 0.52) + 0.02 * city
    sex = (rng.random(n) > p_f).astype(int)  # 0=F 1=M
    agep = np.array([[0.26, 0.34, 0.22, 0.12, 0.06], [0.12, 0.22, 0.26, 0.24, 0.16]])
    age = (rng.random(n)[:, None] > np.cumsum(agep[sector], 1)).sum(1).clip(0, 4)
    wtp = np.zeros((n, 6))
    wtp[sector == 0] = [0.46, 0.34, 0.06, 0.02, 0.06, 0.06]
    wtp[sector == 1] = [0.04, 0.06, 0.24, 0.26, 0.26, 0.14]
    wtp[:, 2] *= np.where(sex == 0, 1.8, 0.35)
    wtp[:, 3] *= np.where(sex == 0, 0.3, 1.3)
    wtp[:, 5] *= np.where(sex == 0, 1.7, 0.5)
    wtp /= wtp.sum(1, keepdims=True)
    wt = (rng.random(n)[:, None] > np.cumsum(wtp, 1)).sum(1).clip(0, 5)
    migrant = (
        rng.random(n)
        < expit(-0.9 + 0.35 * (city == 0) + 0.5 * (wt == 3) + 0.3 * (age < 2) - 0.25 * (sex == 0))
    ).astype(int)
    educ = (
        (rng.normal(size=n) + 0.25 * (sector == 0) - 0.3 * migrant - 0.12 * age + 1.6)
        .clip(0.01, 3.99)
        .astype(int)
    )
    return sex, age, wt, migrant, educ


def outcomes(rng, n, city, sector, sex, age, wt, migrant, educ, u):
    """u: PSU random effect (n,)"""
    hours = (
        38
        + 6 * (sector == 0)
        + 3 * (sex == 1)
        + 2.5 * migrant
        - 1.2 * np.abs(age - 2)
        + 2.2 * u
        + rng.normal(0, 9.5, n)
    )
    hours = hours.clip(4, 96).round(1)
    lin = (
        7.6
        + 0.14 * educ
        + 0.006 * (hours - 40)
        + 0.10 * (sex == 1)
        + 0.05 * (city == 0)
        - 0.08 * migrant
        + 0.12 * u
        + rng.normal(0, 0.45, n)
    )
    income = np.exp(lin).round(2)
    income[rng.random(n) < expit(-3.1 + 0.5 * (wt == 4))] = np.nan
    insured = (
        rng.random(n)
        < expit(
            -0.6 + 0.35 * educ - 0.7 * migrant + 0.25 * (age >= 2) - 0.2 * (sector == 0) + 0.5 * u
        )
    ).astype(int)
    injury = (
        rng.random(n) < expit(-3.6 + 0.8 * (wt == 1) + 0.9 * (wt == 3) + 0.01 * (hours - 40))
    ).astype(int)
    contrib = np.where(
        insured == 1,
        np.round(np.nan_to_num(income, nan=2200.0) * (0.05 + 0.05 * rng.random(n)), 2),
        0.0,
    )
    sat = (
        (3.1 - 0.2 * injury + 0.25 * insured + 0.3 * u + rng.normal(0, 1.0, n))
        .round()
        .clip(1, 5)
        .astype(int)
    )
    napps = (
        np.where(sector == 0, 1 + rng.poisson(0.9, n), rng.poisson(0.15, n)).clip(0, 6).astype(int)
    )
    tr = (
        (
            rng.random(n)[:, None]
            > np.cumsum(np.stack([0.25 + 0.05 * educ, 0.35 + 0 * educ, 0.40 - 0.05 * educ], 1), 1)
        )
        .sum(1)
        .clip(0, 2)
    )
    rare = (rng.random(n) < 0.008).astype(int)
    return {
        "hours": hours,
        "income": income,
        "insured": insured,
        "injury": injury,
        "contrib": contrib,
        "sat": sat,
        "napps": napps,
        "training": tr,
        "rare": rare,
    }


def lab(codes, labels):
    return np.array([labels[int(i)] for i in codes], dtype=object)


def survey():  # noqa: C901 - one script, top to bottom: the order of draws fixes every number
    rng = np.random.default_rng(20240611)
    # stratum frame: N_h PSUs, sizes
    strata = [(c, s) for c in range(5) for s in range(2)]
    NPSU = {(c, s): int(40 + 13 * ((c * 7 + s * 3) % 6)) for c, s in strata}
    nPSU = {(c, s): 14 if c == 0 else (10 if (c + s) % 2 else 12) for c, s in strata}
    rows = []
    pid = 0
    psu_no = 0
    frame_counts = np.zeros((5, 2, 2, 5, 6))
    for c, s in strata:
        N, n = NPSU[c, s], nPSU[c, s]
        M = rng.integers(180, 760, N)
        ueff = rng.normal(0, 1, N)
        pick = np.sort(rng.permutation(N)[:n])
        for j in range(N):  # whole frame is generated: gives the true margins
            m = int(M[j])
            ci, si = np.full(m, c), np.full(m, s)
            sex, age, wt, mig, edu = people(rng, m, ci, si)
            np.add.at(frame_counts, (ci, si, sex, age, wt), 1)
            if j in pick:
                psu_no += 1
                take = rng.permutation(m)[: int(rng.integers(30, 42))]
                k = len(take)
                o = outcomes(
                    rng,
                    k,
                    ci[take],
                    si[take],
                    sex[take],
                    age[take],
                    wt[take],
                    mig[take],
                    edu[take],
                    np.full(k, ueff[j]),
                )
                for q in range(k):
                    pid += 1
                    t = take[q]
                    rows.append(
                        (
                            pid,
                            c,
                            s,
                            psu_no,
                            N,
                            m,
                            (N / n) * (m / k),
                            k,
                            n,
                            sex[t],
                            age[t],
                            wt[t],
                            mig[t],
                            edu[t],
                        )
                        + tuple(o[z][q] for z in o)
                    )
    names = [
        "id",
        "c",
        "s",
        "psu",
        "fpc1",
        "fpc2",
        "bw",
        "k",
        "n",
        "sex",
        "age",
        "wt",
        "migrant",
        "educ",
        "hours",
        "income",
        "insured",
        "injury",
        "contrib",
        "sat",
        "napps",
        "training",
        "rare",
    ]
    A = {nm: np.array([r[i] for r in rows]) for i, nm in enumerate(names)}
    G = len(rows)
    # response status on the issued sample: 3,000 respondents exactly
    eta = (
        0.9
        + 0.35 * (A["sex"] == 0)
        - 0.3 * (A["age"] == 0)
        + 0.25 * (A["c"] == 2)
        - 0.5 * (A["wt"] == 1)
        + 0.2 * (A["s"] == 1)
    )
    key = eta + rng.logistic(size=G)
    order = np.argsort(-key, kind="stable")
    status = np.full(G, "NR", dtype=object)
    status[order[:3000]] = "RR"
    rest = order[3000:]
    r2 = rng.random(len(rest))
    status[rest[r2 < 0.12]] = "IN"
    status[rest[(r2 >= 0.12) & (r2 < 0.24)]] = "UK"
    EDU = ["e0_primary", "e1_lower", "e2_upper", "e3_tertiary"]
    TRN = ["digital", "safety", "none"]
    common = {
        "id": A["id"].astype(int),
        "city": lab(A["c"], CITY),
        "sector": lab(A["s"], SECTOR),
        "stratum": np.array(
            [f"{CITY[int(c)]}.{SECTOR[int(s)]}" for c, s in zip(A["c"], A["s"], strict=True)],
            dtype=object,
        ),
        "psu": A["psu"].astype(int),
        "fpc_psu": A["fpc1"].astype(int),
        "fpc_ssu": A["fpc2"].astype(int),
        "base_wt": np.round(A["bw"], 6),
        "sex": lab(A["sex"], SEX),
        "age5": lab(A["age"], AGE),
        "wtype": lab(A["wt"], WT),
        "migrant": A["migrant"].astype(int),
    }
    issued = {**common, "status": status}
    wcsv(OUT / "data" / "nsw_issued.csv", issued, {"base_wt": "%.6f"})
    keep = np.flatnonzero(status == "RR")
    # paired variance strata for BRR: pair PSUs inside strata in order
    vstr, vpsu = {}, {}
    v = 0
    for c, s in strata:
        pp = sorted(set(A["psu"][(A["c"] == c) & (A["s"] == s)].astype(int)))
        for i in range(0, len(pp), 2):
            v += 1
            for j, x in enumerate(pp[i : i + 2]):
                vstr[x], vpsu[x] = v, j + 1
    net = {k: x[keep] for k, x in common.items()}
    ps = net["psu"]
    net["vstrat"] = np.array([vstr[x] for x in ps])
    net["vpsu"] = np.array([vpsu[x] for x in ps])
    net["educ"] = lab(A["educ"], EDU)[keep]
    for z in ["hours", "income"]:
        net[z] = A[z][keep].astype(float)
    net["insured"] = A["insured"][keep].astype(int)
    net["injury"] = A["injury"][keep].astype(int)
    net["contrib"] = A["contrib"][keep].astype(float)
    for z in ["sat", "napps"]:
        net[z] = A[z][keep].astype(int)
    net["training"] = lab(A["training"], TRN)[keep]
    net["rare"] = A["rare"][keep].astype(int)
    # net weight: base weight times the stratum-level response factor (file variable, so that
    # analysis cases do not depend on an earlier step)
    f = {}
    for c, s in strata:
        m = (A["c"] == c) & (A["s"] == s)
        el = m & (status != "IN")
        rr = m & (status == "RR")
        f[f"{CITY[c]}.{SECTOR[s]}"] = A["bw"][el].sum() / A["bw"][rr].sum()
    net["wt"] = np.round(
        np.array([b * f[s] for b, s in zip(net["base_wt"], net["stratum"], strict=True)]), 6
    )
    wcsv(OUT / "data" / "nsw.csv", net, {"base_wt": "%.6f", "wt": "%.6f", "hours": "%.1f"})
    # lonely-PSU data set: thin out so that 2 of the 10 strata keep one PSU
    strat = net["stratum"]
    pk = np.ones(len(keep), bool)
    for st in ["C4.trad", "C5.plat"]:
        first = min(ps[strat == st])
        pk &= ~((strat == st) & (ps != first))
    for st in sorted(set(strat)):
        if st not in ("C4.trad", "C5.plat"):
            three = sorted(set(ps[strat == st]))[:3]
            pk &= ~((strat == st) & ~np.isin(ps, three))
    sub = {
        k: x[pk]
        for k, x in net.items()
        if k
        in (
            "id",
            "city",
            "stratum",
            "psu",
            "wt",
            "sex",
            "age5",
            "wtype",
            "hours",
            "insured",
            "income",
        )
    }
    wcsv(OUT / "data" / "nsw_lonely.csv", sub, {"wt": "%.6f", "hours": "%.1f"})
    # margins
    ax = {"city": 0, "sector": 1, "sex": 2, "age5": 3, "wtype": 4}
    L = {"city": CITY, "sector": SECTOR, "sex": SEX, "age5": AGE, "wtype": WT}
    marg = {}
    for nm, a in ax.items():
        t = frame_counts.sum(tuple(i for i in range(5) if i != a))
        marg[nm] = {level: int(x) for level, x in zip(L[nm], t, strict=True)}
    joint = frame_counts.sum((1, 3, 4))
    marg["city*sex"] = [
        {"city": c, "sex": s, "Freq": int(joint[i, j])}
        for i, c in enumerate(CITY)
        for j, s in enumerate(SEX)
    ]
    joint = frame_counts.sum((1, 2, 4))
    marg["city*age5"] = [
        {"city": c, "age5": s, "Freq": int(joint[i, j])}
        for i, c in enumerate(CITY)
        for j, s in enumerate(AGE)
    ]
    marg["N"] = int(frame_counts.sum())
    marg["hours_total"] = round(
        float(frame_counts.sum()) * 40.25, 2
    )  # an "administrative" total for numeric calibration
    (OUT / "data" / "nsw_margins.json").write_text(json.dumps(marg, indent=1))
    # volunteer (river/web) sample of 800 and a 1,000-case probability reference sample
    n = 6000
    rng2 = np.random.default_rng(77001)
    cc = rng2.integers(0, 5, n)
    ss = (rng2.random(n) < 0.55).astype(int)
    sex, age, wt, mig, edu = people(rng2, n, cc, ss)
    o = outcomes(rng2, n, cc, ss, sex, age, wt, mig, edu, rng2.normal(0, 0.3, n))
    pv = expit(-2.3 + 0.9 * (ss == 0) + 0.5 * (age < 2) + 0.3 * (educ_hi := (edu >= 2)) - 0.3 * mig)
    vol = np.flatnonzero(rng2.random(n) < pv)[:800]
    pr = rng2.permutation(n)[:1000]

    def sub2(ix, w=None):
        d = {
            "id": ix + 1,
            "city": lab(cc[ix], CITY),
            "sector": lab(ss[ix], SECTOR),
            "sex": lab(sex[ix], SEX),
            "age5": lab(age[ix], AGE),
            "migrant": mig[ix],
            "educ_hi": educ_hi[ix].astype(int),
        }
        if w is not None:
            d["wt"] = w
        else:
            d["hours"] = o["hours"][ix].astype(float)
            d["insured"], d["sat"] = o["insured"][ix], o["sat"][ix]
        return d

    wcsv(OUT / "data" / "nsw_volunteer.csv", sub2(vol), {"hours": "%.1f"})
    wr = np.round((n / 1000) * np.exp(rng2.normal(0, 0.25, 1000)) / np.exp(0.25**2 / 2), 6)
    wcsv(OUT / "data" / "nsw_probref.csv", sub2(pr, wr), {"wt": "%.6f"})
    return G, len(keep), psu_no


if __name__ == "__main__":
    issued, respondents, psus = survey()
    print(f"{issued} issued, {respondents} respondents, {psus} PSUs")
