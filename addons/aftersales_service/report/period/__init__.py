from . import period_papers
