"""Charts of every kind with labels that tempt fate."""

from dataclasses import replace

from portal.charts import (
    NARROW,
    WIDE,
    Curve,
    Group,
    Key,
    Layout,
    Mark,
    Panel,
    Part,
    Row,
    Slope,
    Stack,
    StackGroup,
    bars_with_interval,
    curves,
    diverging_bars,
    document,
    dot_and_interval,
    linear_axis,
    logarithmic_axis,
    panel_layout,
    poster,
    slopes,
    small_multiples,
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


def bands(label: str) -> Curve:
    marks = (Mark(0.2, 0.1, 0.3), Mark(None), Mark(0.6, 0.5, 0.7), Mark(0.9, 0.8, 1.0), Mark(0.5))
    return Curve(label, marks)


def grid(labels: tuple[str, ...], layout: Layout):
    columns = 2 if layout.narrow else 3
    room = panel_layout(layout, columns)
    drawing = curves((bands(""),), labels, axis(), layout=room, height=120, reference=0.4)
    panels = [Panel(label, drawing) for label in labels]
    return small_multiples(panels, layout=layout, columns=columns)


def all_drawings(layout: Layout, labels: tuple[str, ...] = LABELS):
    groups = (Group("", rows()[:1]), Group(labels[1], rows()[1:]))
    stacks = tuple(
        Stack(
            label,
            (Part(0.5, "50"), Part(None, "‥"), Part(0.05, "5"), Part(0.25, "25")),
            ends=("50.0%", "30.0%"),
        )
        for label in labels
    )
    weights = (Row("Raking", (Mark(183.5, 54.9, 1674.7),), "1.65"),)
    pairs = [
        Slope(label, Mark(0.31, 0.2, 0.4), Mark(0.32), ("31.0%", "32.0%")) for label in labels
    ] + [Slope("Hidden", Mark(0.5), Mark(None), ("50.0%", "‥"))]
    keys = [Key(label, "ring") for label in labels]
    compared = (Group("", rows("ring", "dot", "diamond")),)
    return {
        "intervals": dot_and_interval(groups, axis(), layout=layout, reference=0.31),
        "bars": bars_with_interval(rows(), axis(), layout=layout),
        "stacked": stacked_bars((StackGroup(labels[3], stacks),), labels[:4], layout=layout),
        "comparison": dot_and_interval(compared, axis(), layout=layout, keys=keys),
        "weights": dot_and_interval(
            (Group("", weights),),
            logarithmic_axis((54.9, 1674.7), lambda value: f"{value:,.0f}"),
            layout=replace(layout, width=min(layout.width, 480)),
        ),
        "likert": diverging_bars((StackGroup(labels[3], stacks),), labels[:4], layout=layout),
        "curves": curves(
            [bands(label) for label in labels], labels, axis(), layout=layout, reference=0.4
        ),
        "multiples": grid(labels, layout),
        "slopes": slopes(pairs, (labels[1], labels[3]), axis(), layout=layout),
    }


def all_charts(title: str = "What is shown") -> dict[str, str]:
    """Every kind as wide and narrow pictures whose ids begin with their names, and a poster."""
    drawings = all_drawings(WIDE)
    narrow = {f"{kind}_narrow": drawing for kind, drawing in all_drawings(NARROW).items()}
    pictures = {
        name: document(drawing, name, title) for name, drawing in (drawings | narrow).items()
    }
    framed = poster(drawings["bars"], title=LABELS[3], alternative=title, source=LABELS[:2])
    return {**pictures, "chart": framed}
