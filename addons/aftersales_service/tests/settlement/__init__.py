from . import test_terms
from . import test_gather
from . import test_answers
from . import test_documents
from . import test_deadlines
from . import test_settlement_portal
from . import test_settlement_papers
from . import test_settlement_screens
