#!/usr/bin/env python3
"""Reads the layers.csv of a run, and shows where its time goes.

    cspsim run tpu-v1 cspdarknet53
    python3 examples/plot_layers.py reports/tpu-v1/cspdarknet53/layers.csv [PICTURE.png]

Prints the time of each stage by cause and the longest layers; given a picture's name, also draws
the layers as stacked bars, for which matplotlib is needed. Uses pandas where it is installed, and
Python's own csv module where not.
"""

import csv
import sys

CAUSE = "_cycles"


def read(path):
    """The rows as dictionaries, with numbers where the columns hold numbers."""
    try:
        import pandas
    except ImportError:
        with open(path, newline="", encoding="utf-8") as file:
            return [{key: number(text) for key, text in row.items()} for row in csv.DictReader(file)]
    return pandas.read_csv(path, keep_default_na=False).to_dict("records")


def number(text):
    try:
        return float(text)
    except ValueError:
        return text


def causes(row):
    """Seconds by cause: a cause's share of the layer's cycles, of the layer's time."""
    total = row["cycles"]
    return {
        key.removesuffix(CAUSE): row["time_s"] * value / total if total else 0.0
        for key, value in row.items()
        if key.endswith(CAUSE)
    }


def by_stage(rows):
    stages = {}
    for row in rows:
        sums = stages.setdefault(row["stage"] or "(none)", {})
        for cause, seconds in causes(row).items():
            sums[cause] = sums.get(cause, 0.0) + seconds
    return stages


def show(rows):
    for stage, sums in by_stage(rows).items():
        largest = sorted(((seconds, cause) for cause, seconds in sums.items()), reverse=True)[:3]
        parts = ", ".join(f"{cause} {seconds * 1e6:.1f}" for seconds, cause in largest if seconds)
        print(f"{stage:10} {sum(sums.values()) * 1e6:9.1f} µs  {parts}")
    print("longest layers")
    for row in sorted(rows, key=lambda row: -row["time_s"])[:5]:
        print(f"  {row['layer']:32} {row['time_s'] * 1e6:9.1f} µs  {row['verdict']}")
    print(f"total {sum(row['time_s'] for row in rows) * 1e3:.3f} ms")


def draw(rows, picture):
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    busy = [row for row in rows if row["time_s"]]
    figure, axes = pyplot.subplots(figsize=(12, 4), layout="constrained")
    bottom = [0.0] * len(busy)
    for cause in causes(busy[0]):
        heights = [causes(row)[cause] * 1e6 for row in busy]
        if any(heights):
            axes.bar(range(len(busy)), heights, bottom=bottom, label=cause)
        bottom = [below + height for below, height in zip(bottom, heights)]
    axes.set(xlabel="layer, in order of execution", ylabel="µs")
    axes.legend()
    figure.savefig(picture)


def main(arguments):
    if len(arguments) not in (1, 2):
        sys.exit(__doc__)
    rows = read(arguments[0])
    show(rows)
    if len(arguments) == 2:
        draw(rows, arguments[1])


main(sys.argv[1:])
