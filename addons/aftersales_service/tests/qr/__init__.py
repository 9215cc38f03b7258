from . import test_public_network
from . import test_public_attempt
from . import test_qr_page
