from . import test_dunning_held
from . import test_dunning_propose
from . import test_dunning_send
