from . import test_return_inspection
from . import test_return_responsibility
