from . import test_rate_kernel
