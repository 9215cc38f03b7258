from . import return_papers
