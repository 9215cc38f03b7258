from . import test_signature
from . import test_closing_papers
from . import test_survey
from . import test_seal
