from . import expense_papers
