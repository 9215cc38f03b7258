from . import test_parcel_send
from . import test_parcel_receive
from . import test_parcel_settle
