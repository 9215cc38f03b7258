from . import duty
from . import duty_open
from . import alarm_mixin
