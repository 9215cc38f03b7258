from . import test_presets
