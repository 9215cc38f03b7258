from . import paper
from . import fee_papers
from . import repair_quotation
