from . import test_footer
from . import test_translations
