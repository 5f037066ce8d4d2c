"""Charts of every kind with labels that tempt fate."""

from portal.charts import (
    Caption,
    Group,
    Key,
    Mark,
    Part,
    Row,
    Stack,
    StackGroup,
    bars_with_interval,
    dot_and_interval,
    linear_axis,
    logarithmic_axis,
    stacked_bars,
)

LABELS = (
    "All",
    "养老保险持续缴费（近12个月缴满10个月）以及其他一切需要写得很长很长的标签文字",
    "Paid < 5 % & \"quoted\" 'labels' > none",
    "A label in English that is far too long for its column and has to be broken and cut",
    "Unbreakablewordthatismuchlongerthananycolumncouldeverbeinanychartofthisreport",
)


def percent(value: float) -> str:
    return f"{100 * value:.0f}%"


def rows(*shapes: str) -> tuple[Row, ...]:
    marks = tuple(Mark(0.31, 0.25, 0.44, shape) for shape in shapes or ("dot",))
    hidden = Row("Hidden", (Mark(None),), "‥")
    hollow = Row("Hollow", (Mark(0.9, 0.8, 1.0, open=True),), "(90.0%)")
    return (
        *(Row(label, marks, "31.0%", strong=label == "All") for label in LABELS),
        hidden,
        hollow,
    )


def axis(*values: float):
    return linear_axis(values or (0.25, 1.0), percent, from_zero=True)


def all_charts(title: str = "What is shown", labels: tuple[str, ...] = LABELS) -> dict[str, str]:
    groups = (Group("", rows()[:1]), Group(labels[1], rows()[1:]))
    stacks = tuple(
        Stack(label, (Part(0.5, "50"), Part(None, "‥"), Part(0.05, "5"), Part(0.25, "25")))
        for label in labels
    )
    weights = (Row("Raking", (Mark(183.5, 54.9, 1674.7),), "1.65"),)
    return {
        "intervals": dot_and_interval(groups, axis(), Caption("a", title), reference=0.31),
        "bars": bars_with_interval(rows(), axis(), Caption("b", title)),
        "stacked": stacked_bars((StackGroup(labels[3], stacks),), labels[:4], Caption("c", title)),
        "comparison": dot_and_interval(
            (Group("", rows("ring", "dot", "diamond")),),
            axis(),
            Caption("d", title),
            keys=[Key(label, "ring") for label in labels],
        ),
        "weights": dot_and_interval(
            (Group("", weights),),
            logarithmic_axis((54.9, 1674.7), lambda value: f"{value:,.0f}"),
            Caption("e", title, 480),
        ),
    }
