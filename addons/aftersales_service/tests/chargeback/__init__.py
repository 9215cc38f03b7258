from . import test_chargeback_import
from . import test_chargeback_answers
from . import test_chargeback_documents
from . import test_chargeback_screens
