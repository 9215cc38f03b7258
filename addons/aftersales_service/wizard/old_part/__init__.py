from . import old_part_answer
