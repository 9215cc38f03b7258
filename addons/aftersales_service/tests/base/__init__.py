from . import test_approval
from . import test_beside_contacts
from . import test_beside_contract
from . import test_beside_places
from . import test_beside_sales
from . import test_beside_stock
from . import test_flow_guard
from . import test_roles
