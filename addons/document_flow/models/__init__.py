from . import right_mixin
from . import guard_mixin
from . import flow_mixin
from . import ledger_mixin
from . import part_mixin
from . import seal_mixin
from . import ir_attachment
from . import ir_default
