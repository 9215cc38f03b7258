from . import part_papers_supply
