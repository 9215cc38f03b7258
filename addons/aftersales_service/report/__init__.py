from . import ir_actions_report, papers, device_papers, part_papers, refusal
