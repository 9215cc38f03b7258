"""How good proposals are, against the truth of a month."""

from dataclasses import dataclass, field

from kernel.matching import propose
from kernel.statement import read
from month import CITIES, Month
from statement_files import BANKS, files

PAYOUTS = ("next_day", "weekly", "midday", "drawn")


@dataclass
class Score:
    true: int = 0
    sure: int = 0
    found: int = 0
    wrong: list = field(default_factory=list)
    missed: list = field(default_factory=list)
    all_sure: int = 0

    def __iadd__(self, other):
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)
        return self

    def __str__(self):
        return (
            f"{self.true} lines with a truth: {self.sure / self.true:.1%} right and sure, "
            f"{self.found / self.true:.1%} right; {self.all_sure} sure, "
            f"{len(self.wrong)} of them wrong"
        )


def read_files(made):
    """The lines of all files; each move learns its key."""
    lines = []
    for name, data, moves in made:
        read_lines = read(data, name)
        assert [n.amount for n in read_lines] == [m.amount for m in moves], name
        for line, move in zip(read_lines, moves, strict=True):
            move.key = line.key
        lines += read_lines
    return lines


def rate(month, lines):
    proposals = {p.line: p for p in propose(lines, month.items)}
    score = Score()
    for move in month.moves:
        proposal = proposals.get(move.key)
        score.true += move.has_truth
        right = bool(proposal) and move.is_right(proposal)
        score.found += right and move.has_truth
        if proposal and proposal.sure:
            score.all_sure += 1
            score.sure += right and move.has_truth
            if not right or move.any_of or not move.has_truth:
                score.wrong.append((move, proposal))
        if move.has_truth and not right:
            score.missed.append((move, proposal))
    return score


def make_month(seed):
    """(`Month`, lines): other customers, payouts and another bank with each seed."""
    month, made = make_files(seed)
    return month, read_files(made)


def make_files(seed):
    """(`Month`, [(name, bytes, moves)])."""
    month = Month(seed, payouts=PAYOUTS[seed % 4], cities=CITIES[: 1 + seed % 8])
    return month, list(files(month, BANKS[seed % len(BANKS)]))
