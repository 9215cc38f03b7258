from . import test_icp_number
from . import test_subject_number
from . import test_subject_move
from . import test_subject_delete
from . import test_service
from . import test_partner
from . import test_access
from . import test_module
