"""What was measured as a table, and what it means."""

from statistics import median

from rows import HAPROXY, HERD, NGINX, ROWS, SETUPS


class Results:
    """For each run, row and router a value, or the reason why there is none."""

    def __init__(self, runs):
        self.runs = [{row.key: {} for row in ROWS} for _ in range(runs)]
        self.failures = []

    def put(self, run, router, values):
        for key, value in values.items():
            self.runs[run][key][router] = value

    def fail(self, run, router, figure, reason):
        self.failures.append(f"run {run + 1}, {figure}, {router}: {reason}")

    def values(self, key, router):
        return [run[key][router] for run in self.runs if router in run[key]]

    def over(self, key, limit, subject):
        """The limit's number for each run in which everything it needs was measured, with `subject` for herd."""
        needed = (subject, *limit.needs)
        runs = [run[key] for run in self.runs if all(router in run[key] for router in needed)]
        return [limit.value(run | {HERD: run[subject]}) for run in runs]

    def verdict(self, row, subject):
        """`aim`, `must`, `MISSED`, or nothing where it cannot be told."""
        for word, limit in (("aim", row.aim), ("must", row.must)):
            numbers = self.over(row.key, limit, subject)
            if numbers and median(numbers) <= limit.most:
                return word
        return "MISSED" if self.over(row.key, row.must, subject) else ""

    def missed(self):
        return [row.title for row in ROWS if self.verdict(row, HERD) == "MISSED"]


def markdown(results, streams):
    lines = [
        "| figure | herd | nginx | HAProxy | herd ÷ nginx | must | aim | met |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for row in ROWS:
        for subject in SETUPS:
            if not results.values(row.key, subject):
                continue
            title = row.title.format(streams=streams) + subject.removeprefix(HERD)
            cells = [
                f"{title}, {row.unit}",
                *(spread(results.values(row.key, router)) for router in (subject, NGINX, HAPROXY)),
                spread(ratios(results, row.key, subject), digits=2),
                row.must.text,
                row.aim.text,
                results.verdict(row, subject),
            ]
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def ratios(results, key, subject):
    """Herd by nginx in the same run; meaningless near zero."""
    runs = [run[key] for run in results.runs if subject in run[key] and run[key].get(NGINX, 0) > 0.01]
    return [run[subject] / run[NGINX] for run in runs]


def spread(values, digits=None):
    """The median with the least and the most."""
    if not values:
        return "–"
    middle = median(values)
    if digits is None:
        digits = 0 if abs(middle) >= 100 else 1 if abs(middle) >= 10 else 2
    text = f"{middle:.{digits}f}"
    return text if len(values) == 1 else f"{text} ({min(values):.{digits}f}–{max(values):.{digits}f})"
