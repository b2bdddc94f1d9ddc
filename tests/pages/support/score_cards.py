"""Hand-made score cards, small enough to know what a page should say about them."""

from __future__ import annotations

import pandas as pd

from pages.outlook.track_record.scores import Scores

ERA = "2023-07-01"
NAN = float("nan")
# target, group, metric, value, baseline, baseline_value, skill, skill_low, skill_high, n
CARD = [
    ("cut-off", "overall", "mae", 20.4, "", NAN, NAN, NAN, NAN, 60),
    ("cut-off", "overall", "mae", 20.4, "last", 25.0, 0.18, 0.05, 0.3, 60),
    ("cut-off", "overall", "crps", 15.0, "last", 20.0, 0.25, 0.1, 0.4, 60),
    ("cut-off", "overall", "crps", 15.0, "line-5", 30.0, 0.5, 0.4, 0.6, 60),
    ("cut-off", "overall", "coverage", 0.83, "", NAN, NAN, NAN, NAN, 60),
    ("cut-off", "pnp", "mae", 35.2, "", NAN, NAN, NAN, NAN, 30),
    ("cut-off", "pnp", "crps", 25.0, "last", 30.0, 0.17, 0.02, 0.3, 30),
    ("cut-off", "cec", "mae", 6.6, "", NAN, NAN, NAN, NAN, 20),
    ("cut-off", "cec", "crps", 5.0, "last", 4.9, -0.02, -0.2, 0.1, 20),
    ("cut-off", "trades", "mae", 38.0, "", NAN, NAN, NAN, NAN, 2),
    ("cut-off", "trades", "crps", 36.0, "last", 38.0, 0.05, -0.1, 0.5, 2),
    ("what-if", "overall", "mae", 16.0, "last", 25.0, 0.36, 0.2, 0.5, 60),
    ("what-if", "cec", "mae", 2.6, "", NAN, NAN, NAN, NAN, 20),
    ("when-14", "overall", "brier", 0.17, "gaps", 0.2, 0.15, 0.06, 0.22, 500),
    ("when-14", "any", "brier", 0.11, "poisson", 0.1, -0.1, -0.2, -0.01, 90),
    ("when-14", "overall", "calibration", 0.05, "", NAN, NAN, NAN, NAN, 500),
    ("when-14", "pnp", "brier", 0.13, "gaps", 0.2, 0.35, 0.2, 0.4, 90),
    ("when-14", "cec", "brier", 0.2, "gaps", 0.2, 0.0, -0.1, 0.1, 90),
    ("volume-90", "any", "coverage", 0.66, "", NAN, NAN, NAN, NAN, 40),
    ("invited", "overall", "brier", 0.12, "look-back", 0.2, 0.4, 0.3, 0.5, 900),
]
# target, lower edge, said, came, n
RELIABILITY = [
    ("when-14", 0.2, 0.25, 0.3, 80),
    ("when-14", 0.7, 0.7, 0.68, 50),
    ("when-14", 0.9, 0.93, 0.9, 200),
    ("invited-3", 0.0, 0.03, 0.02, 100),
    ("invited-3", 0.9, 0.94, 0.91, 70),
    ("invited-6", 0.2, 0.25, 0.22, 60),
    ("invited-6", 0.9, 0.95, 0.96, 80),
    ("invited", 0.7, 0.75, 0.71, 40),
]


def card() -> pd.DataFrame:
    """Return a score card with the columns of the backtest."""
    names = ["target", "group", "metric", "value", "baseline", "baseline_value"]
    table = pd.DataFrame(CARD, columns=[*names, "skill", "skill_low", "skill_high", "n"])
    return table.assign(model="outlook", era=ERA)


def reliability() -> pd.DataFrame:
    """Return a reliability table with the columns of the backtest."""
    table = pd.DataFrame(RELIABILITY, columns=["target", "bin", "said", "came", "n"])
    return table.assign(era=ERA, group="overall")


def scores() -> Scores:
    """Return scores with a card and its reliability, without a log."""
    return Scores(card(), reliability())
