from . import test_shelf
from . import test_labels
