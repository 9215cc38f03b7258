from . import test_attack_fields
from . import test_attack_files
from . import test_attack_http
from . import test_attack_ledgers
from . import test_attack_methods
