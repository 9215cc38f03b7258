from . import test_drawing
from . import test_drawing_viewer
from . import test_tour_drawing
from . import test_drawing_import
from . import test_drawing_phone
from . import test_drawing_portal
