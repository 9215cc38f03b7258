from . import duty
from . import duty_open
