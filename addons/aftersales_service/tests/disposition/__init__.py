from . import test_return_dispositions
from . import test_return_card
from . import test_return_damage
from . import test_return_devices
from . import test_return_exchange
from . import test_return_waits
