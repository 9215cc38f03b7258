from . import part_papers
