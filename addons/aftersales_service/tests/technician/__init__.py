from . import test_technician
