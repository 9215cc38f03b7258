from . import order_papers
