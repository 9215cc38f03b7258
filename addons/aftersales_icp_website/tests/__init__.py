from . import test_footer
from . import test_translations
from . import test_site
