from . import test_custody
from . import test_return_receipt
from . import test_return_maker
from . import test_return_way_back
from . import test_sales_returns
from . import test_transport
from . import test_parcel_custody
