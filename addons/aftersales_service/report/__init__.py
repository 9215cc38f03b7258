from . import ir_actions_report, papers, device_papers, refusal
from . import order_papers, registers
from . import part_papers
from . import return_papers
from . import part_papers_supply
from . import visit_papers, technician_papers, service_ledger
from . import walk_round_papers
from . import cash_papers
