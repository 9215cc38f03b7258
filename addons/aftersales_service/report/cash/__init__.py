from . import cash_papers
