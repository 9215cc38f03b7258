from . import walk_round
from . import walk_round_seal
from . import walk_round_duty
from . import switch
