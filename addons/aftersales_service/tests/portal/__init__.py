from . import (
    test_portal_attack,
    test_portal_dealer,
    test_portal_report,
    test_portal_requote,
    test_portal_return,
    test_portal_return_paper,
    test_portal_tour,
)
from . import test_portal_queries
