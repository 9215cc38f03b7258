from . import visit_papers
