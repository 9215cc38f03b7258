from . import settlement_papers
