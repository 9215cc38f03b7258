from itertools import islice

from odoo import models
from odoo.exceptions import LockError

from ...exceptions import ImportBusy
from ...kernel.register import check_cells
from .import_faults import is_notice

CHUNK = 2000  # rows that are read, created and committed together
AT_ONCE = 1000  # rows that are imported while the person waits


class ImportRegister(models.Model):
    """How a register is worked through: in chunks, so that size costs neither memory
    nor, when the machine fails, what was done before.

    A register of one chunk is one transaction. A bigger one commits after each chunk
    with the row that it reached; started again it reads the rows before only to know
    which serials they held, and goes on behind them.
    """

    _inherit = "aftersales.import"

    def action_check(self):
        """Read the file, show its columns, its rows and every fault; create nothing.

        Where a needed column is not recognised the columns wait to be assigned.
        """
        self.ensure_one()
        self.check_access("write")
        if self.state == "running":
            return True
        if not self._map_columns():
            self._begin("mapping")
            return True
        self._begin("checked")
        tables, rows = self._read()
        chunk = None
        for chunk in self._parse_chunks(rows):
            self._note(chunk)
        self._end(tables, chunk)
        return True

    def action_import(self):
        """Create what the good rows say; a second time creates nothing, and an import
        that was interrupted goes on where it stopped.

        A long register is imported in the background; this returns at once.
        """
        self.ensure_one()
        self.check_access("write")
        if self.row_count > AT_ONCE:
            return self._start_in_background(self.row_count)
        tables, rows = self._read()
        first = list(islice(rows, AT_ONCE + 1))
        if len(first) > AT_ONCE:
            return self._start_in_background(sum(t.row_count for t in tables))
        self._lock()
        if self.state != "running":
            self._begin("running")
        self._import_rows(tables, iter(first))
        return True

    def _import_rows(self, tables, rows):
        chunk, begun = None, False
        for chunk in self._parse_chunks(rows):
            if chunk["last"] <= self.done_row:
                continue
            if self.done_row:
                self._commit_chunk()
            # However long the rows before took to read again: each turn does something.
            if self._is_told_to_stop() or (begun and self._is_turn_over()):
                return
            self._import_chunk(chunk)
            begun = True
        self._end(tables, chunk)
        self._move_to("done")

    def _begin(self, state):
        self._reset()
        self._move_to(state)

    def _reset(self):
        self.line_ids.unlink()
        self.unknown_ids.unlink()
        names = ("good", "error", "notice", "created", "present")
        zeros = dict.fromkeys([f"{name}_count" for name in names], 0)
        self._in_flow().write(
            zeros | {"done_row": 0, "problem": False, "error_data": False}
        )

    def _end(self, tables, chunk):
        self._list_unknown(getattr(chunk and chunk["shared"], "unknown", {}))
        self._in_flow().write(
            {
                "error_data": self._make_error_workbook(tables),
                "row_count": self.good_count + self.error_count,
            }
        )

    def _lock(self):
        """One person at a time; the lock ends with each chunk and is taken again."""
        try:
            self.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise ImportBusy(
                self.env._("“%s” is being imported right now.", self.filename or "")
            ) from error

    def _commit_chunk(self):
        """What was done stays done, whatever happens to the process afterwards."""
        done = self.good_count + self.error_count
        # Resumable after a kill: a file of any size is done chunk by chunk.
        self.env["ir.cron"]._commit_progress(
            CHUNK, remaining=max(self.row_count - done, 1)
        )
        # A cache of everything that was imported would grow with the file.
        self.env.invalidate_all()
        self._lock()

    def _parse_chunks(self, rows):
        """Yield {rows: [(row, vals, faults)], first, last, shared}."""
        prepare = getattr(self, f"_prepare_{self.kind}")
        shared, first, readings = None, True, self._get_readings()
        while part := list(islice(rows, CHUNK)):
            shared = prepare([row.values for row in part], shared)
            parsed = [(row, *self._parse(row.values, shared, readings)) for row in part]
            last = part[-1].position
            yield {"rows": parsed, "first": first, "last": last, "shared": shared}
            first = False

    def _parse(self, values, shared, readings):
        """(vals, faults): those of the cells themselves before those of the kind."""
        values, faults = check_cells(values, readings)
        vals, more = getattr(self, f"_parse_{self.kind}")(values, shared)
        if not faults:
            return vals, more
        # What a cell without its content lacks is no second fault.
        told, fields_of = {fault.field for fault in faults}, self._get_fault_fields()
        return vals, faults + [
            fault
            for fault in more
            if (getattr(fault, "field", None) or fields_of.get(str(fault))) not in told
        ]

    def _import_chunk(self, chunk):
        good = [row for row in chunk["rows"] if not _is_wrong(row)]
        created = getattr(self, f"_create_{self.kind}")([vals for _r, vals, _f in good])
        outcomes = {
            row.position: "created" if is_new else "present"
            for (row, _v, _f), is_new in zip(good, created, strict=True)
        }
        self._note(chunk, outcomes)
        self._in_flow().write(
            {
                "done_row": chunk["last"],
                "created_count": self.created_count + sum(created),
                "present_count": self.present_count + len(created) - sum(created),
            }
        )

    def _note(self, chunk, outcomes=None):
        """Keep the rows of the first chunk and every one with a fault; count all."""
        rows, outcomes = chunk["rows"], outcomes or {}
        texts, fields_of = self._get_fault_texts(), self._get_fault_fields()
        kept = [row for row in rows if chunk["first"] or _is_wrong(row)]
        self.env["aftersales.import.line"].create(
            [
                self._prepare_line(row, faults, texts, fields_of)
                | ({"outcome": out} if (out := outcomes.get(row.position)) else {})
                for row, _vals, faults in kept
            ]
        )
        wrong = sum(map(_is_wrong, rows))
        noticed = sum(any(map(is_notice, faults)) for _r, _v, faults in rows)
        self._in_flow().write(
            {
                "good_count": self.good_count + len(rows) - wrong,
                "error_count": self.error_count + wrong,
                "notice_count": self.notice_count + noticed,
            }
        )


def _is_wrong(row):
    return not all(map(is_notice, row[2]))
