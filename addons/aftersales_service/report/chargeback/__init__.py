from . import chargeback_papers
