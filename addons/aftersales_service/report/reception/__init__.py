from . import walk_round_papers
